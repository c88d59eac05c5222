using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Bytes;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Compares the outputs of one side's cases with what that side expects.</summary>
/// <param name="device">The device.</param>
/// <param name="suite">All cases of the side.</param>
/// <param name="modules">Its kernels.</param>
/// <param name="inputs">The buffers' contents.</param>
/// <param name="expected">What its outputs should be.</param>
/// <param name="phases">Takes the time.</param>
internal sealed class OutputChecker(
    IDevice device,
    BenchmarkSuite suite,
    LoadedModules modules,
    InputStore inputs,
    ExpectedOutputs expected,
    PhaseClock phases
)
{
    /// <summary>Looks at what outputs hold.</summary>
    /// <param name="setup">The case, after a launch.</param>
    /// <param name="draw">The draw of its inputs.</param>
    /// <param name="known">What was right before; null for nothing.</param>
    /// <returns>
    /// <paramref name="known"/> where the bytes are the same; otherwise how far they are from what is expected.
    /// </returns>
    public CheckedOutputs Check(CaseSetup setup, InputDraw draw, CheckedOutputs? known = null)
    {
        using (phases.Begin("digest outputs"))
            return Check(setup, draw, known, [.. device.Digest(RangesOf(setup))]);
    }

    /// <summary>
    /// As <see cref="Check(CaseSetup, InputDraw, CheckedOutputs?)"/>, where somebody has taken the digests already.
    /// </summary>
    /// <param name="setup">The case, after a launch.</param>
    /// <param name="draw">The draw of its inputs.</param>
    /// <param name="known">What was right before; null for nothing.</param>
    /// <param name="digests">The digests of <see cref="RangesOf"/>.</param>
    public CheckedOutputs Check(CaseSetup setup, InputDraw draw, CheckedOutputs? known, ImmutableArray<UInt128> digests)
    {
        // Bytes that were found right once are right again.
        if (known is not null && known.Digests.SequenceEqual(digests))
            return known;
        using var _ = phases.Begin("compare outputs");
        return new(digests, [.. setup.Benchmark.Check.Outputs.Select(output => Compare(setup, draw, output))])
        {
            Draw = draw.Number,
        };
    }

    /// <summary>Runs a case once, and waits.</summary>
    public void RunOnce(CaseSetup setup)
    {
        using (phases.Begin("fill buffers"))
            setup.Fill();
        using var _ = phases.Begin("run once");
        device.Run(setup.Sequence);
    }

    /// <summary>The memory of the outputs of a case, in the order of its check.</summary>
    public static List<MemoryRange> RangesOf(CaseSetup setup) =>
        [.. setup.Benchmark.Check.Outputs.Select(o => MemoryRange.Of(setup.MemoryOf(o.Buffer)))];

    private OutputCheck Compare(CaseSetup setup, InputDraw draw, OutputTolerance output)
    {
        using var bytes = setup.Download(output.Buffer);
        return OutputComparison.Compare(
            bytes.Span,
            setup.Benchmark.Buffers.Single(b => b.Name == output.Buffer).Type,
            Expected(setup.Benchmark, draw, output.Buffer),
            output
        );
    }

    private ReadOnlySpan<double> Expected(BenchmarkCase benchmark, InputDraw draw, string output) =>
        expected.Expected(benchmark, output, name => draw.Of(suite.Require(name)), Run);

    // The outputs of a case that serves as another one's expected ones.
    private Dictionary<string, PooledBytes> Run(BenchmarkCase other)
    {
        using var setup = new CaseSetup(device, other, modules, inputs);
        RunOnce(setup);
        return other.Check.Outputs.ToDictionary(o => o.Buffer, o => setup.Download(o.Buffer));
    }
}
