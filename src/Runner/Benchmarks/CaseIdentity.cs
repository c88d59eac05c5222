using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PerfGate.Runner.Benchmarks;

/// <summary>
/// Says whether two cases run the same thing: the same machine code on the same data in the same shape.
/// </summary>
internal static class CaseIdentity
{
    /// <summary>
    /// SHA-256 over the machine code of the launched kernels in order, the launch configurations, the buffers (type,
    /// count, fill, seed) and the arguments. Names of files, kernels and buffers, checks, tolerances and work counts do
    /// not enter.
    /// </summary>
    /// <param name="benchmark">The case.</param>
    /// <param name="codeHashes">The machine-code hash of each launch's kernel, in launch order.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Hash(BenchmarkCase benchmark, IReadOnlyList<string> codeHashes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(codeHashes.Count, benchmark.Launches.Length);
        var text = new StringBuilder("perfgate case 1\n");
        foreach (var buffer in benchmark.Buffers)
        {
            // A seed that nothing draws from changes nothing.
            var seed = buffer.Fill.Kind is FillKind.Normal or FillKind.Uniform ? buffer.Seed : 0;
            text.Append(
                CultureInfo.InvariantCulture,
                $"buffer {buffer.Type} {buffer.Count} {buffer.Fill.Kind} {buffer.Fill.A:R} {buffer.Fill.B:R} {seed}"
                    + $"{buffer.Fill.Detail}\n"
            );
            if (buffer.Symbol is { } symbol)
                text.Append(CultureInfo.InvariantCulture, $"symbol {symbol}\n");
        }

        foreach (var (launch, code) in benchmark.Launches.Zip(codeHashes))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"launch {code} {Sizes(launch.Grid)} {Sizes(launch.Block)} {launch.SharedMemory}"
            );
            if (launch.Cooperative)
                text.Append(" cooperative");
            if (!launch.Cluster.IsEmpty)
                text.Append(CultureInfo.InvariantCulture, $" cluster {Sizes(launch.Cluster)}");
            foreach (var argument in launch.Arguments)
                text.Append(' ').Append(Argument(argument, benchmark));
            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // [M] and [M, 1, 1] launch the same grid.
    private static string Sizes(IReadOnlyList<uint> sizes) =>
        string.Join('x', Enumerable.Range(0, 3).Select(i => i < sizes.Count ? sizes[i] : 1));

    private static string Argument(ArgumentSpec argument, BenchmarkCase benchmark)
    {
        if (argument.Block is { } block)
        {
            var parts = string.Join(' ', block.Parts.Select(p =>
                string.Create(CultureInfo.InvariantCulture, $"{p.At}={Argument(p.Value, benchmark)}")));
            return $"bytes:{Convert.ToHexStringLower(SHA256.HashData(block.Bytes.AsSpan()))}({parts})";
        }

        if (argument.Buffer is null)
            return string.Create(CultureInfo.InvariantCulture, $"{argument.Type}:{argument.Value:R}");
        var index = benchmark.Buffers.Select(b => b.Name).ToList().IndexOf(argument.Buffer);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"buffer:{index}{(argument.Offset == 0 ? "" : $"+{argument.Offset}")}"
        );
    }
}
