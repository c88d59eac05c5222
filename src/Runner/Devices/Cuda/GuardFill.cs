using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Fills the guard bands of all buffers of a case in one launch: by themselves they are two or three fills a buffer, at
/// each visit.
/// </summary>
internal sealed unsafe class GuardFill
{
    /// <summary>The most bands of one launch.</summary>
    public const int MostBands = 128;

    private const string Entry = "perfgate_guards";
    private const int Threads = 1024;
    private const int StoreBytes = 16;
    private const ulong Word = IDeviceBuffer.GuardByte * 0x0101_0101_0101_0101UL;

    private readonly ICudaDriver _driver;
    private readonly nint _stream;
    private readonly nint _function;

    /// <summary>Takes the kernel out of the module that it was compiled into.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="module">The module.</param>
    public GuardFill(ICudaDriver driver, nint stream, nint module) =>
        (_driver, _stream, _function) = (driver, stream, driver.GetFunction(module, Entry));

    /// <summary>Queues one launch.</summary>
    /// <param name="bands">Where each band begins, at least one and at most <see cref="MostBands"/>.</param>
    /// <param name="bytes">The size of each, at least 16 bytes.</param>
    public void Queue(ReadOnlySpan<ulong> bands, long bytes)
    {
        var table = stackalloc ulong[MostBands];
        bands.CopyTo(new(table, MostBands));
        _driver.Launch(_function, new((uint)bands.Length), new(Threads), 0, _stream, [(nint)table, (nint)(&bytes)]);
    }

    /// <summary>The kernel, as PTX without a header.</summary>
    /// <remarks>
    /// A block fills a band, in stores of 16 bytes. A band may begin anywhere, so its first and its last 16 bytes are
    /// written byte by byte as well.
    /// </remarks>
    public static string Source() => $$"""
        .visible .entry {{Entry}}(.param .align 8 .b8 bands[{{MostBands * sizeof(ulong)}}], .param .u64 bytes)
        {
            .reg .pred %done;
            .reg .b32 %a, %byte;
            .reg .b64 %i, %at, %end, %t, %word;

            mov.u32 %a, %ctaid.x;
            mul.wide.u32 %i, %a, 8;
            mov.b64 %t, bands;
            add.u64 %t, %t, %i;
            ld.param.u64 %at, [%t];
            cvta.to.global.u64 %at, %at;
            ld.param.u64 %end, [bytes];
            add.u64 %end, %end, %at;
            mov.b64 %word, 0x{{Word:X16}};
            cvt.u32.u64 %byte, %word;
            mov.u32 %a, %tid.x;
            cvt.u64.u32 %i, %a;
            setp.ge.u64 %done, %i, {{StoreBytes}};
            @%done bra WHOLE;
            add.u64 %t, %at, %i;
            st.global.u8 [%t], %byte;
            add.u64 %t, %end, %i;
            st.global.u8 [%t+-{{StoreBytes}}], %byte;
        WHOLE:
            add.u64 %at, %at, {{StoreBytes - 1}};
            and.b64 %at, %at, -{{StoreBytes}};
            and.b64 %end, %end, -{{StoreBytes}};
            mul.lo.u64 %i, %i, {{StoreBytes}};
            add.u64 %at, %at, %i;
        NEXT:
            setp.ge.u64 %done, %at, %end;
            @%done bra DONE;
            st.global.v2.u64 [%at], {%word, %word};
            add.u64 %at, %at, {{Threads * StoreBytes}};
            bra NEXT;
        DONE:
            ret;
        }

        """;
}
