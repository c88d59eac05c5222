using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Explaining;

/// <summary>What differs between the launches of both sides, in words.</summary>
internal static class LaunchChanges
{
    /// <summary>One sentence for each launch that differs.</summary>
    /// <param name="now">The candidate.</param>
    /// <param name="before">The reference.</param>
    public static ImmutableArray<string> Of(MeasuredCase now, MeasuredCase before)
    {
        if (now.Declaration is not { } ours || before.Declaration is not { } theirs)
            return [];
        if (ours.Launches.Length != theirs.Launches.Length)
            return
            [
                $"It launches {ours.Launches.Length} times, where the reference launches "
                    + $"{theirs.Launches.Length} times.",
            ];
        return
        [
            .. ours
                .Launches.Zip(theirs.Launches)
                .Where(l => Place(l.First) != Place(l.Second))
                .Select(l =>
                    $"The launch of {l.First.Kernel} changed: {Place(l.First)}, where the reference has "
                    + $"{Place(l.Second)}."
                ),
        ];
    }

    private static string Place(DeclaredLaunch launch) =>
        $"{launch.Grid} blocks of {launch.Block} threads"
        + (launch.SharedMemory > 0 ? $" and {launch.SharedMemory} bytes of dynamic shared memory" : "");
}
