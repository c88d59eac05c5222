using System.Runtime.InteropServices;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Launches with their arguments laid out as the driver reads them, so that queueing one costs a single call.</summary>
internal sealed unsafe class CudaLaunchSequence : ILaunchSequence
{
    private readonly ICudaDriver _driver;
    private readonly BoundLaunch[] _launches;

    /// <summary>Lays out the launches; their configurations have been checked.</summary>
    public CudaLaunchSequence(ICudaDriver driver, IReadOnlyList<KernelLaunch> launches)
    {
        _driver = driver;
        _launches = [.. launches.Select(Bind)];
    }

    public int Launches => _launches.Length;

    /// <summary>Queues every launch, in order.</summary>
    public void Queue(nint stream)
    {
        foreach (var launch in _launches)
            _driver.Launch(launch.Function, launch.Grid, launch.Block, launch.SharedBytes, stream, new((void*)launch.Arguments, launch.Count));
    }

    public void Dispose()
    {
        for (var i = 0; i < _launches.Length; i++)
        {
            NativeMemory.Free((void*)_launches[i].Arguments);
            _launches[i] = _launches[i] with { Arguments = 0 };
        }
    }

    // One block per launch: first the pointers, then the values that they point at, eight bytes each.
    private static BoundLaunch Bind(KernelLaunch launch)
    {
        var count = launch.Arguments.Length;
        var pointers = (ulong**)NativeMemory.AllocZeroed((nuint)Math.Max(count, 1), (nuint)(sizeof(ulong*) + sizeof(ulong)));
        var values = (ulong*)(pointers + count);
        for (var i = 0; i < count; i++)
        {
            pointers[i] = values + i;
            if (launch.Arguments[i].Buffer is { } buffer)
                values[i] = ((CudaBuffer)buffer).Address;
            else
                launch.Arguments[i].Scalar.AsSpan().CopyTo(new Span<byte>(values + i, sizeof(ulong)));
        }

        return new(((CudaKernel)launch.Kernel).Function, launch.Grid, launch.Block, launch.SharedBytes, (nint)pointers, count);
    }

    private readonly record struct BoundLaunch(nint Function, Dim3 Grid, Dim3 Block, int SharedBytes, nint Arguments, int Count);
}
