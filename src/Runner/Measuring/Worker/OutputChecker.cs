using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
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
    IDevice device, BenchmarkSuite suite, LoadedModules modules, InputStore inputs, ReferenceStore expected, PhaseClock phases)
{
    /// <summary>Looks at what outputs hold.</summary>
    /// <param name="setup">The case, after a launch.</param>
    /// <param name="draw">The draw of its inputs.</param>
    /// <param name="known">What was right before; null for nothing.</param>
    /// <returns><paramref name="known"/> where the bytes are the same; otherwise how far they are from what is expected.</returns>
    public CheckedOutputs Check(CaseSetup setup, InputDraw draw, CheckedOutputs? known = null)
    {
        var digests = Digests(setup);
        // Bytes that were found right once are right again.
        if (known is not null && known.Digests.SequenceEqual(digests))
            return known;
        using var _ = phases.Begin("compare outputs");
        return new(digests, [.. setup.Benchmark.Check.Outputs.Select(output => Compare(setup, draw, output))]) { Draw = draw.Number };
    }

    /// <summary>Computes what is expected of a case and is not kept yet. Several threads may do so, for cases whose expected outputs differ.</summary>
    /// <exception cref="DeviceException">It cannot be computed.</exception>
    public void Prepare(BenchmarkCase benchmark, InputDraw draw)
    {
        if (benchmark.Check.Function is null)
            return;
        foreach (var output in benchmark.Check.Outputs)
            Expected(draw.Of(benchmark), draw, output.Buffer);
    }

    /// <summary>Runs a case once, and waits.</summary>
    public void RunOnce(CaseSetup setup)
    {
        using (phases.Begin("fill buffers"))
            setup.Fill();
        using var _ = phases.Begin("run once");
        device.Run(setup.Sequence);
    }

    private ImmutableArray<UInt128> Digests(CaseSetup setup)
    {
        using var _ = phases.Begin("digest outputs");
        return [.. device.Digest([.. setup.Benchmark.Check.Outputs.Select(o => MemoryRange.Of(setup.MemoryOf(o.Buffer)))])];
    }

    private OutputCheck Compare(CaseSetup setup, InputDraw draw, OutputTolerance output)
    {
        using var bytes = setup.Download(output.Buffer);
        return OutputComparison.Compare(
            bytes.Span, setup.Benchmark.Buffers.Single(b => b.Name == output.Buffer).Type, Expected(setup.Benchmark, draw, output.Buffer), output);
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
