using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Nights;

/// <summary>One case over the nights.</summary>
/// <param name="Case">The case.</param>
/// <param name="Nights">Its lines, oldest first.</param>
/// <param name="Changes">Where another level begins, oldest first.</param>
public sealed record NightHistory(string Case, ImmutableArray<NightRecord> Nights, ImmutableArray<LevelChange> Changes)
{
    /// <summary>The histories of the cases of one device, by name.</summary>
    /// <param name="records">The lines of the device, in any order.</param>
    /// <remarks>
    /// A night is one number: the runs of one night share that night, and taken apart they would make a change of every
    /// warm one. Of two measurements that began at the same time the later line counts.
    /// </remarks>
    public static ImmutableArray<NightHistory> Of(IEnumerable<NightRecord> records) =>
        [
            .. records
                .GroupBy(r => r.Case, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Of(g.Key, [.. g.GroupBy(r => r.At).OrderBy(n => n.Key).Select(n => n.Last())])),
        ];

    private static NightHistory Of(string name, ImmutableArray<NightRecord> nights)
    {
        var times = nights.Select(n => n.Nanoseconds).ToArray();
        int[] edges = [0, .. ChangePoints.Of(times), times.Length];
        return new(
            name,
            nights,
            [
                .. Enumerable
                    .Range(1, edges.Length - 2)
                    .Select(i => new LevelChange(
                        nights[edges[i] - 1],
                        nights[edges[i]],
                        edges[i],
                        Level(times.AsSpan(edges[i]..edges[i + 1])) / Level(times.AsSpan(edges[i - 1]..edges[i]))
                    )),
            ]
        );
    }

    private static double Level(ReadOnlySpan<double> times) => RunLocation.Centre([.. times]);
}

/// <summary>Where the level of a case changed.</summary>
/// <param name="Before">The last night of the old level.</param>
/// <param name="First">The first night of the new one.</param>
/// <param name="Index">Its place among the nights of the case.</param>
/// <param name="Ratio">The new level over the old one; above 1 is slower.</param>
public sealed record LevelChange(NightRecord Before, NightRecord First, int Index, double Ratio)
{
    /// <summary>What changed besides the time.</summary>
    public LevelCause Cause =>
        Before.Compiler != First.Compiler ? LevelCause.Compiler
        : Before.CodeHash is null || First.CodeHash is null ? LevelCause.Unknown
        : Before.CodeHash != First.CodeHash ? LevelCause.Code
        : Before.Driver != First.Driver ? LevelCause.Driver
        : Before.Gpu != First.Gpu ? LevelCause.Card
        : LevelCause.Machine;

    /// <summary>Whether a bisection between the two commits can name the commit.</summary>
    public bool CanBeBisected =>
        Ratio > 1 && Before.Commit != First.Commit && Cause is LevelCause.Code or LevelCause.Unknown;
}

/// <summary>What changed together with a level.</summary>
public enum LevelCause
{
    /// <summary>The machine code of the case, under one compiler.</summary>
    Code,

    /// <summary>The compiler.</summary>
    Compiler,

    /// <summary>The driver, under the same machine code.</summary>
    Driver,

    /// <summary>The card, under the same machine code and driver.</summary>
    Card,

    /// <summary>Nothing that is recorded: clocks, temperature, another program.</summary>
    Machine,

    /// <summary>Nobody knows: machine code was not recorded.</summary>
    Unknown,
}
