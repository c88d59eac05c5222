using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Reports.Findings;

/// <summary>
/// A cost that moved within a case: one kernel is slower and another faster by about as much. Seen where both sides ran
/// in the same processes.
/// </summary>
/// <param name="Case">The case's name.</param>
/// <param name="Slower">The kernels that got slower, the most first.</param>
/// <param name="Faster">The kernels that got faster, the most first.</param>
/// <param name="ReferenceNs">What all kernels of the reference take together, nanoseconds.</param>
public sealed record CostShift(
    string Case,
    ImmutableArray<KernelCost> Slower,
    ImmutableArray<KernelCost> Faster,
    double ReferenceNs
)
{
    // A run in which a kernel's time went the other way shows that the change is noise: with 5 runs that all agree this
    // has p = 0.06 for a kernel, and it must hold for two kernels at once.
    private const int FewestRuns = 5;
    private const double MostUneven = 0.25;

    /// <summary>How much slower some kernels got, nanoseconds.</summary>
    public double LossNs => Slower.Sum(k => k.ChangeNs);

    /// <summary>How much faster others got, nanoseconds, above zero.</summary>
    public double GainNs => -Faster.Sum(k => k.ChangeNs);

    private double SmallerNs => Math.Min(LossNs, GainNs);

    /// <summary>The shift in a sentence without its end, foreign text in it.</summary>
    public string Text =>
        $"the cost moved within {Case}: {Listed(Slower)}, {Listed(Faster)}, together "
        + $"{Quantity.Change(1 + ((LossNs - GainNs) / ReferenceNs))} of the case's time";

    /// <summary>The shifts of a measurement, the largest first.</summary>
    /// <param name="verdict">The verdict, for the tolerances: a smaller shift is nobody's business.</param>
    /// <param name="measurement">The candidate's measurement; null for none.</param>
    /// <param name="trial">The interleaved trial; null for none. Where it took a case, it counts.</param>
    public static ImmutableArray<CostShift> Of(Verdict verdict, Measurement? measurement, Measurement? trial)
    {
        var judged = verdict.Cases.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. new[] { trial, measurement }
                .OfType<Measurement>()
                .SelectMany(
                    m => m.Cases.Where(c => c.Role == CaseRole.Case && judged.Contains(c.Name)),
                    (m, c) => (Shift: Of(c), Tolerance: Tolerance(verdict.Policy, m, c))
                )
                .Where(p => p.Shift is { } s && s.SmallerNs > p.Tolerance * s.ReferenceNs)
                .Select(p => p.Shift!)
                .DistinctBy(s => s.Case)
                .OrderByDescending(s => s.SmallerNs / s.ReferenceNs)
                .ThenBy(s => s.Case, StringComparer.Ordinal),
        ];
    }

    /// <summary>The shift within a case; null for none, and where a side's launches are not known.</summary>
    /// <param name="measured">The case.</param>
    public static CostShift? Of(MeasuredCase measured)
    {
        var runs = measured.Runs.Where(r => r.LaunchTimes is not null && r.ReferenceLaunchTimes is not null).ToList();
        if (
            runs.Count < FewestRuns
            || runs.Any(r =>
                r.LaunchTimes!.Value.Length != measured.Kernels.Length
                || r.ReferenceLaunchTimes!.Value.Length != measured.ReferenceKernels.Length
            )
        )
            return null;
        ImmutableArray<KernelCost> moved =
        [
            .. measured
                .Kernels.Concat(measured.ReferenceKernels)
                .Select(k => k.Name)
                .Distinct(StringComparer.Ordinal)
                .Select(name => Change(name, measured, runs))
                .OfType<KernelCost>()
                .OrderByDescending(k => Math.Abs(k.ChangeNs)),
        ];
        var reference = Quantiles.Median([.. runs.Select(r => r.ReferenceLaunchTimes!.Value.Sum())]);
        var shift = new CostShift(
            measured.Name,
            [.. moved.Where(k => k.ChangeNs > 0)],
            [.. moved.Where(k => k.ChangeNs < 0)],
            reference
        );
        return
            reference > 0
            && shift is { LossNs: > 0, GainNs: > 0 }
            && Math.Abs(shift.LossNs - shift.GainNs) <= MostUneven * Math.Max(shift.LossNs, shift.GainNs)
            ? shift
            : null;
    }

    private static double Tolerance(GatePolicy policy, Measurement measurement, MeasuredCase c) =>
        CaseSettings.Of(policy, measurement.Environment.Device, c.Name, c.Tolerance).Tolerance;

    // A kernel that only one side launches costs nothing on the other.
    private static KernelCost? Change(string name, MeasuredCase measured, List<CaseRun> runs)
    {
        var changes = runs.Select(r =>
                Sum(name, measured.Kernels, r.LaunchTimes!.Value)
                - Sum(name, measured.ReferenceKernels, r.ReferenceLaunchTimes!.Value)
            )
            .ToArray();
        return changes.All(c => c > 0) || changes.All(c => c < 0) ? new(name, Quantiles.Median(changes)) : null;
    }

    private static double Sum(string name, ImmutableArray<LaunchedKernel> kernels, ImmutableArray<double> times) =>
        kernels.Zip(times).Where(k => k.First.Name == name).Sum(k => k.Second);

    private static string Listed(ImmutableArray<KernelCost> kernels) =>
        string.Join(
            ", ",
            kernels.Select(k => $"{k.Kernel} {(k.ChangeNs > 0 ? "+" : "−")}{Quantity.Duration(Math.Abs(k.ChangeNs))}")
        );
}

/// <summary>What a kernel's launches cost more or less than the reference's.</summary>
/// <param name="Kernel">Its name.</param>
/// <param name="ChangeNs">The median over the runs, nanoseconds; above zero is slower.</param>
public sealed record KernelCost(string Kernel, double ChangeNs);
