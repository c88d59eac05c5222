using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Tuning;

namespace PerfGate.Runner.Tuning;

/// <summary>
/// Tunes one benchmark: variants are tried in batches, those that are clearly behind are dropped after a few runs, the
/// last ones run side by side, and the best of them replaces the variant in use only if the gate proves it faster.
/// </summary>
/// <param name="request">What was asked for.</param>
/// <param name="bench">Compiles and times.</param>
/// <param name="log">What is known already, and where results go.</param>
/// <param name="say">Gets a line when something worth one happened.</param>
internal sealed class TuneSearch(TuneRequest request, ITuningBench bench, TuneLog log, Action<string> say)
{
    /// <summary>Variants that are compiled and timed together.</summary>
    public const int Batch = 16;

    /// <summary>Runs after which a variant may be dropped.</summary>
    public const int FirstRuns = 3;

    /// <summary>Runs of a variant that was not dropped.</summary>
    public const int FullRuns = 6;

    /// <summary>Variants that are timed once more at the end, at most.</summary>
    public const int MostFinalists = 5;

    /// <summary>Runs of these.</summary>
    public const int FinalRuns = 10;

    private readonly List<TriedVariant> _tried = [];
    private readonly Dictionary<string, TriedVariant> _byCode = new(StringComparer.Ordinal);

    private CompileAhead? _ahead;

    private TuningSpace Space => request.Space;

    /// <summary>Tunes.</summary>
    /// <param name="cancellation">Stops it; what was found is in the log.</param>
    /// <exception cref="PerfGateException">PG2061: the variant in use cannot be measured.</exception>
    public async Task<TuneResult> RunAsync(CancellationToken cancellation)
    {
        await using var ahead = new CompileAhead(bench, cancellation);
        _ahead = ahead;
        var strategy = TuningStrategies.Create(request.Strategy, Space, request.Incumbent, request.Seed);
        while (_tried.Count < request.Evaluations && DateTimeOffset.UtcNow < request.Deadline)
        {
            var batch = strategy.Propose(Math.Min(Batch, request.Evaluations - _tried.Count));
            if (batch.IsEmpty)
                break;
            foreach (var tried in await EvaluateAsync(batch, strategy, cancellation).ConfigureAwait(false))
            {
                _tried.Add(tried);
                strategy.Tell(tried.Point, tried.Mean);
            }

            foreach (var line in TuneStanding.Lines(Space, _tried))
                say(line);
        }

        var (winner, finals, why) = await FinishAsync(cancellation).ConfigureAwait(false);
        if (winner is not { } best)
            return new(request, [.. _tried], finals, null, [], why!);
        say("trial against the values in use:");
        say($"  {Space.Describe(best)}");
        var confirmed = await ConfirmAsync(best, cancellation).ConfigureAwait(false);
        var (adopted, reason) = Adoption.Of(confirmed);
        return new(request, [.. _tried], finals, adopted ? best : null, confirmed, reason);
    }

    private async Task<ImmutableArray<TriedVariant>> EvaluateAsync(
        ImmutableArray<long> batch,
        ITuningStrategy strategy,
        CancellationToken cancellation
    )
    {
        var results = new Dictionary<long, TriedVariant>();
        foreach (var point in batch)
        {
            if (log.Find(TuneStage.Tried, Key(bench.SourceKey(point))) is { } known)
                results[point] = Failed(point, known.Outcome, known.Why);
        }

        var left = batch.Where(p => !results.ContainsKey(p) && p != request.Incumbent).ToImmutableArray();
        var prepared = await PrepareAsync([request.Incumbent, .. left], cancellation).ConfigureAwait(false);
        var incumbent = prepared[0].Code ?? throw IncumbentFails(prepared[0].Why);
        results[request.Incumbent] = new(request.Incumbent, TuneOutcome.Timed, null, [], IsIncumbentCode: true);
        foreach (var bad in prepared.Skip(1).Where(p => p.Failure is not null))
        {
            results[bad.Point] = Failed(bad.Point, bad.Failure!.Value, bad.Why);
            Write(TuneStage.Tried, bench.SourceKey(bad.Point), results[bad.Point]);
        }

        var good = prepared.Skip(1).Where(p => p.Failure is null).ToList();
        var most = Math.Min(Batch, request.Evaluations - _tried.Count - batch.Length);
        await TimeAsync(
                incumbent,
                good,
                () => most > 0 ? [.. strategy.Ahead(most + batch.Length).Except(batch).Take(most)] : [],
                cancellation
            )
            .ConfigureAwait(false);
        foreach (var one in good)
            results[one.Point] = _byCode[KeyOf(one, incumbent)] with { Point = one.Point };
        return [.. batch.Select(p => results[p])];
    }

    private async Task<ImmutableArray<PreparedVariant>> PrepareAsync(
        ImmutableArray<long> points,
        CancellationToken cancellation
    )
    {
        await _ahead!.EndAsync().ConfigureAwait(false);
        return await bench.PrepareAsync(points, cancellation).ConfigureAwait(false);
    }

    private async Task TimeAsync(
        string incumbent,
        List<PreparedVariant> variants,
        Func<ImmutableArray<long>> next,
        CancellationToken cancellation
    )
    {
        foreach (var variant in variants)
        {
            var key = KeyOf(variant, incumbent);
            if (_byCode.ContainsKey(key))
                continue;
            if (variant.Code == incumbent)
                _byCode[key] = new(variant.Point, TuneOutcome.Timed, null, [], IsIncumbentCode: true);
            else if (log.Find(TuneStage.Tried, Key(key)) is { } known)
                _byCode[key] = new(variant.Point, known.Outcome, known.Why, known.Shapes ?? []);
        }

        // Variants whose machine code is the same are timed once.
        var fresh = variants.DistinctBy(v => v.Code).Where(v => !_byCode.ContainsKey(KeyOf(v, incumbent))).ToList();
        if (fresh.Count == 0)
            return;
        _ahead!.Begin(next());
        var timing = await bench
            .OpenAsync([request.Incumbent, .. fresh.Select(f => f.Point)], cancellation)
            .ConfigureAwait(false);
        var times = await TakeAsync(timing, [.. fresh.Select(f => f.Point)], FirstRuns, cancellation)
            .ConfigureAwait(false);
        var close = StillIn(times);
        if (!close.IsEmpty)
        {
            foreach (var further in await TakeAsync(timing, close, FullRuns, cancellation).ConfigureAwait(false))
                times[further.Key] = further.Value;
        }

        foreach (var variant in fresh)
        {
            var key = KeyOf(variant, incumbent);
            _byCode[key] = times[variant.Point];
            Write(TuneStage.Tried, key, times[variant.Point]);
        }
    }

    private async Task<Dictionary<long, TriedVariant>> TakeAsync(
        IVariantTiming timing,
        ImmutableArray<long> points,
        int runs,
        CancellationToken cancellation
    )
    {
        var taken = await timing.TakeAsync([request.Incumbent, .. points], runs, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (taken[0].Failure is not null)
            throw IncumbentFails(taken[0].Why);
        return taken.Skip(1).ToDictionary(t => t.Point, t => Timed(t, taken[0]));
    }

    private static TriedVariant Timed(MeasuredVariant variant, MeasuredVariant incumbent)
    {
        if (variant.Failure is { } failure)
            return Failed(variant.Point, failure, variant.Why);
        var costs = variant.Against(incumbent);
        return costs.IsEmpty
            ? Failed(variant.Point, TuneOutcome.Fails, "no run of it was steady enough to be compared")
            : new(variant.Point, TuneOutcome.Timed, null, costs);
    }

    // Neither clear of the best so far nor of the variant in use.
    private ImmutableArray<long> StillIn(Dictionary<long, TriedVariant> times)
    {
        var fresh = times.Values.Where(t => t.HasTimes).ToList();
        var leader = _byCode.Values.Where(t => t.HasTimes).MinBy(t => t.Mean);
        if (fresh.Count == 0)
            return [];
        var race = Race.Of(fresh.Append(leader).OfType<TriedVariant>().Select(t => (t.Point, t.Costs)));
        return [.. race.Abreast.Where(c => !race.IsClearlySlower(c)).Select(c => c.Point).Where(times.ContainsKey)];
    }

    private async Task<(long? Winner, ImmutableArray<TriedVariant> Finals, string? Why)> FinishAsync(
        CancellationToken cancellation
    )
    {
        var timed = _tried.Where(t => t.HasTimes).ToList();
        var faster =
            timed.Count == 0
                ? []
                : Race.Of(timed.DistinctBy(t => Same(t)).Select(t => (t.Point, t.Costs)))
                    .Abreast.Where(c => c.Mean < 0)
                    .Take(MostFinalists)
                    .Select(c => c.Point)
                    .ToImmutableArray();
        if (faster.IsEmpty)
            return (null, [], "no variant was faster than the values in use");
        say($"the best ({faster.Length}) side by side with the values in use, {FinalRuns} runs");
        var finals = await FinalsAsync(faster, cancellation).ConfigureAwait(false);
        var right = finals.Where(f => f.HasTimes).ToList();
        if (right.Count == 0)
            return (null, finals, "none of the best variants could be timed again");
        var race = Race.Of(right.Select(f => (f.Point, f.Costs)));
        return race.IsClearlyFaster(race.Leader)
            ? (race.Leader.Point, finals, null)
            : (null, finals, "a tie: the best variant is not clearly faster than the values in use");
    }

    /// <summary>Equal for variants of one machine code: their times are equal to the last digit.</summary>
    public static string Same(TriedVariant tried) => string.Join(',', tried.Costs);

    private async Task<ImmutableArray<TriedVariant>> FinalsAsync(
        ImmutableArray<long> points,
        CancellationToken cancellation
    )
    {
        var prepared = await PrepareAsync([request.Incumbent, .. points], cancellation).ConfigureAwait(false);
        var incumbent = prepared[0].Code ?? throw IncumbentFails(prepared[0].Why);
        // All of them belong to the key: they were timed in the same processes.
        var set = string.Join(' ', prepared.Select(p => p.Code));
        string KeyIn(PreparedVariant variant) => $"{KeyOf(variant, incumbent)} among {set}";
        var known = prepared.Skip(1).Select(p => log.Find(TuneStage.Final, Key(KeyIn(p)))).ToList();
        if (known.TrueForAll(k => k is not null))
            return [.. points.Zip(known, (p, k) => new TriedVariant(p, k!.Outcome, k.Why, k.Shapes ?? []))];
        var timing = await bench.OpenAsync([request.Incumbent, .. points], cancellation).ConfigureAwait(false);
        var times = await TakeAsync(timing, points, FinalRuns, cancellation).ConfigureAwait(false);
        foreach (var variant in prepared.Skip(1))
            Write(TuneStage.Final, KeyIn(variant), times[variant.Point]);
        return [.. points.Select(p => times[p])];
    }

    private async Task<ImmutableArray<TunedCase>> ConfirmAsync(long winner, CancellationToken cancellation)
    {
        var prepared = await PrepareAsync([request.Incumbent, winner], cancellation).ConfigureAwait(false);
        var key = $"{prepared[1].Code} confirmed against {prepared[0].Code}";
        if (log.Find(TuneStage.Confirmed, Key(key)) is { Confirmed: { } known })
            return known;
        var found = await bench.ConfirmAsync(winner, request.Incumbent, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        log.Add(Record(TuneStage.Confirmed, key, new(winner, TuneOutcome.Timed, null, [])) with { Confirmed = found });
        return found;
    }

    private static string KeyOf(PreparedVariant variant, string incumbent) => $"{variant.Code} against {incumbent}";

    private string Key(string of) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Benchmark}\n{of}")));

    private void Write(TuneStage stage, string key, TriedVariant tried) => log.Add(Record(stage, key, tried));

    private TuneRecord Record(TuneStage stage, string key, TriedVariant tried) =>
        new()
        {
            Key = Key(key),
            Stage = stage,
            Benchmark = request.Benchmark,
            Values = Space.Describe(tried.Point),
            Outcome = tried.Outcome,
            Why = tried.Why,
            Shapes = tried.Shapes.IsEmpty ? null : tried.Shapes,
            At = DateTimeOffset.UtcNow,
        };

    private static TriedVariant Failed(long point, TuneOutcome outcome, string? why) => new(point, outcome, why, []);

    private PerfGateException IncumbentFails(string? why) =>
        new(
            DiagnosticCatalog.TuneIncumbentFails(
                request.At,
                request.Benchmark,
                Space.Describe(request.Incumbent),
                why ?? "no reason is known"
            ),
            ExitCode.Incorrect
        );
}
