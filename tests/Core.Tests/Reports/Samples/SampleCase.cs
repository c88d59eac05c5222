using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Reports.Samples;

/// <summary>Both sides of one case, and what is said of it.</summary>
public sealed record SampleCase
{
    public required string Name { get; init; }

    public required CaseVerdict Verdict { get; init; }

    public string? Reason { get; init; }

    public ImmutableArray<ImmutableArray<double>> Reference { get; init; } = [];

    public ImmutableArray<ImmutableArray<double>> Candidate { get; init; } = [];

    public ImmutableArray<LaunchedKernel> ReferenceKernels { get; init; } = [];

    public ImmutableArray<LaunchedKernel> Kernels { get; init; } = [];

    public double? Flops { get; init; }

    public double? Bytes { get; init; }

    public SourceLocation? Source { get; init; }

    public AcceptedSlowdown? Accepted { get; init; }

    public StageEvidence? Accusation { get; init; }

    public ImmutableArray<DiscardedRun> Discarded { get; init; } = [];

    /// <summary>The candidate's or the reference's side as it is measured.</summary>
    public MeasuredCase Measured(ImmutableArray<ImmutableArray<double>> runs) => new()
    {
        Name = Name,
        Benchmark = Name.Split('/')[0],
        Status = Verdict switch
        {
            CaseVerdict.Unstable => CaseStatus.Unstable,
            CaseVerdict.Incorrect => CaseStatus.Incorrect,
            CaseVerdict.Skipped => CaseStatus.Skipped,
            _ => CaseStatus.Measured,
        },
        Source = Source,
        Flops = Flops,
        Bytes = Bytes,
        Kernels = Kernels,
        Discarded = Discarded,
        Runs = [.. runs.Select((samples, run) => new CaseRun { Run = run, Samples = samples })],
    };

    /// <summary>
    /// The judgement with figures that follow from the samples: Welch's test on the logarithms of the runs' medians.
    /// </summary>
    public CaseJudgement Judged()
    {
        var x = Candidate.Select(r => Math.Log(r.Median())).ToArray();
        var y = Reference.Select(r => Math.Log(r.Median())).ToArray();
        var plain = new CaseJudgement
        {
            Name = Name,
            Verdict = Verdict,
            Reason = Reason ?? $"the case is {Verdict}",
            Runs = [y.Length, x.Length],
            Source = Source,
            Kernels = Kernels,
            ReferenceKernels = ReferenceKernels,
            Accepted = Accepted,
            Accusation = Accusation,
            Tolerance = 0.01,
            Flops = Flops,
            Bytes = Bytes,
            CandidateNs = x.Length > 0 ? Math.Exp(x.Mean()) : null,
            ReferenceNs = y.Length > 0 ? Math.Exp(y.Mean()) : null,
        };
        if (x.Length < 2 || y.Length < 2)
            return plain;
        var theta = x.Mean() - y.Mean();
        var error = Math.Sqrt((x.Variance() / x.Length) + (y.Variance() / y.Length)) + 1e-12;
        var freedom = x.Length + y.Length - 2;
        var pooled = Math.Sqrt((((x.Length - 1) * x.Variance()) + ((y.Length - 1) * y.Variance())) / freedom) + 1e-12;
        var half = StudentT.InvCDF(0, 1, freedom, 0.975) * error;
        return plain with
        {
            Ratio = Math.Exp(theta),
            RatioInterval = [Math.Exp(theta - half), Math.Exp(theta + half)],
            HedgesG = theta / pooled * (1 - (3.0 / ((4 * freedom) - 1))),
            CliffsDelta = x.SelectMany(_ => y, (a, b) => (double)Math.Sign(a - b)).Mean(),
            P = 1 - StudentT.CDF(0, 1, freedom, (theta - Math.Log(1.01)) / error),
            MinimumDetectableEffect = 0.01 + (2 * half),
        };
    }
}
