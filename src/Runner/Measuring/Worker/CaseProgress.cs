using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>How far a run of one case has got.</summary>
/// <param name="benchmark">The case.</param>
/// <param name="sampler">Samples it.</param>
/// <param name="cache">The state of the caches that it is sampled in.</param>
/// <param name="random">
/// Decides what is left to chance: the order of the two sides of a trial, the draws, after which samples outputs are
/// checked.
/// </param>
/// <param name="device">The device.</param>
/// <param name="draws">How many draws of its inputs take turns.</param>
/// <param name="theirs">The base's side of it; null in a plain run.</param>
internal sealed class CaseProgress(
    BenchmarkCase benchmark,
    AdaptiveSampler sampler,
    CacheState cache,
    Random random,
    IDevice device,
    int draws = 1,
    BenchmarkCase? theirs = null
)
{
    private readonly List<int> _order = [];
    private readonly Dictionary<int, (BenchmarkCase Ours, BenchmarkCase? Theirs)> _drawn = [];

    /// <summary>The case.</summary>
    public BenchmarkCase Benchmark => benchmark;

    /// <summary>Samples it.</summary>
    public AdaptiveSampler Sampler => sampler;

    /// <summary>The state of the caches that it is sampled in.</summary>
    public CacheState Cache => cache;

    /// <summary>Decides what is left to chance.</summary>
    public Random Random => random;

    /// <summary>Visits that are over.</summary>
    public int Visits { get; set; }

    /// <summary>
    /// The layout of the buffers at the next visit (<see cref="IDevice.Layouts"/>). The layouts take turns, from 0.
    /// </summary>
    public int Layout => Visits % Math.Min(sampler.Layouts, device.Layouts);

    /// <summary>
    /// What the inputs hold at the next visit: each draw once in as many visits as there are draws, in random order.
    /// </summary>
    public InputDraw Draw
    {
        get
        {
            while (_order.Count <= Visits)
            {
                var turn = Enumerable.Range(0, draws).ToArray();
                random.Shuffle(turn);
                _order.AddRange(turn);
            }

            return new(_order[Visits]);
        }
    }

    /// <summary>Both sides with the inputs of a draw.</summary>
    public (BenchmarkCase Ours, BenchmarkCase? Theirs) Drawn(InputDraw draw)
    {
        if (draw.Seed is not null)
            return (draw.Of(benchmark), null);
        if (!_drawn.TryGetValue(draw.Number, out var drawn))
            _drawn.Add(draw.Number, drawn = (draw.Of(benchmark), theirs is null ? null : draw.Of(theirs)));
        return drawn;
    }

    /// <summary>Whether both sides use the same buffers.</summary>
    public bool Shared { get; } = theirs is not null && CaseSetup.ShareBuffers(benchmark, theirs);

    /// <summary>The buffers that the launches on our memory may write.</summary>
    public IReadOnlySet<string> Written { get; } = theirs is not null && CaseSetup.ShareBuffers(benchmark, theirs)
        ? new HashSet<string>(benchmark.Written.Concat(theirs.Written), StringComparer.Ordinal)
        : benchmark.Written;

    /// <summary>The buffers that the base's launches may write where it has its own.</summary>
    public IReadOnlySet<string>? WrittenByTheirs { get; } = theirs?.Written;

    /// <summary>The conditions of each of our samples: equal numbers mean the same layout and draw.</summary>
    public List<int> Conditions { get; } = [];

    /// <summary>The conditions of the next visit.</summary>
    public int Condition => Layout + (device.Layouts * Draw.Number);

    /// <summary>Samples so far.</summary>
    public Samples Ours { get; } = new();

    /// <summary>The base's samples so far; empty in a plain run.</summary>
    public Samples Theirs { get; } = new();

    /// <summary>What was found of our outputs.</summary>
    public SeenOutputs OurOutputs { get; init; } = new([]);

    /// <summary>What was found of the base's outputs.</summary>
    public SeenOutputs TheirOutputs { get; } = new([]);

    /// <summary>Watches the memory of our launches, and of the base's where they share it.</summary>
    public MemoryAudit Audit { get; } = new(device);

    /// <summary>Watches the memory of the base's launches where they have their own.</summary>
    public MemoryAudit TheirAudit { get; } = new(device);

    /// <summary>Device memory that the case takes up, bytes.</summary>
    public long? PeakMemoryBytes { get; set; }

    /// <summary>What became of it; null as long as visits remain.</summary>
    public CaseResult? Result { get; set; }

    /// <summary>
    /// Whether a round through the cases visits this one: those with few visits have them evenly spread.
    /// </summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="rounds">How many there are.</param>
    public bool IsDue(int round, int rounds) =>
        Result is null && (round == 0 || round * sampler.Visits / rounds > (round - 1) * sampler.Visits / rounds);
}

/// <summary>What was found of the outputs of one side of a case, in this process and in those before it.</summary>
/// <param name="known">Outputs that an earlier run found right.</param>
internal sealed class SeenOutputs(ImmutableArray<CheckedOutputs> known)
{
    private readonly Dictionary<int, CheckedOutputs> _right = known.ToDictionary(k => k.Draw);

    /// <summary>Outputs that were right, one set per draw.</summary>
    public ImmutableArray<CheckedOutputs> Right => [.. _right.Values.OrderBy(r => r.Draw)];

    /// <summary>The largest errors so far, one check per output; empty before the first.</summary>
    public ImmutableArray<OutputCheck> Worst { get; private set; } = [];

    /// <summary>
    /// Per output whether the same inputs gave other bytes at another time, each of them right; empty before the first.
    /// </summary>
    public ImmutableArray<bool> Varying { get; private set; } =
    [.. known.Take(1).SelectMany(k => k.Digests).Select(_ => false)];

    /// <summary>Whether any output varies.</summary>
    public bool Vary => Varying.Contains(true);

    /// <summary>What was right of a draw; null if nothing is known yet.</summary>
    public CheckedOutputs? Of(InputDraw draw) => draw.Seed is null ? _right.GetValueOrDefault(draw.Number) : null;

    /// <summary>Adds what was found.</summary>
    /// <param name="draw">The draw of the inputs.</param>
    /// <param name="found">The outputs.</param>
    public void Add(InputDraw draw, CheckedOutputs found)
    {
        Worst = Worst.IsEmpty
            ? found.Checks
            :
            [
                .. Worst.Zip(
                    found.Checks,
                    (a, b) => a.Passed && (!b.Passed || b.RelativeError > a.RelativeError) ? b : a
                ),
            ];
        if (draw.Seed is not null || found.Wrong is not null)
            return;
        if (!_right.TryAdd(draw.Number, found))
            Varying =
            [
                .. _right[draw.Number]
                    .Digests.Zip(found.Digests, (a, b) => a != b)
                    .Select((differs, i) => differs || Varying[i]),
            ];
        else if (Varying.IsEmpty)
            Varying = [.. found.Digests.Select(_ => false)];
    }
}
