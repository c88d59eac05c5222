using PerfGate.Runner.Bytes;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Digests of device memory, computed where the memory is (<see cref="MemoryDigest"/>): an output is checked in
/// microseconds, at the speed of the memory, and nothing is copied but the result.
/// </summary>
internal sealed unsafe class DeviceDigest : IDisposable
{
    /// <summary>The most ranges of one call of <see cref="Of"/>; more are split by the caller.</summary>
    public const int MostRanges = 96;

    private const string Entry = "perfgate_digest";
    private const int Threads = 256;

    // All threads that the largest GPUs hold at once; small ranges take fewer.
    private const int MostBlocks = 1056;
    private const int BytesPerThread = 32;

    // Per range its address, its size, its first block and how many it has: a parameter of the kernel, so nothing has
    // to be copied before it starts.
    private const int RangeWords = 4;
    private const int RangeBytes = RangeWords * sizeof(ulong);

    // Per range the two sums. Each call takes the next ones; all of them are set to zero together when they are used
    // up.
    private const int DigestBytes = 16;
    private const int Sums = 8192;

    private readonly ICudaDriver _driver;
    private readonly nint _stream;
    private readonly nint _function;
    private readonly CudaBuffer _results;

    // Page-locked, so that what little is copied is queued like the rest.
    private readonly nint _host;
    private int _used = Sums;

    /// <summary>Takes the kernel out of the module that it was compiled into.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="module">The module.</param>
    public DeviceDigest(ICudaDriver driver, nint stream, nint module)
    {
        (_driver, _stream) = (driver, stream);
        _function = driver.GetFunction(module, Entry);
        _results = new(driver, stream, Sums * DigestBytes);
        _host = driver.AllocateHost(MostRanges * DigestBytes);
    }

    /// <summary>Digests ranges of memory, and waits. Launches one kernel.</summary>
    /// <param name="ranges">Addresses and sizes, at least one and at most <see cref="MostRanges"/>.</param>
    public UInt128[] Of(IReadOnlyList<(ulong Address, long Bytes)> ranges)
    {
        ArgumentOutOfRangeException.ThrowIfZero(ranges.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ranges.Count, MostRanges);
        var table = stackalloc ulong[MostRanges * RangeWords];
        var blocks = 0UL;
        for (var i = 0; i < ranges.Count; i++)
        {
            var own = (ulong)Math.Clamp(ranges[i].Bytes / (Threads * BytesPerThread), 1, MostBlocks);
            ((ReadOnlySpan<ulong>)[ranges[i].Address, (ulong)ranges[i].Bytes, blocks, own]).CopyTo(
                new(table + (RangeWords * i), RangeWords)
            );
            blocks += own;
        }

        var sums = TakeSums(ranges.Count);
        _driver.Launch(_function, new((uint)blocks), new(Threads), 0, _stream, [(nint)table, (nint)(&sums)]);
        _driver.QueueCopyToHost(_host, sums, ranges.Count * DigestBytes, _stream);
        _driver.SynchronizeStream(_stream);
        var halves = (ulong*)_host;
        var digests = new UInt128[ranges.Count];
        for (var i = 0; i < digests.Length; i++)
            digests[i] = new(halves[(2 * i) + 1], halves[2 * i]);
        return digests;
    }

    public void Dispose()
    {
        _driver.ReleaseHost(_host);
        _results.Dispose();
    }

    // The address of sums that are zero. Their last user has waited for them.
    private ulong TakeSums(int count)
    {
        if (_used + count > Sums)
        {
            _driver.QueueFill(_results.Address, 0, _results.Bytes, _stream);
            _used = 0;
        }

        var first = _results.Address + ((ulong)_used * DigestBytes);
        _used += count;
        return first;
    }

    /// <summary>The kernel, as PTX without a header.</summary>
    /// <remarks>
    /// A block works at one range, at one word of eight bytes per thread and step. Each thread reads four of them
    /// before it mixes the first, because memory answers late. The few bytes before the first whole word and behind the
    /// last one go byte by byte.
    /// </remarks>
    public static string Source() => $$"""
        .visible .entry {{Entry}}(.param .align 8 .b8 ranges[{{MostRanges * RangeBytes}}], .param .u64 results)
        {
            .reg .pred %done, %before;
            .reg .b32 %a, %distance, %lo, %hi, %lo2, %hi2;
            .reg .b64 %at, %n, %blocks, %out, %i, %step, %k, %w, %t, %low, %high, %head, %tail, %words, %first;
            .reg .b64 %stride, %w0, %w1, %w2, %w3;

            mov.b64 %t, ranges;
            ld.param.u64 %out, [results];
            cvta.to.global.u64 %out, %out;
            mov.u32 %a, %ctaid.x;
            cvt.u64.u32 %i, %a;
        RANGE:
            ld.param.u64 %first, [%t+16];
            ld.param.u64 %blocks, [%t+24];
            add.u64 %k, %first, %blocks;
            setp.lt.u64 %done, %i, %k;
            @%done bra FOUND;
            add.u64 %t, %t, {{RangeBytes}};
            add.u64 %out, %out, {{DigestBytes}};
            bra RANGE;
        FOUND:
            sub.u64 %i, %i, %first;
            ld.param.u64 %at, [%t];
            ld.param.u64 %n, [%t+8];
            cvta.to.global.u64 %at, %at;
            mov.u64 %low, 0;
            mov.u64 %high, 0;
            neg.s64 %head, %at;
            and.b64 %head, %head, 7;
            min.u64 %head, %head, %n;
            add.u64 %first, %at, %head;
            sub.u64 %words, %n, %head;
            and.b64 %tail, %words, 7;
            shr.u64 %words, %words, 3;
            mov.u32 %a, %tid.x;
            cvt.u64.u32 %k, %a;
            mad.lo.u64 %i, %i, {{Threads}}, %k;
            mul.lo.u64 %step, %blocks, {{Threads}};
            mov.u64 %k, %i;
            shl.b64 %stride, %step, 3;
        FOUR:
            mad.lo.u64 %t, %step, 3, %k;
            setp.ge.u64 %done, %t, %words;
            @%done bra WORD;
            shl.b64 %t, %k, 3;
            add.u64 %t, %t, %first;
            ld.global.u64 %w0, [%t];
            add.u64 %t, %t, %stride;
            ld.global.u64 %w1, [%t];
            add.u64 %t, %t, %stride;
            ld.global.u64 %w2, [%t];
            add.u64 %t, %t, %stride;
            ld.global.u64 %w3, [%t];
            {{Taken("%w0")}}
            {{Taken("%w1")}}
            {{Taken("%w2")}}
            {{Taken("%w3")}}
            bra FOUR;
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

    // A word that was read before goes into the sums, and %k to the thread's next one.
    private static string Taken(string word) => $"""
        mov.u64 %w, {word};
            {Mix}
            add.u64 %k, %k, %step;
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
