using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Reports;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Tuning;

namespace PerfGate.Runner.Tuning;

/// <summary>Writes <c>tune.json</c> and <c>tune.md</c>.</summary>
internal static class TuneReportFiles
{
    private const int Digits = 4;

    /// <summary>Writes both.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="device">The device's model.</param>
    /// <param name="results">What was found.</param>
    public static void Write(string folder, string device, IEnumerable<TuneResult> results)
    {
        var report = new TuneReport { Device = device, Benchmarks = [.. results.Select(Of)] };
        JsonFile.Write(Path.Combine(folder, "tune.json"), report, PerfGateJson.Default.TuneReport);
        AtomicFile.Write(Path.Combine(folder, "tune.md"), Encoding.UTF8.GetBytes(TuneMarkdown.Of(report)));
    }

    /// <summary>What is reported of a benchmark.</summary>
    public static TunedReport Of(TuneResult result)
    {
        var (request, space) = (result.Request, result.Request.Space);
        var known = result.Tried.Where(t => t.Mean is not null).ToList();
        return new()
        {
            Benchmark = request.Benchmark,
            Variants = space.Size,
            Strategy = Adoption.Lower(request.Strategy.ToString()),
            Seed = request.Seed,
            InUse = space.Describe(request.Incumbent),
            Adopted = result.Adopted is { } adopted ? space.Describe(adopted) : null,
            Reason = result.Reason,
            Evaluations = result.Tried.Length,
            SameCode = known.Count - known.DistinctBy(TuneSearch.Same).Count(),
            Failures = Failures(result),
            BestSoFar = Steps(result),
            Effects = Effects(space, known),
            Finalists = Finalists(result),
            Confirmed = result.Confirmed,
        };
    }

    private static ImmutableArray<TuneFailure> Failures(TuneResult result) =>
        [
            .. result
                .Tried.Where(t => t.Outcome != TuneOutcome.Timed)
                .GroupBy(t => t.Outcome)
                .OrderByDescending(g => g.Count())
                .Select(g => new TuneFailure(
                    Adoption.Lower(g.Key.ToString()),
                    g.Count(),
                    Math.Round((double)g.Count() / result.Tried.Length, Digits),
                    result.Request.Space.Describe(g.First().Point),
                    g.First().Why ?? "no reason is known"
                )),
        ];

    private static ImmutableArray<TuneStep> Steps(TuneResult result)
    {
        var steps = ImmutableArray.CreateBuilder<TuneStep>();
        var best = double.PositiveInfinity;
        foreach (var (tried, index) in result.Tried.Select((t, i) => (t, i)))
        {
            if (tried.Mean is not { } mean || mean >= best)
                continue;
            best = mean;
            steps.Add(new(index + 1, result.Request.Space.Describe(tried.Point), Speedup(mean)));
        }

        return steps.ToImmutable();
    }

    private static ImmutableArray<ParameterEffect> Effects(TuningSpace space, List<TriedVariant> known) =>
        [
            .. space
                .Parameters.SelectMany(
                    (parameter, i) =>
                        parameter.Values.Select(value =>
                            (
                                parameter.Name,
                                Value: value,
                                Means: known
                                    .Where(t => space.ValuesOf(t.Point)[i] == value)
                                    .Select(t => t.Mean!.Value)
                                    .ToList()
                            )
                        )
                )
                .Where(e => e.Means.Count > 0)
                .Select(e => new ParameterEffect(
                    e.Name,
                    e.Value,
                    e.Means.Count,
                    Speedup(e.Means.Average()),
                    Speedup(e.Means.Min())
                )),
        ];

    private static ImmutableArray<TuneFinalist> Finalists(TuneResult result)
    {
        var finals = result.Finals.Where(f => f.HasTimes).ToList();
        var scores = ShapeScores.Of([
            .. finals.Select(f => f.Shapes.Select(s => s.Costs.Average()).ToImmutableArray()),
        ]);
        return
        [
            .. finals
                .Zip(scores)
                .OrderBy(f => f.Second.GeometricMean)
                .Select(f => new TuneFinalist(
                    result.Request.Space.Describe(f.First.Point),
                    Math.Round(1 / f.Second.GeometricMean, Digits),
                    Math.Round(f.Second.WorstRegret, Digits),
                    [
                        .. f.First.Shapes.Select(s => new ShapeSpeedup(
                            s.Shape,
                            Math.Round(s.Nanoseconds),
                            Speedup(s.Costs.Average())
                        )),
                    ]
                )),
        ];
    }

    private static double Speedup(double cost) => Math.Round(Math.Exp(-cost), Digits);
}
