using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Calls the host functions of manifests.</summary>
internal static class FunctionCall
{
    /// <summary>Calls a function.</summary>
    /// <param name="catalog">The compiled functions.</param>
    /// <param name="function">The function and its arguments.</param>
    /// <param name="memory">Its buffers by name: doubles, or 64-bit integers.</param>
    /// <exception cref="DeviceException">It was not compiled, or it threw.</exception>
    public static void Run(KernelCatalog catalog, ExpectedFunction function, IReadOnlyDictionary<string, Array> memory)
    {
        var module =
            catalog.ModuleOf(function)
            ?? throw new DeviceException(DeviceFault.InvalidLaunch, $"{function.Source} was not compiled");
        var compiled =
            module.Kernels.FirstOrDefault(k => k.Name == function.Name)
            ?? throw new DeviceException(
                DeviceFault.InvalidLaunch,
                $"{function.Source} was compiled without {function.Name}"
            );
        using var library = ExpectedLibrary.Load(catalog.BinaryOf(module));
        var pins = memory.ToDictionary(m => m.Key, m => GCHandle.Alloc(m.Value, GCHandleType.Pinned));
        try
        {
            library.Call(
                compiled.Symbol,
                [
                    .. function.Arguments.Select(a =>
                        a.Buffer is { } name
                            ? (ulong)pins[name].AddrOfPinnedObject()
                            : LowEnd(ElementConversion.Scalar(a.Type, a.Value).AsSpan())
                    ),
                ]
            );
        }
        finally
        {
            foreach (var pin in pins.Values)
                pin.Free();
        }
    }

    /// <summary>Elements in the form that functions take: doubles, or 64-bit integers.</summary>
    /// <param name="bytes">The elements' bytes.</param>
    /// <param name="type">Their type.</param>
    public static Array Widen(ReadOnlySpan<byte> bytes, ElementType type)
    {
        if (!type.IsFloatingPoint())
        {
            var integers = new long[bytes.Length / type.Size()];
            ElementConversion.ToInt64(bytes, type, integers);
            return integers;
        }

        var values = GC.AllocateUninitializedArray<double>(bytes.Length / type.Size());
        ElementConversion.ToDoubles(bytes, type, values);
        return values;
    }

    private static ulong LowEnd(ReadOnlySpan<byte> scalar)
    {
        Span<byte> whole = stackalloc byte[sizeof(ulong)];
        whole.Clear();
        scalar.CopyTo(whole);
        return BinaryPrimitives.ReadUInt64LittleEndian(whole);
    }
}
