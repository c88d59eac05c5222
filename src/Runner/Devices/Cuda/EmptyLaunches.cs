using System.Text;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Launches of an almost empty kernel: one store by each of 32 threads. The time that a clock gives for them is mostly
/// the clock's own share.
/// </summary>
internal sealed class EmptyLaunches(ICudaDriver driver, nint stream) : IDisposable
{
    /// <summary>
    /// How many places there are for the store. What it takes depends on how far the memory lies from the
    /// multiprocessor, and that differs between processes; the mean over many places does not.
    /// </summary>
    public const int Places = 24;

    private const string Entry = "perfgate_nothing";
    private const int Threads = 32;

    // A page and a line apart: in different pages of memory and in different slices of the L2 cache.
    private const int PlaceStride = 4096 + 128;

    private const string Source = """
        .version 7.0
        .target sm_70
        .address_size 64

        .visible .entry perfgate_nothing(.param .u64 address)
        {
            .reg .b32 %thread;
            .reg .b64 %at, %offset;

            ld.param.u64 %at, [address];
            cvta.to.global.u64 %at, %at;
            mov.u32 %thread, %tid.x;
            mul.wide.u32 %offset, %thread, 4;
            add.u64 %at, %at, %offset;
            st.global.u32 [%at], %thread;
            ret;
        }
        """;

    private readonly CudaModule _module = new(driver, Entry, Encoding.ASCII.GetBytes(Source), stream);
    private readonly CudaBuffer _stored = new(driver, stream, Places * PlaceStride);

    /// <summary>A number of them in a row.</summary>
    /// <param name="launches">How many.</param>
    /// <param name="place">Where they store, 0 to <see cref="Places"/> - 1.</param>
    public CudaLaunchSequence Sequence(int launches, int place)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)place, (uint)Places, nameof(place));
        var address = BitConverter.GetBytes(_stored.Address + (ulong)(place * PlaceStride));
        var launch = new KernelLaunch(
            _module.GetKernel(Entry),
            new(1),
            new(Threads),
            0,
            [new KernelArgument(null, [.. address])]
        );
        return new(driver, [.. Enumerable.Repeat(launch, launches)], []);
    }

    public void Dispose()
    {
        _stored.Dispose();
        _module.Dispose();
    }
}
