using System.Text;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// The kernels that work around those that are timed, in one module: the driver compiles them at the start of each
/// process, and most of that time is the same for one kernel and for several.
/// </summary>
internal sealed class HelperKernels : IDisposable
{
    private readonly ICudaDriver _driver;
    private readonly nint _module;

    private HelperKernels(ICudaDriver driver, nint stream, int computeMajor)
    {
        _driver = driver;
        var header = LineCleaner.Discards(computeMajor) ? ".version 7.4\n.target sm_80" : ".version 7.0\n.target sm_70";
        _module = driver.LoadModule(
            Encoding.ASCII.GetBytes(
                $"{header}\n.address_size "
                    + $"64\n\n{LineCleaner.Source(computeMajor)}\n{GuardFill.Source()}\n{DeviceDigest.Source()}\0"
            )
        );
        Cleaner = new(driver, _module);
        Guards = new(driver, stream, _module);
        Digest = new(driver, stream, _module);
    }

    /// <summary>Rids the L2 cache of modified lines.</summary>
    public LineCleaner Cleaner { get; }

    /// <summary>Fills guard bands.</summary>
    public GuardFill Guards { get; }

    /// <summary>Digests memory.</summary>
    public DeviceDigest Digest { get; }

    /// <summary>Compiles them.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="stream">Where the work of <see cref="Guards"/> and <see cref="Digest"/> is queued.</param>
    /// <param name="computeMajor">The device's compute capability, before the dot.</param>
    /// <returns>Null where the driver's PTX compiler is not installed or too old.</returns>
    public static HelperKernels? TryCompile(ICudaDriver driver, nint stream, int computeMajor)
    {
        try
        {
            return new(driver, stream, computeMajor);
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.InvalidLaunch)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Digest.Dispose();
        _driver.ReleaseModule(_module);
    }
}
