using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>
/// Cases whose machine code is the same on both sides, canaries among them: whatever differs in their times is the machine.
/// </summary>
internal sealed record Controls
{
    /// <summary>Fewer tell nothing of the spread between cases.</summary>
    public const int Fewest = 3;

    private Controls(ImmutableArray<double> logRatios) => LogRatios = logRatios;

    /// <summary>Log ratio, candidate over reference, of each control.</summary>
    public ImmutableArray<double> LogRatios { get; }

    /// <summary>Median log ratio; 0 without controls.</summary>
    public double Median => LogRatios.IsEmpty ? 0 : Quantiles.Median(LogRatios.AsSpan());

    /// <summary>Standard deviation of the controls about their median; null where there are too few to tell.</summary>
    public double? Spread => LogRatios.Length < Fewest
        ? null
        : Math.Sqrt(LogRatios.Sum(r => (r - Median) * (r - Median)) / (LogRatios.Length - 1));

    /// <summary>
    /// What a difference between sessions cannot be told from, as a fraction: two standard deviations of the controls, beyond
    /// which one case in twenty lies without having changed.
    /// </summary>
    public double NoiseFloor => Spread is { } spread ? Math.Exp(2 * spread) - 1 : 0;

    /// <summary>What to take off where the machine has moved; null where the controls are too few to correct by.</summary>
    public MachineShift? Shift => Spread is { } spread
        // The median of k normal values has about π/2 times the variance of their mean.
        ? new(Median, spread * spread * (1 + Math.PI / 2 / LogRatios.Length), LogRatios.Length - 1)
        : null;

    /// <summary>Reads the controls off two measurements.</summary>
    /// <param name="reference">The reference's newest cases, by name.</param>
    /// <param name="candidate">The candidate's cases.</param>
    public static Controls Between(IReadOnlyDictionary<string, MeasuredCase> reference, IEnumerable<MeasuredCase> candidate) =>
        new([.. from now in candidate
                let old = reference.GetValueOrDefault(now.Name)
                where old is not null && now.CodeHash is not null && now.CodeHash == old.CodeHash
                where now.Runs.Length >= CaseSides.FewestRuns && old.Runs.Length >= CaseSides.FewestRuns
                select MeanLog(now.Runs.Select(r => r.Samples)) - MeanLog(old.Runs.Select(r => r.Samples))]);

    /// <summary>Reads the controls off an interleaved measurement, where nothing but noise should show.</summary>
    /// <param name="trial">Its cases.</param>
    public static Controls Within(IEnumerable<MeasuredCase> trial) =>
        new([.. from now in trial
                where now.Role == CaseRole.Canary || (now.CodeHash is not null && now.CodeHash == now.ReferenceCodeHash)
                let sides = CaseSides.Interleaved(now)
                where sides is { Comparable: true }
                select MeanLog(sides.Runs.Candidate) - MeanLog(sides.Runs.Reference)]);

    /// <summary>The drift as the verdict states it; null without controls.</summary>
    /// <param name="tolerance">The device's tolerance, as a fraction.</param>
    public Drift? ToDrift(double tolerance)
    {
        if (LogRatios.IsEmpty)
            return null;
        var ratio = Math.Exp(Median);
        var allowed = tolerance / 2;
        var isVoid = Math.Abs(ratio - 1) > allowed;
        var moved = string.Create(
            CultureInfo.InvariantCulture,
            $"{LogRatios.Length} unchanged cases and canaries are {Wording.Change(ratio)} than when the reference was measured");
        return new(ratio, LogRatios.Length, isVoid, isVoid
            ? $"{moved}, more than half the tolerance ({Wording.Percent(allowed)}): the machine itself has moved, and the comparison with the baseline is void."
            : $"{moved}, within half the tolerance ({Wording.Percent(allowed)}).");
    }

    private static double MeanLog(IEnumerable<ImmutableArray<double>> runs) =>
        Moments.Mean([.. runs.Select(s => Math.Log(InterquartileMean.Of(s.AsSpan())))]);
}
