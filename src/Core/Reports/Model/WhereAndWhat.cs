using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Model;

/// <summary>What a reader needs first: on what was measured, which commit, against what, and when.</summary>
internal static class WhereAndWhat
{
    /// <summary>The facts, those that are known; foreign text.</summary>
    public static IEnumerable<string> Facts(ReportModel model)
    {
        var reference = model.Verdict.Reference;
        if (model.Input.Measurement is { } m)
        {
            yield return m.Environment.Gpu?.Name ?? $"{m.Environment.Device.Name}: {m.Environment.Host.Processor}";
            if (m.Environment.Git is { } git)
                yield return $"{git.Tag ?? CommitName.Of(git.Commit)}{(git.Dirty ? " with uncommitted changes" : "")}";
        }

        if (reference.Kind != ReferenceKind.None)
        {
            var commit = reference.Commit is { } sha ? CommitName.Of(sha) : "an unnamed reference";
            yield return $"against {reference.Tag ?? commit}";
        }

        if (model.Input.Measurement is { } measured)
            yield return $"{measured.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
    }
}
