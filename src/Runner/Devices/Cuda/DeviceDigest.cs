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
    /// <summary>The most ranges of one call of <see cref="Of"/>; more are split by the caller.</summary>
    public const int MostRanges = 256;

    private const string Entry = "perfgate_digest";
    private const int Threads = 256;

    // All threads that the largest GPUs hold at once; small ranges take fewer.
    private const int MostBlocks = 1056;
    private const int BytesPerThread = 32;

    // Per range its address and size, and then the two sums.
    private const int RangeBytes = 16;
    private const int DigestBytes = 16;

    private readonly ICudaDriver _driver;
    private readonly nint _stream;
    private readonly nint _module;
    private readonly nint _function;
    private readonly CudaBuffer _ranges;
    private readonly CudaBuffer _results;

    // Page-locked, so that what little is copied is queued like the rest.
    private readonly nint _host;

    private DeviceDigest(ICudaDriver driver, nint stream)
    {
        (_driver, _stream) = (driver, stream);
        _module = driver.LoadModule(Encoding.ASCII.GetBytes(Source() + "\0"));
        _function = driver.GetFunction(_module, Entry);
        _ranges = new(driver, stream, MostRanges * RangeBytes);
        _results = new(driver, stream, MostRanges * DigestBytes);
        _host = driver.AllocateHost(MostRanges * (RangeBytes + DigestBytes));
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

    /// <summary>Digests ranges of memory, and waits. Launches one kernel.</summary>
    /// <param name="ranges">Addresses and sizes, at least one and at most <see cref="MostRanges"/>.</param>
    public UInt128[] Of(IReadOnlyList<(ulong Address, long Bytes)> ranges)
    {
        ArgumentOutOfRangeException.ThrowIfZero(ranges.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ranges.Count, MostRanges);
        var table = new Span<ulong>((void*)_host, 2 * ranges.Count);
        for (var i = 0; i < ranges.Count; i++)
            (table[2 * i], table[(2 * i) + 1]) = (ranges[i].Address, (ulong)ranges[i].Bytes);
        _driver.QueueCopyToDevice(_ranges.Address, _host, ranges.Count * RangeBytes, _stream);
        _driver.QueueFill(_results.Address, 0, ranges.Count * DigestBytes, _stream);
        var blocks = (uint)Math.Clamp(ranges.Max(r => r.Bytes) / (Threads * BytesPerThread), 1, MostBlocks);
        var (addresses, sums) = (_ranges.Address, _results.Address);
        _driver.Launch(_function, new(blocks, (uint)ranges.Count), new(Threads), 0, _stream, [(nint)(&addresses), (nint)(&sums)]);
        var results = _host + (MostRanges * RangeBytes);
        _driver.QueueCopyToHost(results, _results.Address, ranges.Count * DigestBytes, _stream);
        _driver.SynchronizeStream(_stream);
        var halves = (ulong*)results;
        var digests = new UInt128[ranges.Count];
        for (var i = 0; i < digests.Length; i++)
            digests[i] = new(halves[(2 * i) + 1], halves[2 * i]);
        return digests;
    }

    public void Dispose()
    {
        _driver.ReleaseHost(_host);
        _ranges.Dispose();
        _results.Dispose();
        _driver.ReleaseModule(_module);
    }

    // One word of eight bytes per thread and step, a grid apart; the few bytes before the first whole word and behind the last one byte by byte.
    private static string Source() => $$"""
        .version 7.0
        .target sm_70
        .address_size 64

        .visible .entry {{Entry}}(.param .u64 ranges, .param .u64 results)
        {
            .reg .pred %done, %before;
            .reg .b32 %a, %b, %c, %distance, %lo, %hi, %lo2, %hi2;
            .reg .b64 %at, %n, %out, %i, %step, %k, %w, %t, %low, %high, %head, %tail, %words, %first;

            mov.u32 %a, %ctaid.y;
            mul.wide.u32 %i, %a, {{RangeBytes}};
            ld.param.u64 %t, [ranges];
            cvta.to.global.u64 %t, %t;
            add.u64 %t, %t, %i;
            ld.global.u64 %at, [%t];
            ld.global.u64 %n, [%t+8];
            cvta.to.global.u64 %at, %at;
            ld.param.u64 %out, [results];
            cvta.to.global.u64 %out, %out;
            add.u64 %out, %out, %i;
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
            mov.u32 %distance, 16;
        FOLD:
            {{Fold("%low")}}
            {{Fold("%high")}}
            shr.u32 %distance, %distance, 1;
            setp.ne.u32 %done, %distance, 0;
            @%done bra FOLD;
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

    // A step of the sum over the warp, by halves of the word.
    private static string Fold(string sum) => $$"""
        mov.b64 {%lo, %hi}, {{sum}};
            shfl.sync.bfly.b32 %lo2, %lo, %distance, 0x1f, 0xffffffff;
            shfl.sync.bfly.b32 %hi2, %hi, %distance, 0x1f, 0xffffffff;
            mov.b64 %t, {%lo2, %hi2};
            add.u64 {{sum}}, {{sum}}, %t;
        """;
}
