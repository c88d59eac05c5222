using global::ManagedCuda.BasicTypes;
using Api = global::ManagedCuda.DriverAPINativeMethods;

namespace PerfGate.Runner.Devices.Cuda.Binding.ManagedCuda;

// Memory, and what is queued on streams: copies, fills, events and launches.
internal sealed unsafe partial class ManagedCudaDriver
{
    public ulong Allocate(long bytes)
    {
        var address = default(CUdeviceptr);
        Check(Api.MemoryManagement.cuMemAlloc_v2(ref address, bytes), $"cuMemAlloc_v2({bytes} bytes)");
        return address.Pointer;
    }

    public void ReleaseMemory(ulong address) => _ = Api.MemoryManagement.cuMemFree_v2(Address(address));

    public nint AllocateHost(long bytes)
    {
        nint host = 0;
        Check(Api.MemoryManagement.cuMemHostAlloc(ref host, bytes, CUMemHostAllocFlags.DeviceMap), "cuMemHostAlloc");
        return host;
    }

    public ulong HostDeviceAddress(nint host)
    {
        var address = default(CUdeviceptr);
        Check(Api.MemoryManagement.cuMemHostGetDevicePointer_v2(ref address, host, 0), "cuMemHostGetDevicePointer_v2");
        return address.Pointer;
    }

    public void ReleaseHost(nint host) => _ = Api.MemoryManagement.cuMemFreeHost(host);

    public void CopyToDevice(ulong destination, void* source, long bytes) =>
        Check(Api.SynchronousMemcpy_v2.cuMemcpyHtoD_v2(Address(destination), (nint)source, bytes), "cuMemcpyHtoD_v2");

    public void CopyToHost(void* destination, ulong source, long bytes) =>
        Check(Api.SynchronousMemcpy_v2.cuMemcpyDtoH_v2((nint)destination, Address(source), bytes), "cuMemcpyDtoH_v2");

    public void QueueCopy(ulong destination, ulong source, long bytes, nint stream) =>
        Check(
            Api.AsynchronousMemcpy_v2.cuMemcpyDtoDAsync_v2(
                Address(destination),
                Address(source),
                bytes,
                Stream(stream)
            ),
            "cuMemcpyDtoDAsync_v2"
        );

    public void QueueCopyToDevice(ulong destination, nint source, long bytes, nint stream) =>
        Check(
            Api.AsynchronousMemcpy_v2.cuMemcpyHtoDAsync_v2(Address(destination), source, bytes, Stream(stream)),
            "cuMemcpyHtoDAsync_v2"
        );

    public void QueueCopyToHost(nint destination, ulong source, long bytes, nint stream) =>
        Check(
            Api.AsynchronousMemcpy_v2.cuMemcpyDtoHAsync_v2(destination, Address(source), bytes, Stream(stream)),
            "cuMemcpyDtoHAsync_v2"
        );

    public void QueueFill(ulong address, uint word, long bytes, nint stream)
    {
        if (bytes >= sizeof(uint))
            Check(
                Api.MemsetAsync.cuMemsetD32Async(Address(address), word, bytes / sizeof(uint), Stream(stream)),
                "cuMemsetD32Async"
            );
        for (var done = bytes / sizeof(uint) * sizeof(uint); done < bytes; done++, word >>= 8)
            Check(
                Api.MemsetAsync.cuMemsetD8Async(Address(address + (ulong)done), (byte)word, 1, Stream(stream)),
                "cuMemsetD8Async"
            );
    }

    public nint CreateStream()
    {
        var stream = default(CUstream);
        Check(Api.Streams.cuStreamCreate(ref stream, CUStreamFlags.NonBlocking), "cuStreamCreate");
        return stream.Pointer;
    }

    public void SynchronizeStream(nint stream) =>
        Check(Api.Streams.cuStreamSynchronize(Stream(stream)), "cuStreamSynchronize");

    public void ReleaseStream(nint stream) => _ = Api.Streams.cuStreamDestroy_v2(Stream(stream));

    public nint CreateEvent()
    {
        var instant = default(CUevent);
        Check(Api.Events.cuEventCreate(ref instant, CUEventFlags.Default), "cuEventCreate");
        return instant.Pointer;
    }

    public void RecordEvent(nint instant, nint stream) =>
        Check(Api.Events.cuEventRecord(Event(instant), Stream(stream)), "cuEventRecord");

    public float ElapsedMilliseconds(nint start, nint end)
    {
        var milliseconds = 0f;
        Check(Api.Events.cuEventElapsedTime(ref milliseconds, Event(start), Event(end)), "cuEventElapsedTime");
        return milliseconds;
    }

    public void ReleaseEvent(nint instant) => _ = Api.Events.cuEventDestroy_v2(Event(instant));

    public void Launch(
        nint function,
        Dim3 grid,
        Dim3 block,
        int sharedBytes,
        nint stream,
        ReadOnlySpan<nint> arguments
    ) =>
        Check(
            Api.Launch.cuLaunchKernel(
                Function(function),
                grid.X,
                grid.Y,
                grid.Z,
                block.X,
                block.Y,
                block.Z,
                (uint)sharedBytes,
                Stream(stream),
                arguments.ToArray(),
                null!
            ),
            "cuLaunchKernel"
        );

    public void LaunchTogether(
        nint function, Dim3 grid, Dim3 block, int sharedBytes, nint stream, ReadOnlySpan<nint> arguments,
        bool cooperative, Dim3? cluster) =>
        throw new DeviceException(
            DeviceFault.InvalidLaunch,
            "cooperative launches and clusters need PerfGate's own binding: leave CudaBinding unset"
        );
}
