using System.Text;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// A kernel that holds a stream back until the host lets go, so that what is queued behind it starts without launch
/// latency. It gives up by itself after <see cref="LimitNanoseconds"/>: a host that dies or stalls can never hang the
/// GPU.
/// </summary>
internal sealed unsafe class BlockingKernel : IDisposable
{
    /// <summary>
    /// When the kernel stops waiting, in GPU time: far longer than queueing a sample takes, far shorter than any
    /// watchdog.
    /// </summary>
    public const ulong LimitNanoseconds = 200_000_000;

    // Waits for flag[0]; says in flag[1] that it gave up. PTX of 2020 for Volta: every later GPU's driver compiles it.
    private const string Source = """
        .version 7.0
        .target sm_70
        .address_size 64

        .visible .entry perfgate_block(.param .u64 flag_address, .param .u64 limit)
        {
            .reg .pred %released, %waiting;
            .reg .b32 %flag;
            .reg .b64 %address, %bound, %start, %now, %waited;

            ld.param.u64 %address, [flag_address];
            cvta.to.global.u64 %address, %address;
            ld.param.u64 %bound, [limit];
            mov.u64 %start, %globaltimer;
        WAIT:
            ld.volatile.global.u32 %flag, [%address];
            setp.ne.u32 %released, %flag, 0;
            @%released bra DONE;
            mov.u64 %now, %globaltimer;
            sub.u64 %waited, %now, %start;
            setp.lt.u64 %waiting, %waited, %bound;
            @%waiting bra WAIT;
            mov.u32 %flag, 1;
            st.volatile.global.u32 [%address+4], %flag;
        DONE:
            ret;
        }
        """;

    private readonly ICudaDriver _driver;
    private readonly nint _module;
    private readonly nint _function;
    private readonly nint _flag;
    private readonly ulong _flagAddress;

    /// <summary>Compiles and loads the kernel.</summary>
    public BlockingKernel(ICudaDriver driver)
    {
        _driver = driver;
        _module = driver.LoadModule(Encoding.ASCII.GetBytes(Source + "\0"));
        _function = driver.GetFunction(_module, "perfgate_block");
        _flag = driver.AllocateHost(2 * sizeof(uint));
        _flagAddress = driver.HostDeviceAddress(_flag);
    }

    private uint* Flag => (uint*)_flag;

    /// <summary>Queues the kernel: what is queued after it waits.</summary>
    public void Block(nint stream)
    {
        Volatile.Write(ref Flag[0], 0);
        Volatile.Write(ref Flag[1], 0);
        var (address, limit) = (_flagAddress, LimitNanoseconds);
        _driver.Launch(_function, new(1), new(1), 0, stream, [(nint)(&address), (nint)(&limit)]);
    }

    /// <summary>Lets the stream go on.</summary>
    public void Release() => Volatile.Write(ref Flag[0], 1);

    /// <summary>Whether the kernel gave up before it was released; to be asked once the stream is done.</summary>
    public bool GaveUp => Volatile.Read(ref Flag[1]) != 0;

    public void Dispose()
    {
        _driver.ReleaseModule(_module);
        _driver.ReleaseHost(_flag);
    }
}
