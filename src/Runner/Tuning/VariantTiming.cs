using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Tuning;

/// <summary>Takes runs of variants in a session of the gate: each run is a fresh worker with all of them.</summary>
/// <param name="session">The session.</param>
/// <param name="cases">The cases of each variant.</param>
internal sealed class VariantTiming(
    MeasurementSession session,
    ImmutableDictionary<long, ImmutableArray<BenchmarkCase>> cases
) : IVariantTiming
{
    /// <summary>Opens a session.</summary>
    /// <param name="setting">What all variants have in common.</param>
    /// <param name="request">The request of the session.</param>
    /// <param name="catalog">The compiled variants.</param>
    /// <param name="device">What a worker said of the device.</param>
    /// <param name="cases">The cases of each variant.</param>
    public static VariantTiming Open(
        TuneSetting setting,
        GateRunRequest request,
        KernelCatalog catalog,
        WorkerResult device,
        ImmutableDictionary<long, ImmutableArray<BenchmarkCase>> cases
    )
    {
        var alone = new ReferenceDescription { Kind = ReferenceKind.None, Reason = "variants are timed side by side" };
        var selected = cases.Values.SelectMany(c => c).ToImmutableArray();
        var gate = new SettledGate(
            device,
            setting.Policy,
            new GateInputs
            {
                Policy = setting.Policy,
                Reference = alone,
                Day = DateOnly.FromDateTime(DateTime.UtcNow),
            },
            new ResolvedReference { Description = alone, Policy = setting.Policy },
            selected,
            []
        );
        return new(
            new GateSessions(request, catalog, setting.Launcher, setting.Progress, null).New(gate, selected),
            cases
        );
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<MeasuredVariant>> TakeAsync(
        ImmutableArray<long> points,
        int runs,
        CancellationToken cancellation
    )
    {
        string[] names = [.. points.SelectMany(p => cases[p]).Select(c => c.Name).Intersect(session.Open)];
        await session.TakeAsync(names, runs, DateTimeOffset.MaxValue, cancellation).ConfigureAwait(false);
        var measured = session.Cases.ToDictionary(c => c.Name, StringComparer.Ordinal);
        return [.. points.Select(p => Of(p, cases[p], measured))];
    }

    private static MeasuredVariant Of(
        long point,
        ImmutableArray<BenchmarkCase> cases,
        Dictionary<string, MeasuredCase> measured
    )
    {
        var shapes = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedDictionary<int, double>>(
            StringComparer.Ordinal
        );
        foreach (var one in cases)
        {
            var found = measured[one.Name];
            if (found.Status != CaseStatus.Measured)
                return new(
                    point,
                    ImmutableSortedDictionary<string, ImmutableSortedDictionary<int, double>>.Empty,
                    found.Status == CaseStatus.Incorrect ? TuneOutcome.Incorrect : TuneOutcome.Fails,
                    found.Reason
                );
            shapes[VariantBench.ShapeOf(one)] = found.Runs.ToImmutableSortedDictionary(
                r => r.Run,
                r => InterquartileMean.Of(r.Samples.AsSpan())
            );
        }

        return new(point, shapes.ToImmutable());
    }
}
