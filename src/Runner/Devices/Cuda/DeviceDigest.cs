using System.Text;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Digests of device memory, computed where the memory is (<see cref="MemoryDigest"/>): an output is looked at in microseconds, at the speed
/// of the memory, and nothing is copied but the result.
/// </summary>
internal sealed unsafe class DeviceDigest : IDisposable
{
    /// <summary>The most ranges of one call of <see cref="Queue"/>; more are split by the caller.</summary>
    public const int MostRanges = 256;

    private const string Entry = "perfgate_digest";
    private const int Threads = 256;

    // All threads that the largest GPUs hold at once; small ranges take fewer.
    private const int MostBlocks = 1056;
    private const int BytesPerThread = 32;
    private const int DigestBytes = 16;

    private readonly ICudaDriver _driver;
    private readonly nint _stream;
    private readonly nint _module;
    private readonly nint _function;
    private readonly CudaBuffer _results;

    private DeviceDigest(ICudaDriver driver, nint stream)
    {
        (_driver, _stream) = (driver, stream);
        _module = driver.LoadModule(Encoding.ASCII.GetBytes(Source() + "\0"));
        _function = driver.GetFunction(_module, Entry);
        _results = new(driver, stream, MostRanges * DigestBytes);
    }

    /// <summary>Compiles the kernel.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="stream">Where the work is queued.</param>
    /// <returns>Null where the driver's PTX compiler is not installed.</returns>
    public static DeviceDigest? TryCompile(ICudaDriver driver, nint stream)
    {
        try
        {
            return new(driver, stream);
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.InvalidLaunch)
        {
            return null;
        }
    }

    /// <summary>Digests ranges of memory, and waits. Launches one kernel per range.</summary>
    /// <param name="ranges">Addresses and sizes, at most <see cref="MostRanges"/>.</param>
    public UInt128[] Of(IReadOnlyList<(ulong Address, long Bytes)> ranges)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ranges.Count, MostRanges);
        _driver.QueueFill(_results.Address, 0, ranges.Count * DigestBytes, _stream);
        for (var i = 0; i < ranges.Count; i++)
            Queue(ranges[i].Address, ranges[i].Bytes, _results.Address + (ulong)(i * DigestBytes));
        _driver.SynchronizeStream(_stream);
        var halves = new ulong[2 * ranges.Count];
        fixed (ulong* start = halves)
            _driver.CopyToHost(start, _results.Address, ranges.Count * DigestBytes);
        return [.. Enumerable.Range(0, ranges.Count).Select(i => new UInt128(halves[(2 * i) + 1], halves[2 * i]))];
    }

    public void Dispose()
    {
        _results.Dispose();
        _driver.ReleaseModule(_module);
    }

    private void Queue(ulong address, long bytes, ulong result)
    {
        var blocks = (uint)Math.Clamp(bytes / (Threads * BytesPerThread), 1, MostBlocks);
        _driver.Launch(_function, new(blocks), new(Threads), 0, _stream, [(nint)(&address), (nint)(&bytes), (nint)(&result)]);
    }

    // One word of eight bytes per thread and step, a grid apart; the few bytes before the first whole word and behind the last one byte by byte.
    private static string Source() => $$"""
        .version 7.0
        .target sm_70
        .address_size 64

        .visible .entry {{Entry}}(.param .u64 address, .param .u64 bytes, .param .u64 result)
        {
            .reg .pred %done, %before;
            .reg .b32 %a, %b, %c, %lo, %hi;
            .reg .b64 %at, %n, %out, %i, %step, %k, %w, %t, %low, %high, %head, %tail, %words, %first;

            ld.param.u64 %at, [address];
            cvta.to.global.u64 %at, %at;
            ld.param.u64 %n, [bytes];
            ld.param.u64 %out, [result];
            cvta.to.global.u64 %out, %out;
            mov.u64 %low, 0;
            mov.u64 %high, 0;
            neg.s64 %head, %at;
            and.b64 %head, %head, 7;
            min.u64 %head, %head, %n;
            add.u64 %first, %at, %head;
            sub.u64 %words, %n, %head;
            and.b64 %tail, %words, 7;
            shr.u64 %words, %words, 3;
            mov.u32 %a, %ctaid.x;
            mov.u32 %b, %ntid.x;
            mov.u32 %c, %tid.x;
            mad.lo.u32 %a, %a, %b, %c;
            cvt.u64.u32 %i, %a;
            mov.u32 %c, %nctaid.x;
            mul.lo.u32 %b, %b, %c;
            cvt.u64.u32 %step, %b;
            mov.u64 %k, %i;
        WORD:
            setp.ge.u64 %done, %k, %words;
            @%done bra EDGE;
            shl.b64 %t, %k, 3;
            add.u64 %t, %t, %first;
            ld.global.u64 %w, [%t];
            {{Mix}}
            add.u64 %k, %k, %step;
            bra WORD;
        EDGE:
            add.u64 %t, %head, %tail;
            setp.ge.u64 %done, %i, %t;
            @%done bra SUM;
            setp.lt.u64 %before, %i, %head;
            sub.u64 %t, %n, %tail;
            sub.u64 %t, %t, %head;
            selp.b64 %t, 0, %t, %before;
            add.u64 %t, %t, %i;
            add.u64 %t, %t, %at;
            ld.global.u8 %a, [%t];
            cvt.u64.u32 %w, %a;
            add.u64 %k, %i, {{MemoryDigest.FirstEdge}};
            {{Mix}}
        SUM:
            {{Reduce()}}
            mov.u32 %a, %tid.x;
            and.b32 %a, %a, 31;
            setp.ne.u32 %done, %a, 0;
            @%done bra DONE;
            red.global.add.u64 [%out], %low;
            red.global.add.u64 [%out+8], %high;
        DONE:
            ret;
        }
        """;

    // The word %w of index %k goes into the sums.
    private static string Mix => $"""
        add.u64 %t, %k, 1;
            mad.lo.u64 %w, %t, {Hex(MemoryDigest.Gamma)}, %w;
            shr.u64 %t, %w, 30;
            xor.b64 %w, %w, %t;
            mul.lo.u64 %w, %w, {Hex(MemoryDigest.First)};
            shr.u64 %t, %w, 27;
            xor.b64 %w, %w, %t;
            mul.lo.u64 %w, %w, {Hex(MemoryDigest.Second)};
            shr.u64 %t, %w, 31;
            xor.b64 %w, %w, %t;
            add.u64 %low, %low, %w;
            shl.b64 %t, %k, 1;
            add.u64 %t, %t, 1;
            mad.lo.u64 %high, %t, %w, %high;
        """;

    private static string Hex(ulong value) => $"0x{value:X16}U";

    // Sums over the warp, by halves.
    private static string Reduce()
    {
        var text = new StringBuilder();
        foreach (var sum in new[] { "%low", "%high" })
        {
            for (var distance = 16; distance > 0; distance /= 2)
            {
                text.Append($$"""
                    mov.b64 {%lo, %hi}, {{sum}};
                        shfl.sync.bfly.b32 %lo, %lo, {{distance}}, 0x1f, 0xffffffff;
                        shfl.sync.bfly.b32 %hi, %hi, {{distance}}, 0x1f, 0xffffffff;
                        mov.b64 %t, {%lo, %hi};
                        add.u64 {{sum}}, {{sum}}, %t;

                    """);
            }
        }

        return text.ToString();
    }
}
