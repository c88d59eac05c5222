using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>A kernel of a loaded cubin.</summary>
internal sealed class CudaKernel(ICudaDriver driver, nint function, string symbol, CudaModule module) : IDeviceKernel
{
    // What a block may use without asking (CUDA C++ Programming Guide, compute capabilities: 48 KB on all).
    private const int SharedBytesWithoutOptIn = 48 * 1024;

    private int _dynamicSharedAllowed;

    public string Symbol => symbol;

    /// <summary>The module that it comes from.</summary>
    public CudaModule Module => module;

    /// <summary>The driver's handle.</summary>
    public nint Function => function;

    /// <summary>Most threads of a block, given the registers that the kernel uses.</summary>
    public int MaxThreadsPerBlock { get; } = driver.FunctionAttribute(function, FunctionAttribute.MaxThreadsPerBlock);

    /// <summary>Shared memory that the kernel declares itself, bytes.</summary>
    public int StaticSharedBytes { get; } = driver.FunctionAttribute(function, FunctionAttribute.StaticSharedBytes);

    /// <summary>The sizes of its parameters, bytes; null if the driver cannot tell.</summary>
    public int[]? ParameterSizes { get; } = driver.ParameterSizes(function);

    /// <summary>
    /// Lets launches ask for this much dynamic shared memory; what an earlier launch was allowed stays allowed.
    /// </summary>
    public void AllowDynamicShared(int bytes)
    {
        if (StaticSharedBytes + bytes <= SharedBytesWithoutOptIn || bytes <= _dynamicSharedAllowed)
            return;
        driver.SetFunctionAttribute(function, FunctionAttribute.MaxDynamicSharedBytes, bytes);
        _dynamicSharedAllowed = bytes;
    }
}
