using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text;
using global::ManagedCuda.BasicTypes;
using Api = global::ManagedCuda.DriverAPINativeMethods;

namespace PerfGate.Runner.Devices.Cuda.Binding.ManagedCuda;

/// <summary>
/// The second binding: the same calls through the package ManagedCuda-12, every result checked and named.
/// </summary>
internal sealed unsafe class ManagedCudaDriver : ICudaDriver
{
    private bool _parametersKnown = true;

    private ManagedCudaDriver()
    {
        Check(Api.cuInit(CUInitializationFlags.None), "cuInit");
        var version = 0;
        Check(Api.cuDriverGetVersion(ref version), "cuDriverGetVersion");
        Version = version;
    }

    public string Name => "ManagedCuda";

    public int Version { get; }

    /// <summary>Loads and initialises the driver.</summary>
    /// <returns>The driver; null where this machine has no driver library.</returns>
    /// <exception cref="DeviceException">There is a driver, and it does not start.</exception>
    public static ManagedCudaDriver? TryLoad()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _))
            return null;

        // ManagedCuda looks for libcuda.so, which only development packages install; the driver itself brings
        // libcuda.so.1.
        AssemblyLoadContext.Default.ResolvingUnmanagedDll -= Resolve;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        return new();
    }

    public int DeviceCount()
    {
        var count = 0;
        var result = Api.DeviceManagement.cuDeviceGetCount(ref count);
        if ((int)result == CudaResult.NoDevice)
            return 0;
        Check(result, "cuDeviceGetCount");
        return count;
    }

    public string DeviceName(int device)
    {
        var name = new byte[256];
        Check(Api.DeviceManagement.cuDeviceGetName(name, name.Length, Handle(device)), "cuDeviceGetName");
        return Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));
    }

    public Guid DeviceUuid(int device)
    {
        var uuid = new CUuuid { bytes = new byte[16] };
        Check(Api.DeviceManagement.cuDeviceGetUuid_v2(ref uuid, Handle(device)), "cuDeviceGetUuid_v2");
        return new Guid(uuid.bytes, bigEndian: true);
    }

    public long DeviceMemory(int device)
    {
        SizeT bytes = 0;
        Check(Api.DeviceManagement.cuDeviceTotalMem_v2(ref bytes, Handle(device)), "cuDeviceTotalMem_v2");
        return bytes;
    }

    public int DeviceAttribute(int device, DeviceAttribute attribute)
    {
        var value = 0;
        Check(
            Api.DeviceManagement.cuDeviceGetAttribute(ref value, (CUDeviceAttribute)attribute, Handle(device)),
            "cuDeviceGetAttribute"
        );
        return value;
    }

    public void RetainContext(int device)
    {
        var context = default(CUcontext);
        Check(Api.ContextManagement.cuDevicePrimaryCtxRetain(ref context, Handle(device)), "cuDevicePrimaryCtxRetain");
        Check(Api.ContextManagement.cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    public void ReleaseContext(int device)
    {
        var handle = default(CUdevice);
        if (Api.DeviceManagement.cuDeviceGet(ref handle, device) == CUResult.Success)
            _ = Api.ContextManagement.cuDevicePrimaryCtxRelease(handle);
    }

    public void Synchronize() => Check(Api.ContextManagement.cuCtxSynchronize(), "cuCtxSynchronize");

    public void ResetPersistingCache() =>
        Check(Api.ContextManagement.cuCtxResetPersistingL2Cache(), "cuCtxResetPersistingL2Cache");

    public (long Free, long Total) MemoryInfo()
    {
        SizeT free = 0, total = 0;
        Check(Api.MemoryManagement.cuMemGetInfo_v2(ref free, ref total), "cuMemGetInfo_v2");
        return (free, total);
    }

    public nint LoadModule(ReadOnlySpan<byte> image)
    {
        var module = default(CUmodule);
        Check(
            Api.ModuleManagement.cuModuleLoadDataEx(ref module, image.ToArray(), 0, null!, null!),
            "cuModuleLoadDataEx"
        );
        return module.Pointer;
    }

    public void ReleaseModule(nint module) => _ = Api.ModuleManagement.cuModuleUnload(new() { Pointer = module });

    public nint GetFunction(nint module, string symbol)
    {
        var function = default(CUfunction);
        Check(
            Api.ModuleManagement.cuModuleGetFunction(ref function, new() { Pointer = module }, symbol),
            $"cuModuleGetFunction({symbol})"
        );
        return function.Pointer;
    }

    public (ulong Address, long Bytes)? TryGetGlobal(nint module, string symbol)
    {
        var address = default(CUdeviceptr);
        var bytes = default(SizeT);
        var result = Api.ModuleManagement.cuModuleGetGlobal_v2(
            ref address,
            ref bytes,
            new() { Pointer = module },
            symbol
        );
        if (result == CUResult.ErrorNotFound)
            return null;
        Check(result, $"cuModuleGetGlobal_v2({symbol})");
        return ((ulong)address.Pointer, (long)(ulong)bytes);
    }

    public int FunctionAttribute(nint function, FunctionAttribute attribute)
    {
        var value = 0;
        Check(
            Api.FunctionManagement.cuFuncGetAttribute(ref value, (CUFunctionAttribute)attribute, Function(function)),
            "cuFuncGetAttribute"
        );
        return value;
    }

    public void SetFunctionAttribute(nint function, FunctionAttribute attribute, int value) =>
        Check(
            Api.FunctionManagement.cuFuncSetAttribute(Function(function), (CUFunctionAttribute)attribute, value),
            "cuFuncSetAttribute"
        );

    public int[]? ParameterSizes(nint function)
    {
        List<int> sizes = [];
        while (_parametersKnown)
        {
            SizeT offset = 0, size = 0;
            try
            {
                var result = Api.FunctionManagement.cuFuncGetParamInfo(
                    Function(function),
                    sizes.Count,
                    ref offset,
                    ref size
                );
                if ((int)result == CudaResult.InvalidValue)
                    return [.. sizes];
                Check(result, "cuFuncGetParamInfo");
            }
            catch (EntryPointNotFoundException)
            {
                // Only drivers of CUDA 12.4 and later export it.
                _parametersKnown = false;
            }

            sizes.Add(size);
        }

        return null;
    }

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

    private static nint Resolve(System.Reflection.Assembly assembly, string name) =>
        name is "libcuda" or "nvcuda" && NativeLibrary.TryLoad("libcuda.so.1", out var library) ? library : 0;

    private static CUdevice Handle(int ordinal)
    {
        var device = default(CUdevice);
        Check(Api.DeviceManagement.cuDeviceGet(ref device, ordinal), "cuDeviceGet");
        return device;
    }

    private static CUdeviceptr Address(ulong address) => new() { Pointer = address };

    private static CUfunction Function(nint function) => new() { Pointer = function };

    private static CUstream Stream(nint stream) => new() { Pointer = stream };

    private static CUevent Event(nint instant) => new() { Pointer = instant };

    private static void Check(CUResult result, string call)
    {
        if (result == CUResult.Success)
            return;
        nint name = 0, text = 0;
        _ = Api.ErrorHandling.cuGetErrorName(result, ref name);
        _ = Api.ErrorHandling.cuGetErrorString(result, ref text);
        throw CudaResult.ToException((int)result, Marshal.PtrToStringUTF8(name), Marshal.PtrToStringUTF8(text), call);
    }
}
