using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Rids the L2 cache of a buffer's modified lines. From compute capability 8.0 on they are discarded, never to be
/// written back; before, the buffer is read from its start, which makes its modified lines give way to unmodified ones.
/// </summary>
internal sealed unsafe class LineCleaner
{
    private const string Entry = "perfgate_clean";
    private const int Threads = 256;

    // Four blocks on each multiprocessor of the largest GPUs: enough to keep the memory busy, few enough to start at
    // once.
    private const int Blocks = 528;

    private const int FirstToDiscard = 8;

    // Per thread one line of 128 bytes at a time (what discard.L2 takes), a grid apart. Source: PTX ISA 7.4, discard.
    // Loads are volatile, so that the driver's compiler does not drop those whose values nobody uses.
    private const string DiscardLine = """
            discard.global.L2 [%at], 128;
        """;

    private const string ReadLine = """
            ld.volatile.global.v4.u32 {%a, %b, %c, %d}, [%at];
            ld.volatile.global.v4.u32 {%a, %b, %c, %d}, [%at+32];
            ld.volatile.global.v4.u32 {%a, %b, %c, %d}, [%at+64];
            ld.volatile.global.v4.u32 {%a, %b, %c, %d}, [%at+96];
        """;

    private readonly nint _function;
    private readonly ICudaDriver _driver;

    /// <summary>Takes the kernel out of the module that it was compiled into.</summary>
    public LineCleaner(ICudaDriver driver, nint module) =>
        (_driver, _function) = (driver, driver.GetFunction(module, Entry));

    /// <summary>Whether a device can drop lines without writing them back.</summary>
    /// <param name="computeMajor">The device's compute capability, before the dot.</param>
    public static bool Discards(int computeMajor) => computeMajor >= FirstToDiscard;

    /// <summary>The kernel, as PTX without a header.</summary>
    /// <param name="computeMajor">The device's compute capability, before the dot.</param>
    public static string Source(int computeMajor) => $$"""
        .visible .entry {{Entry}}(.param .u64 address, .param .u64 bytes)
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
        {{(Discards(computeMajor) ? DiscardLine : ReadLine)}}
            add.u64 %at, %at, %step;
            bra NEXT;
        DONE:
            ret;
        }

        """;

    /// <summary>Queues one launch.</summary>
    /// <param name="buffer">
    /// Its size is a multiple of 128 bytes, as that of every L2 cache is; its content is lost.
    /// </param>
    /// <param name="stream">The stream.</param>
    public void Queue(CudaBuffer buffer, nint stream)
    {
        var (address, bytes) = (buffer.Address, buffer.Bytes);
        _driver.Launch(_function, new(Blocks), new(Threads), 0, stream, [(nint)(&address), (nint)(&bytes)]);
    }
}
