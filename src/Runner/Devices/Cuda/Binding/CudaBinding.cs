namespace PerfGate.Runner.Devices.Cuda.Binding;

/// <summary>The binding that this perfgate was built with (<c>-p:CudaBinding=</c>).</summary>
internal static class CudaBinding
{
    /// <summary>Loads and initialises the CUDA driver.</summary>
    /// <returns>The driver; null if this machine has no driver library.</returns>
    /// <exception cref="DeviceException">There is a driver, and it does not start.</exception>
    public static ICudaDriver? TryLoad() =>
#if MANAGED_CUDA
        ManagedCuda.ManagedCudaDriver.TryLoad();
#else
        NativeCudaDriver.TryLoad();
#endif
}
