using PerfGate.Core.Judgement;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>How far a run of one case has got.</summary>
/// <param name="benchmark">The case.</param>
/// <param name="sampler">Samples it.</param>
/// <param name="cache">The state of the caches that it is sampled in.</param>
/// <param name="random">Decides the order of the two sides of a trial.</param>
/// <param name="places">In how many ways the device can lay out its buffers.</param>
internal sealed class CaseProgress(BenchmarkCase benchmark, AdaptiveSampler sampler, CacheState cache, Random random, int places)
{
    /// <summary>The case.</summary>
    public BenchmarkCase Benchmark => benchmark;

    /// <summary>Samples it.</summary>
    public AdaptiveSampler Sampler => sampler;

    /// <summary>The state of the caches that it is sampled in.</summary>
    public CacheState Cache => cache;

    /// <summary>Decides the order of the two sides of a trial.</summary>
    public Random Random => random;

    /// <summary>Visits that are over.</summary>
    public int Visits { get; set; }

    /// <summary>Where the buffers lie at the next visit (<see cref="Devices.IDevice.Places"/>). The places take turns, from 0.</summary>
    public int Place => Visits % Math.Min(sampler.Places, places);

    /// <summary>The place of each of our samples.</summary>
    public List<int> Places { get; } = [];

    /// <summary>Samples so far.</summary>
    public Samples Ours { get; } = new();

    /// <summary>The base's samples so far; empty in a plain run.</summary>
    public Samples Theirs { get; } = new();

    /// <summary>What was found of the outputs before timing; null before the first visit.</summary>
    public CheckedOutputs? Before { get; set; }

    /// <summary>What was found of the base's outputs before timing; null in a plain run.</summary>
    public CheckedOutputs? BaseBefore { get; set; }

    /// <summary>Device memory that the case takes up, bytes.</summary>
    public long? PeakMemoryBytes { get; set; }

    /// <summary>What became of it; null as long as visits remain.</summary>
    public CaseResult? Result { get; set; }

    /// <summary>Whether a round through the cases visits this one: those with few visits have them evenly spread.</summary>
    /// <param name="round">The round, from 0.</param>
    /// <param name="rounds">How many there are.</param>
    public bool IsDue(int round, int rounds) => Result is null && (round == 0 || round * sampler.Visits / rounds > (round - 1) * sampler.Visits / rounds);
}
