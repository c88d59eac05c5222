using PerfGate.Core.Measurements;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>Writes commit and tag into a measurement that is about to become a baseline.</summary>
internal static class CommitStamp
{
    /// <summary>Stamps a measurement with the commit it was taken at and that commit's tag.</summary>
    /// <param name="measurement">The measurement.</param>
    /// <param name="root">A folder in the repository.</param>
    /// <param name="written">
    /// Folders that the gate itself writes, absolute: what it wrote there does not make a measurement dirty.
    /// </param>
    public static Measurement Apply(Measurement measurement, string root, params IReadOnlyCollection<string> written)
    {
        using var repository = GitRepository.Open(root);
        if (repository is null)
            return measurement;
        var now = repository.State([.. written.Select(repository.PathInTree).OfType<string>()]);
        var then = measurement.Environment.Git ?? now;
        if (then is null)
            return measurement;
        // Whether the kernels were edited is known for the commit that is checked out; for another, only as it was
        // recorded.
        var dirty = then.Commit == now?.Commit ? now.Dirty : then.Dirty;
        var stamped = then with { Dirty = dirty, Tag = dirty ? null : repository.TagOf(then.Commit) };
        return measurement with { Environment = measurement.Environment with { Git = stamped } };
    }
}
