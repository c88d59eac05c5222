using System.Runtime.InteropServices;
using System.Text;
using static PerfGate.Runner.Devices.Cuda.Binding.CudaApi;

namespace PerfGate.Runner.Devices.Cuda.Binding;

/// <summary>The default binding: <see cref="CudaApi"/>, every result checked and named.</summary>
internal sealed unsafe partial class NativeCudaDriver : ICudaDriver
{
    private const uint HostMemoryMapped = 2;
    private const uint StreamNonBlocking = 1;

    private readonly delegate* unmanaged<nint, nuint, nuint*, nuint*, int> _getParameter;

    private NativeCudaDriver(nint library)
    {
        Check(cuInit(0), nameof(cuInit));
        int version;
        Check(cuDriverGetVersion(&version), nameof(cuDriverGetVersion));
        Version = version;

        // Only drivers of CUDA 12.4 and later export it.
        if (NativeLibrary.TryGetExport(library, "cuFuncGetParamInfo", out var address))
            _getParameter = (delegate* unmanaged<nint, nuint, nuint*, nuint*, int>)address;
    }

    public string Name => "native";

    public int Version { get; }

    /// <summary>Loads and initialises the driver.</summary>
    /// <returns>The driver; null if this machine has no driver library.</returns>
    /// <exception cref="DeviceException">There is a driver, and it does not start.</exception>
    public static NativeCudaDriver? TryLoad() => Load() is var library and not 0 ? new(library) : null;

    public int DeviceCount()
    {
        int count;
        var result = cuDeviceGetCount(&count);
        if (result == CudaResult.NoDevice)
            return 0;
        Check(result, nameof(cuDeviceGetCount));
        return count;
    }

    public string DeviceName(int device)
    {
        var name = stackalloc byte[256];
        Check(cuDeviceGetName(name, 256, Handle(device)), nameof(cuDeviceGetName));
        return Marshal.PtrToStringUTF8((nint)name) ?? "";
    }

    public Guid DeviceUuid(int device)
    {
        var uuid = stackalloc byte[16];
        Check(cuDeviceGetUuid_v2(uuid, Handle(device)), nameof(cuDeviceGetUuid_v2));
        return new Guid(new ReadOnlySpan<byte>(uuid, 16), bigEndian: true);
    }

    public long DeviceMemory(int device)
    {
        nuint bytes;
        Check(cuDeviceTotalMem_v2(&bytes, Handle(device)), nameof(cuDeviceTotalMem_v2));
        return (long)bytes;
    }

    public int DeviceAttribute(int device, DeviceAttribute attribute)
    {
        int value;
        Check(cuDeviceGetAttribute(&value, (int)attribute, Handle(device)), nameof(cuDeviceGetAttribute));
        return value;
    }

    public void RetainContext(int device)
    {
        nint context;
        Check(cuDevicePrimaryCtxRetain(&context, Handle(device)), nameof(cuDevicePrimaryCtxRetain));
        Check(cuCtxSetCurrent(context), nameof(cuCtxSetCurrent));
    }

    public void ReleaseContext(int device)
    {
        int handle;
        if (cuDeviceGet(&handle, device) == CudaResult.Success)
            _ = cuDevicePrimaryCtxRelease_v2(handle);
    }

    public void Synchronize() => Check(cuCtxSynchronize(), nameof(cuCtxSynchronize));

    public void ResetPersistingCache() => Check(cuCtxResetPersistingL2Cache(), nameof(cuCtxResetPersistingL2Cache));

    public (long Free, long Total) MemoryInfo()
    {
        nuint free, total;
        Check(cuMemGetInfo_v2(&free, &total), nameof(cuMemGetInfo_v2));
        return ((long)free, (long)total);
    }

    public nint LoadModule(ReadOnlySpan<byte> image)
    {
        nint module;
        fixed (byte* start = image)
            Check(cuModuleLoadDataEx(&module, start, 0, null, null), nameof(cuModuleLoadDataEx));
        return module;
    }

    public void ReleaseModule(nint module) => _ = cuModuleUnload(module);

    public nint GetFunction(nint module, string symbol)
    {
        nint function;
        fixed (byte* name = Encoding.UTF8.GetBytes(symbol + "\0"))
            Check(cuModuleGetFunction(&function, module, name), $"{nameof(cuModuleGetFunction)}({symbol})");
        return function;
    }

    public (ulong Address, long Bytes)? TryGetGlobal(nint module, string symbol)
    {
        ulong address;
        nuint bytes;
        fixed (byte* name = Encoding.UTF8.GetBytes(symbol + "\0"))
        {
            var result = cuModuleGetGlobal_v2(&address, &bytes, module, name);
            if (result == CudaResult.NotFound)
                return null;
            Check(result, $"{nameof(cuModuleGetGlobal_v2)}({symbol})");
        }

        return (address, (long)bytes);
    }

    public int FunctionAttribute(nint function, FunctionAttribute attribute)
    {
        int value;
        Check(cuFuncGetAttribute(&value, (int)attribute, function), nameof(cuFuncGetAttribute));
        return value;
    }

    public void SetFunctionAttribute(nint function, FunctionAttribute attribute, int value) =>
        Check(cuFuncSetAttribute(function, (int)attribute, value), nameof(cuFuncSetAttribute));

    public int[]? ParameterSizes(nint function)
    {
        if (_getParameter is null)
            return null;
        List<int> sizes = [];
        while (true)
        {
            nuint offset, size;
            var result = _getParameter(function, (nuint)sizes.Count, &offset, &size);
            if (result == CudaResult.InvalidValue)
                return [.. sizes];
            Check(result, "cuFuncGetParamInfo");
            sizes.Add((int)size);
        }
    }

    public ulong Allocate(long bytes)
    {
        ulong address;
        Check(cuMemAlloc_v2(&address, (nuint)bytes), $"{nameof(cuMemAlloc_v2)}({bytes} bytes)");
        return address;
    }

    public void ReleaseMemory(ulong address) => _ = cuMemFree_v2(address);

    public nint AllocateHost(long bytes)
    {
        void* host;
        Check(cuMemHostAlloc(&host, (nuint)bytes, HostMemoryMapped), nameof(cuMemHostAlloc));
        return (nint)host;
    }

    public ulong HostDeviceAddress(nint host)
    {
        ulong address;
        Check(cuMemHostGetDevicePointer_v2(&address, (void*)host, 0), nameof(cuMemHostGetDevicePointer_v2));
        return address;
    }

    public void ReleaseHost(nint host) => _ = cuMemFreeHost((void*)host);

    public void CopyToDevice(ulong destination, void* source, long bytes) =>
        Check(cuMemcpyHtoD_v2(destination, source, (nuint)bytes), nameof(cuMemcpyHtoD_v2));

    public void CopyToHost(void* destination, ulong source, long bytes) =>
        Check(cuMemcpyDtoH_v2(destination, source, (nuint)bytes), nameof(cuMemcpyDtoH_v2));

    public void QueueCopy(ulong destination, ulong source, long bytes, nint stream) =>
        Check(cuMemcpyDtoDAsync_v2(destination, source, (nuint)bytes, stream), nameof(cuMemcpyDtoDAsync_v2));

    public void QueueCopyToDevice(ulong destination, nint source, long bytes, nint stream) =>
        Check(cuMemcpyHtoDAsync_v2(destination, (void*)source, (nuint)bytes, stream), nameof(cuMemcpyHtoDAsync_v2));

    public void QueueCopyToHost(nint destination, ulong source, long bytes, nint stream) =>
        Check(cuMemcpyDtoHAsync_v2((void*)destination, source, (nuint)bytes, stream), nameof(cuMemcpyDtoHAsync_v2));

    public void QueueFill(ulong address, uint word, long bytes, nint stream)
    {
        if (bytes >= sizeof(uint))
            Check(cuMemsetD32Async(address, word, (nuint)(bytes / sizeof(uint)), stream), nameof(cuMemsetD32Async));
        for (var done = bytes / sizeof(uint) * sizeof(uint); done < bytes; done++, word >>= 8)
            Check(cuMemsetD8Async(address + (ulong)done, (byte)word, 1, stream), nameof(cuMemsetD8Async));
    }

    public nint CreateStream()
    {
        nint stream;
        Check(cuStreamCreate(&stream, StreamNonBlocking), nameof(cuStreamCreate));
        return stream;
    }

    public void SynchronizeStream(nint stream) => Check(cuStreamSynchronize(stream), nameof(cuStreamSynchronize));

    public void ReleaseStream(nint stream) => _ = cuStreamDestroy_v2(stream);

    public nint CreateEvent()
    {
        nint instant;
        Check(cuEventCreate(&instant, 0), nameof(cuEventCreate));
        return instant;
    }

    public void RecordEvent(nint instant, nint stream) => Check(cuEventRecord(instant, stream), nameof(cuEventRecord));

    public float ElapsedMilliseconds(nint start, nint end)
    {
        float milliseconds;
        Check(cuEventElapsedTime(&milliseconds, start, end), nameof(cuEventElapsedTime));
        return milliseconds;
    }

    public void ReleaseEvent(nint instant) => _ = cuEventDestroy_v2(instant);

    public void Launch(nint function, Dim3 grid, Dim3 block, int sharedBytes, nint stream, ReadOnlySpan<nint> arguments)
    {
        fixed (nint* first = arguments)
        {
            Check(
                cuLaunchKernel(
                    function,
                    grid.X,
                    grid.Y,
                    grid.Z,
                    block.X,
                    block.Y,
                    block.Z,
                    (uint)sharedBytes,
                    stream,
                    (void**)first,
                    null
                ),
                nameof(cuLaunchKernel)
            );
        }
    }

    private static int Handle(int ordinal)
    {
        int device;
        Check(cuDeviceGet(&device, ordinal), nameof(cuDeviceGet));
        return device;
    }

    private static void Check(int result, string call)
    {
        if (result != CudaResult.Success)
            throw Failure(result, call);
    }

    private static DeviceException Failure(int result, string call)
    {
        byte* name = null;
        byte* text = null;
        _ = cuGetErrorName(result, &name);
        _ = cuGetErrorString(result, &text);
        return CudaResult.ToException(
            result,
            Marshal.PtrToStringUTF8((nint)name),
            Marshal.PtrToStringUTF8((nint)text),
            call
        );
    }
}
