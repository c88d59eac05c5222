using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Tests.Reports.Samples;

/// <summary>Synthetic inputs of any size, with the verdicts mixed as a bad day would mix them.</summary>
public static class ManyCases
{
    /// <summary>Makes an input with so many cases.</summary>
    /// <param name="count">Cases.</param>
    /// <param name="runs">Runs a side.</param>
    /// <param name="samples">Samples a run.</param>
    public static ReportInput Of(int count, int runs = 10, int samples = 100)
    {
        var random = new Random(1);
        ImmutableArray<ImmutableArray<double>> Runs(double ns) =>
            [
                .. Enumerable
                    .Range(0, runs)
                    .Select(_ => Samples(random, ns * (1 + (0.002 * random.NextDouble())), samples)),
            ];

        var cases = Enumerable
            .Range(0, count)
            .Select(i =>
            {
                var ns = 5_000 + (random.NextDouble() * 1e6);
                var verdict = (i % 100) switch
                {
                    0 => CaseVerdict.Regression,
                    1 or 2 => CaseVerdict.Improvement,
                    3 => CaseVerdict.Inconclusive,
                    < 50 => CaseVerdict.Pass,
                    _ => CaseVerdict.Unchanged,
                };
                var factor = verdict switch
                {
                    CaseVerdict.Regression => 1.05,
                    CaseVerdict.Improvement => 0.95,
                    _ => 1.0,
                };
                return new SampleCase
                {
                    Name = $"benchmark_{i % 40}/M={i},N=4096,TILE=32",
                    Verdict = verdict,
                    Reference = Runs(ns),
                    Candidate = Runs(ns * factor),
                    Source = new($"kernels/benchmark_{i % 40}.cu", 10 + i),
                    Flops = ns * 1e4,
                    Bytes = ns * 1e3,
                    ReferenceKernels = [new($"kernel_{i % 40}", "a", 32, 0, 0, 0)],
                    Kernels = [new($"kernel_{i % 40}", "b", 48, 0, 0, 16)],
                };
            })
            .ToImmutableArray();
        return SampleReports.Assemble(
            cases,
            Outcome.Regression,
            $"{count / 100} of {count} cases are slower. Look at the first of them."
        );
    }

    /// <summary>
    /// Releases up to a measurement: the same cases, every release with a day of its own and its own runs.
    /// </summary>
    /// <param name="newest">The newest of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="kept">What is kept of a run's samples.</param>
    public static ImmutableArray<Measurement> Releases(
        Measurement newest,
        int count,
        Func<ImmutableArray<double>, ImmutableArray<double>> kept
    ) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var random = new Random(i);
                    var age = count - 1 - i;
                    return newest with
                    {
                        StartedAt = newest.StartedAt.AddDays(-30 * age),
                        Environment = newest.Environment with
                        {
                            Git = newest.Environment.Git! with { Tag = $"v0.{i + 1}.0" },
                        },
                        Cases =
                        [
                            .. newest.Cases.Select(c =>
                                c with
                                {
                                    Runs =
                                    [
                                        .. c.Runs.Select(r => r with { Samples = Aged(kept(r.Samples), age, random) }),
                                    ],
                                }
                            ),
                        ],
                    };
                }),
        ];

    // A release older is 1 % slower, and no two days are quite alike.
    private static ImmutableArray<double> Aged(ImmutableArray<double> samples, int age, Random random)
    {
        var factor = 1 + (0.01 * age) + (0.002 * random.NextDouble());
        return [.. samples.Select(s => Math.Round(s * factor, 1))];
    }

    private static ImmutableArray<double> Samples(Random random, double ns, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Math.Round(ns * (1 + (0.01 * random.NextDouble())), 1))];
}
