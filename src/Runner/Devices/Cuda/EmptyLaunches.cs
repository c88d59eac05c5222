using System.Text;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Launches of a kernel that does nothing: what a clock says of them is its own.</summary>
internal sealed class EmptyLaunches(ICudaDriver driver) : IDisposable
{
    /// <summary>
    /// What one of them counts, nanoseconds: the launch of an empty kernel. Nsight Compute's gpu__time_duration says 1.60 to 1.66 µs on an H200, and
    /// events 1.57 and 1.61 µs on two of them, less what they say of no kernel at all.
    /// </summary>
    public const double Nanoseconds = 1600;

    private const string Entry = "perfgate_nothing";

    private const string Source = """
        .version 7.0
        .target sm_70
        .address_size 64

        .visible .entry perfgate_nothing()
        {
            ret;
        }
        """;

    private readonly CudaModule _module = new(driver, Entry, Encoding.ASCII.GetBytes(Source));

    /// <summary>A number of them in a row.</summary>
    public CudaLaunchSequence Sequence(int launches) =>
        new(driver, [.. Enumerable.Repeat(new KernelLaunch(_module.GetKernel(Entry), new(1), new(32), 0, []), launches)]);

    public void Dispose() => _module.Dispose();
}
