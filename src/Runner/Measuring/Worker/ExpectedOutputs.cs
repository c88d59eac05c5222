using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Bytes;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// The expected outputs of a case, in double precision. Computing them takes seconds for a large case and every run
/// needs them, so they are kept under a key of everything that they depend on: the machine code of the function, its
/// arguments and its inputs.
/// </summary>
/// <param name="kept">Keeps the results of functions.</param>
/// <param name="catalog">The compiled expected-output functions.</param>
/// <param name="inputs">The buffers' contents.</param>
internal sealed class ExpectedOutputs(KeptFiles kept, KernelCatalog catalog, InputStore inputs)
{
    private const string Kind = "expected";

    /// <summary>Expected elements of an output.</summary>
    /// <param name="benchmark">The case.</param>
    /// <param name="output">The output's name.</param>
    /// <param name="other">
    /// Finds another case, drawn as this one: the outputs of one may be what another expects.
    /// </param>
    /// <param name="runCase">
    /// Runs another case on the device and returns the bytes of its outputs by name, to be disposed.
    /// </param>
    /// <exception cref="DeviceException">They cannot be computed.</exception>
    public ReadOnlySpan<double> Expected(
        BenchmarkCase benchmark,
        string output,
        Func<string, BenchmarkCase> other,
        Func<BenchmarkCase, IReadOnlyDictionary<string, PooledBytes>> runCase
    )
    {
        var buffer = benchmark.Buffers.Single(b => b.Name == output);
        if (benchmark.Check.File is { } file)
            return FromFile(file, buffer);
        if (benchmark.Check.Benchmark is { } name)
            return FromCase(other(name), buffer, runCase);
        return FromFunction(benchmark, benchmark.Check.Function!, buffer);
    }

    /// <summary>
    /// Computes what a function says of a case and is not kept yet. Several threads may do so, for cases with other
    /// calls.
    /// </summary>
    /// <exception cref="DeviceException">It cannot be computed.</exception>
    public void Prepare(BenchmarkCase benchmark)
    {
        if (benchmark.Check.Function is not { } function)
            return;
        var outputs = benchmark.Check.Outputs.Select(o => benchmark.Buffers.Single(b => b.Name == o.Buffer));
        if (!outputs.All(o => kept.Has(Kind, KeyOf(benchmark, function, o), LengthOf(o), o.Passing)))
            Compute(benchmark, function);
    }

    /// <summary>
    /// Names the call of the function that computes a case's expected outputs. Cases with the same name share its
    /// results.
    /// </summary>
    /// <returns>The name; null if no function computes them.</returns>
    public string? CallOf(BenchmarkCase benchmark) =>
        benchmark.Check.Function is { } function ? CallOf(benchmark, function) : null;

    private static long LengthOf(BufferSpec output) => output.Count * sizeof(double);

    private static double[] Decode(ReadOnlySpan<byte> bytes, ElementType type)
    {
        var values = GC.AllocateUninitializedArray<double>(bytes.Length / type.Size());
        ElementConversion.ToDoubles(bytes, type, values);
        return values;
    }

    private static double[] FromFile(string file, BufferSpec buffer)
    {
        byte[] bytes;
        try
        {
            bytes = InputFile.Bytes(file, FileLimit.Exactly("a file of values", buffer.Bytes));
        }
        catch (PerfGateException e)
        {
            throw new DeviceException(
                DeviceFault.InvalidLaunch,
                $"the expected values in {file}: {e.Diagnostics[0].Message}",
                e
            );
        }

        return bytes.LongLength == buffer.Bytes
            ? Decode(bytes, buffer.Type)
            : throw new DeviceException(
                DeviceFault.InvalidLaunch,
                $"{file} holds {bytes.LongLength} bytes, and {buffer.Name} takes {buffer.Bytes}"
            );
    }

    // Not kept: the other case's result depends on the device and its compiled kernels, and costs one launch.
    private static double[] FromCase(
        BenchmarkCase other, BufferSpec buffer, Func<BenchmarkCase, IReadOnlyDictionary<string, PooledBytes>> runCase)
    {
        var outputs = runCase(other);
        try
        {
            return Decode(outputs[buffer.Name].Span, other.Buffers.Single(b => b.Name == buffer.Name).Type);
        }
        finally
        {
            foreach (var output in outputs.Values)
                output.Dispose();
        }
    }

    private ReadOnlySpan<double> FromFunction(BenchmarkCase benchmark, ExpectedFunction function, BufferSpec output)
    {
        return MemoryMarshal.Cast<byte, double>(kept.Get(
            Kind, KeyOf(benchmark, function, output), LengthOf(output),
            () =>
            {
                Compute(benchmark, function);
                return null;
            },
            output.Passing));
    }

    private void Compute(BenchmarkCase benchmark, ExpectedFunction function)
    {
        var buffers = function.Arguments
            .Where(a => a.Buffer is not null)
            .DistinctBy(a => a.Buffer)
            .Select(a => benchmark.Buffers.Single(b => b.Name == a.Buffer))
            .ToArray();
        // At the same time: one may be made while another is written.
        var memory = buffers
            .AsParallel()
            .AsOrdered()
            .Select(InDouble)
            .Zip(buffers)
            .ToDictionary(b => b.Second.Name, b => b.First);
        FunctionCall.Run(catalog, function, memory);
        foreach (var name in benchmark.Check.Outputs.Select(o => o.Buffer))
        {
            if (!memory.TryGetValue(name, out var values))
                throw new DeviceException(
                    DeviceFault.InvalidLaunch,
                    $"{function.Name} is not given the output {name} that it should compute"
                );
            var output = benchmark.Buffers.Single(b => b.Name == name);
            kept.Keep(
                Kind,
                KeyOf(benchmark, function, output),
                MemoryMarshal.AsBytes(AsDoubles(values).AsSpan()),
                output.Passing
            );
        }
    }

    private Array InDouble(BufferSpec buffer) => FunctionCall.Widen(inputs.BytesOf(buffer), buffer.Type);

    private static double[] AsDoubles(Array values) =>
        values as double[] ?? Array.ConvertAll((long[])values, v => (double)v);

    private string KeyOf(BenchmarkCase benchmark, ExpectedFunction function, BufferSpec output) =>
        $"{CallOf(benchmark, function)}\n{output.Name}";

    private string CallOf(BenchmarkCase benchmark, ExpectedFunction function)
    {
        var hash = catalog.ModuleOf(function)?.Kernels.FirstOrDefault(k => k.Name == function.Name)?.CodeHash;
        var key = new StringBuilder(hash).Append('\n').Append(function.Name);
        foreach (var argument in function.Arguments)
        {
            key.Append('\n').Append(argument.Buffer is { } name
                ? InputStore.Describe(benchmark.Buffers.Single(b => b.Name == name))
                : string.Create(CultureInfo.InvariantCulture, $"{argument.Type} {argument.Value:R}"));
        }

        return key.ToString();
    }
}
