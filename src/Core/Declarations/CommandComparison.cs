using PerfGate.Core.Measurements;

namespace PerfGate.Core.Declarations;

/// <summary>
/// Finds how two observed commands differ. All of it decides which work is timed and which of it counts, so any
/// difference is another problem, and nothing else than the command checks it.
/// </summary>
internal static class CommandComparison
{
    /// <summary>The difference; null for none.</summary>
    /// <param name="before">What the base declares; null for no command.</param>
    /// <param name="now">What the candidate declares; null for no command.</param>
    public static CheckEdit? Edit(DeclaredCommand? before, DeclaredCommand? now)
    {
        if (before == now)
            return null;
        var text = (before, now) switch
        {
            (null, _) => $"it observes the command {now!.Run} instead of launching kernels",
            (_, null) => $"it launches kernels instead of observing the command {before.Run}",
            _ => string.Join(", ", Differences(before, now)),
        };
        return new(CheckEditKind.Command, text, Weakens: true, ChangesWork: true);
    }

    private static IEnumerable<string> Differences(DeclaredCommand before, DeclaredCommand now)
    {
        if (before.Run != now.Run)
            yield return $"it runs {now.Run} instead of {before.Run}";
        if (before.Folder != now.Folder)
            yield return $"it runs in {now.Folder} instead of {before.Folder}";
        if (before.Environment != now.Environment)
            yield return $"it runs with {now.Environment ?? "no variables"} instead of "
                + (before.Environment ?? "no variables");
        if (before.Build != now.Build)
            yield return $"it is built by {now.Build ?? "nothing"} instead of {before.Build ?? "nothing"}";
        if (before.Measure != now.Measure)
            yield return $"it measures {now.Measure} instead of {before.Measure}";
    }
}
