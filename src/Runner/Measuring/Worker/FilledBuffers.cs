using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// What functions of manifests fill buffers with. A call fills several, so that its results are kept.
/// </summary>
/// <param name="catalogs">The compiled functions of each tree, by its root.</param>
internal sealed class FilledBuffers(params (string Root, string Kernels)[] catalogs)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KernelCatalog> _read = new(StringComparer.Ordinal);

    // By the place of the buffer: a call of the same text may name its buffers otherwise.
    private (string Call, Dictionary<int, byte[]> Results)? _last;

    /// <summary>What a buffer is filled with.</summary>
    /// <param name="buffer">The buffer, which a function fills.</param>
    /// <exception cref="DeviceException">
    /// The function was not compiled, or it threw, or a value does not fit.
    /// </exception>
    public byte[] BytesOf(BufferSpec buffer)
    {
        var function = buffer.Fill.Function!;
        lock (_gate)
        {
            if (_last?.Call != function.CallText)
                _last = (function.CallText, Call(function));
            return _last.Value.Results[function.OutputIndex];
        }
    }

    private Dictionary<int, byte[]> Call(InputFunction function)
    {
        var memory = function.Buffers.ToDictionary(
            b => b.Name,
            b => FunctionCall.Widen(InputStore.Computed(b), b.Type),
            StringComparer.Ordinal
        );
        FunctionCall.Run(CatalogOf(function.Root), function.Call, memory);
        return function
            .Buffers.Index()
            .Where(b => b.Item.Fill.Kind == FillKind.Poison)
            .ToDictionary(b => b.Index, b => Narrow(b.Item, memory[b.Item.Name], function.Call.Name));
    }

    private KernelCatalog CatalogOf(string root)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!_read.TryGetValue(full, out var catalog))
        {
            var kernels = catalogs
                .First(c => Path.TrimEndingDirectorySeparator(Path.GetFullPath(c.Root)) == full)
                .Kernels;
            _read[full] = catalog = KernelCatalog.Read(kernels);
        }

        return catalog;
    }

    /// <summary>The bytes of what a function has filled a buffer with.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="values">Its elements: doubles, or 64-bit integers.</param>
    /// <param name="function">The function's name.</param>
    /// <exception cref="DeviceException">An element is no value of the buffer's type.</exception>
    internal static byte[] Narrow(BufferSpec buffer, Array values, string function)
    {
        var doubles = values as double[] ?? Array.ConvertAll((long[])values, v => (double)v);
        if (!buffer.Type.IsFloatingPoint())
        {
            for (var i = 0; i < doubles.Length; i++)
            {
                if (buffer.Type.Refusal(doubles[i]) is { } why)
                    throw new DeviceException(
                        DeviceFault.InvalidLaunch,
                        $"{function} fills element {i} of {buffer.Name} with a value: {why}"
                    );
            }
        }

        var bytes = new byte[buffer.Bytes];
        ElementConversion.Encode(doubles, buffer.Type, bytes);
        return bytes;
    }
}
