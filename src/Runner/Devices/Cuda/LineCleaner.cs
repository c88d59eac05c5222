using System.Text;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Rids the L2 cache of a buffer's modified lines. From compute capability 8.0 on they are discarded, never to be written back; before, the buffer is
/// read from its start, which makes its modified lines give way to unmodified ones.
/// </summary>
internal sealed unsafe class LineCleaner : IDisposable
{
    private const string Entry = "perfgate_clean";
    private const int Threads = 256;

    // Four blocks on each multiprocessor of the largest GPUs: enough to keep the memory busy, few enough to start at once.
    private const int Blocks = 528;

    private const int FirstToDiscard = 8;

    // Per thread one line of 128 bytes at a time (what discard.L2 takes), a grid apart. Source: PTX ISA 7.4, discard.
    private const string Discard = """
        .version 7.4
        .target sm_80
        """ + Loop + """
            discard.global.L2 [%at], 128;
        """ + End;

    // Volatile, so that the driver's compiler does not drop loads whose values nobody uses.
    private const string Read = """
        .version 7.0
        .target sm_70
        """ + Loop + """
            ld.volatile.global.v4.u32 {%a, %b, %c, %d}, [%at];
            ld.volatile.global.v4.u32 {%a, %b, %c, %d}, [%at+32];
            ld.volatile.global.v4.u32 {%a, %b, %c, %d}, [%at+64];
            ld.volatile.global.v4.u32 {%a, %b, %c, %d}, [%at+96];
        """ + End;

    private const string Loop = """

        .address_size 64

        .visible .entry perfgate_clean(.param .u64 address, .param .u64 bytes)
        {
            .reg .pred %done;
            .reg .b32 %a, %b, %c, %d;
            .reg .b64 %at, %end, %first, %step;

            ld.param.u64 %first, [address];
            cvta.to.global.u64 %first, %first;
            ld.param.u64 %end, [bytes];
            add.u64 %end, %end, %first;
            mov.u32 %a, %ctaid.x;
            mov.u32 %b, %ntid.x;
            mov.u32 %c, %tid.x;
            mad.lo.u32 %a, %a, %b, %c;
            mul.wide.u32 %at, %a, 128;
            add.u64 %at, %at, %first;
            mov.u32 %c, %nctaid.x;
            mul.lo.u32 %b, %b, %c;
            mul.wide.u32 %step, %b, 128;
        NEXT:
            setp.ge.u64 %done, %at, %end;
            @%done bra DONE;

        """;

    private const string End = """

            add.u64 %at, %at, %step;
            bra NEXT;
        DONE:
            ret;
        }
        """;

    private readonly ICudaDriver _driver;
    private readonly nint _module;
    private readonly nint _function;

    private LineCleaner(ICudaDriver driver, string source)
    {
        _driver = driver;
        _module = driver.LoadModule(Encoding.ASCII.GetBytes(source + "\0"));
        _function = driver.GetFunction(_module, Entry);
    }

    /// <summary>Compiles the kernel.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="computeMajor">The device's compute capability, before the dot.</param>
    /// <returns>Null where the driver's PTX compiler is not installed or too old.</returns>
    public static LineCleaner? TryCompile(ICudaDriver driver, int computeMajor)
    {
        try
        {
            return new(driver, computeMajor >= FirstToDiscard ? Discard : Read);
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.InvalidLaunch)
        {
            return null;
        }
    }

    /// <summary>Queues one launch.</summary>
    /// <param name="buffer">Its size is a multiple of 128 bytes, as that of every L2 cache is; its content is lost.</param>
    /// <param name="stream">The stream.</param>
    public void Queue(CudaBuffer buffer, nint stream)
    {
        var (address, bytes) = (buffer.Address, buffer.Bytes);
        _driver.Launch(_function, new(Blocks), new(Threads), 0, stream, [(nint)(&address), (nint)(&bytes)]);
    }

    public void Dispose() => _driver.ReleaseModule(_module);
}
