using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text;
using global::ManagedCuda.BasicTypes;
using Api = global::ManagedCuda.DriverAPINativeMethods;

namespace PerfGate.Runner.Devices.Cuda.Binding.ManagedCuda;

/// <summary>
/// The second binding: the same calls through the package ManagedCuda-12, every result checked and named.
/// </summary>
internal sealed unsafe partial class ManagedCudaDriver : ICudaDriver
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
    /// <returns>The driver; null if this machine has no driver library.</returns>
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
