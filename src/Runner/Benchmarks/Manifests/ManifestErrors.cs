using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>What is wrong with a set of manifests, collected so that a user mends it in one go.</summary>
internal sealed class ManifestErrors
{
    private readonly List<Diagnostic> found = [];

    /// <summary>Whether nothing was found.</summary>
    public bool None => found.Count == 0;

    /// <summary>Adds an error. One place is wrong in one way at many points of the axes: the first is told.</summary>
    public void Add(Diagnostic error)
    {
        if (!found.Any(f => f.Code == error.Code && f.Location == error.Location))
            found.Add(error);
    }

    /// <summary>Adds errors that stand on their own, all of them: an object may lack several fields.</summary>
    public void AddAll(IEnumerable<Diagnostic> errors) => found.AddRange(errors);

    /// <summary>Throws all that was found, by file and line.</summary>
    /// <exception cref="PerfGateException">Anything was found.</exception>
    public void ThrowIfAny()
    {
        if (found.Count == 0)
            return;
        throw new PerfGateException(
            [.. found.OrderBy(f => f.Location?.File, StringComparer.Ordinal).ThenBy(f => f.Location?.Line).ThenBy(f => f.Location?.Column)],
            ExitCode.Usage);
    }
}
