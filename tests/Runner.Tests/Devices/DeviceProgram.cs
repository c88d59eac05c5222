using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Tests.Devices;

/// <summary>A loaded module and a short way to call its kernels: arrays go to the device and come back.</summary>
internal sealed class DeviceProgram(IDevice device, string path, Func<string, string> symbol) : IDisposable
{
    private readonly IDeviceModule _module = device.LoadModule(path);

    public void Launch(string kernel, Dim3 grid, Dim3 block, params object[] arguments) =>
        Launch(kernel, grid, block, 0, arguments);

    public void Launch(string kernel, Dim3 grid, Dim3 block, int sharedBytes, params object[] arguments)
    {
        var buffers = arguments.Select(a => a is Array array ? Upload(array) : null).ToList();
        var bound = arguments
            .Zip(buffers, (a, b) => b is null ? new KernelArgument(null, Scalar(a)) : new KernelArgument(b, []))
            .ToImmutableArray();
        try
        {
            using var sequence = device.Prepare([
                new(_module.GetKernel(symbol(kernel)), grid, block, sharedBytes, bound),
            ]);
            device.Run(sequence);
            for (var i = 0; i < arguments.Length; i++)
                buffers[i]?.Download(Bytes((Array)arguments[i]));
        }
        finally
        {
            buffers.ForEach(b => b?.Dispose());
        }
    }

    public IDeviceKernel Kernel(string name) => _module.GetKernel(symbol(name));

    public void Dispose() => _module.Dispose();

    private IDeviceBuffer Upload(Array array)
    {
        var buffer = device.Allocate(Size(array));
        buffer.Upload(Bytes(array));
        return buffer;
    }

    private static Span<byte> Bytes(Array array) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), Size(array));

    // Buffer.ByteLength knows no Half.
    private static int Size(Array array) => array.Length * Marshal.SizeOf(array.GetType().GetElementType()!);

    private static ImmutableArray<byte> Scalar(object value) => value switch
    {
        int v => [.. BitConverter.GetBytes(v)],
        float v => [.. BitConverter.GetBytes(v)],
        double v => [.. BitConverter.GetBytes(v)],
        long v => [.. BitConverter.GetBytes(v)],
        _ => throw new ArgumentException($"no scalar: {value}", nameof(value)),
    };
}
