using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PerfGate.Runner.Devices.Cuda.Cupti;

/// <summary>
/// Records every kernel that this process runs, by CUPTI. To be started before the CUDA context is made; one at a time.
/// </summary>
internal sealed unsafe class CuptiTrace : IDisposable
{
    // Some hundred kernel records a buffer, more than most visits of a case make: CUPTI asks for another one when it is
    // full, and gives it back then or when flushed. It clears each before it uses it, so every visit pays for its size:
    // with 4 MiB 0.13 ms on an H100.
    private const int BufferBytes = 64 << 10;
    private const int BufferAlignment = 8;

    // Records follow their kernel's end within microseconds. Later than this they do not come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // After so many flushes in a row that brought nothing, a millisecond apart, nothing more comes.
    private const int QuietFlushes = 5;

    private static readonly int[] _copyKinds = [KernelRecord.CopyKind, KernelRecord.MemsetKind];

    // CUPTI callbacks have no user-data pointer: this static field is how they find the active trace.
    private static CuptiTrace? _current;

    private readonly Lock _lock = new();
    private readonly Stack<nint> _buffers = [];
    private readonly CuptiLibrary _library;
    private List<KernelRecord> _records = [];
    private bool _copiesRecorded;
    private bool _copiesCounted;
    private string? _error;

    private CuptiTrace(CuptiLibrary library) => _library = library;

    /// <summary>The library in use.</summary>
    public CuptiLibrary Library => _library;

    /// <summary>Starts recording.</summary>
    /// <exception cref="CuptiException">CUPTI refuses: another profiler is attached, say.</exception>
    public static CuptiTrace Start(CuptiLibrary library)
    {
        var trace = new CuptiTrace(library);
        if (Interlocked.CompareExchange(ref _current, trace, null) is not null)
            throw new CuptiException("this process records already");
        try
        {
            library.RegisterCallbacks(&OnRequested, &OnCompleted);
            library.Enable(KernelRecord.KernelKind);
            return trace;
        }
        catch
        {
            _current = null;
            throw;
        }
    }

    /// <summary>Takes the records of all kernels since the last call, in the order in which they started.</summary>
    /// <param name="expected">How many kernels were launched meanwhile; all have ended.</param>
    /// <exception cref="CuptiException">Some are missing, or carry no time.</exception>
    public IReadOnlyList<KernelRecord> Take(int expected)
    {
        Await(expected);
        var records = Swap();
        Verify(records, expected);
        records.Sort((a, b) => a.Start.CompareTo(b.Start));
        return records;
    }

    /// <summary>Forgets the records so far; all kernels have ended.</summary>
    /// <param name="least">How many kernels were launched, at least: their records are waited for.</param>
    public void Drop(int least)
    {
        Await(least);
        _library.FlushAll(CuptiLibrary.FlushForced);
        _ = Swap();
    }

    /// <summary>
    /// Forgets the records so far, of kernels that others launched and nobody counted; all have ended.
    /// </summary>
    public void Forget()
    {
        _library.FlushAll(0);
        _ = Swap();
    }

    /// <summary>
    /// Counts copies and fills of memory beside the kernels, from now on or no longer. All that was queued has ended,
    /// and the records of its kernels were taken.
    /// </summary>
    /// <remarks>
    /// CUPTI records them from the first time on until the end. Switching it on and off again would cost time in each
    /// visit. While nobody counts them their records are ignored.
    /// </remarks>
    public void WatchCopies(bool on)
    {
        // Records of before must not arrive later, when they would count.
        if (on && _copiesRecorded)
            _library.FlushAll(CuptiLibrary.FlushForced);
        if (on && !_copiesRecorded)
        {
            foreach (var kind in _copyKinds)
                _library.Enable(kind);
            _copiesRecorded = true;
        }

        lock (_lock)
            _copiesCounted = on;
    }

    /// <summary>
    /// Takes the records so far, where nobody knows their number, in the order of their starts; all have ended. Waits
    /// until no more come.
    /// </summary>
    /// <exception cref="CuptiException">One carries no time.</exception>
    public IReadOnlyList<KernelRecord> TakeSettled()
    {
        var (count, quiet) = (-1, 0);
        while (quiet < QuietFlushes)
        {
            _library.FlushAll(0);
            quiet = Count() == count ? quiet + 1 : 0;
            count = Count();
            Thread.Sleep(1);
        }

        _library.FlushAll(CuptiLibrary.FlushForced);
        return Take(Count());
    }

    public void Dispose()
    {
        if (_current != this)
            return;
        _library.Disable(KernelRecord.KernelKind);
        foreach (var kind in _copiesRecorded ? _copyKinds : [])
            _library.Disable(kind);
        try
        {
            // What CUPTI still holds would otherwise turn up in the next trace.
            _library.FlushAll(CuptiLibrary.FlushForced);
        }
        catch (CuptiException)
        {
            // The device is lost, and its records with it.
        }

        _current = null;
        lock (_lock)
        {
            while (_buffers.TryPop(out var buffer))
                NativeMemory.AlignedFree((void*)buffer);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRequested(byte** buffer, nuint* size, nuint* maxRecords)
    {
        *buffer = _current is { } trace ? trace.Lend() : (byte*)NativeMemory.AlignedAlloc(BufferBytes, BufferAlignment);
        *size = BufferBytes;
        *maxRecords = 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCompleted(nint context, uint stream, byte* buffer, nuint size, nuint validBytes)
    {
        if (_current is { } trace)
            trace.Accept(buffer, validBytes);
        else
            NativeMemory.AlignedFree(buffer);
    }

    private byte* Lend()
    {
        lock (_lock)
            return _buffers.TryPop(out var buffer)
                ? (byte*)buffer
                : (byte*)NativeMemory.AlignedAlloc(BufferBytes, BufferAlignment);
    }

    // Runs inside CUPTI, on its thread or on the flushing one: nothing may be thrown through it.
    private void Accept(byte* buffer, nuint validBytes)
    {
        lock (_lock)
        {
            try
            {
                byte* record = null;
                while (validBytes > 0 && _library.NextRecord(buffer, validBytes, ref record))
                {
                    if (
                        KernelRecord.Read(record) is { } read
                        && (read.Kind == KernelRecord.KernelKind || _copiesCounted)
                    )
                        _records.Add(read);
                }

                if (_library.Dropped() is var dropped and > 0)
                    _error = string.Create(CultureInfo.InvariantCulture, $"CUPTI dropped {dropped} records");
            }
            catch (CuptiException e)
            {
                _error = e.Message;
            }

            _buffers.Push((nint)buffer);
        }
    }

    private void Await(int expected)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        _library.FlushAll(0);
        // A buffer with a record that is not complete comes only when CUPTI is forced. Where copies are recorded, such
        // a record may keep kernels back in any visit, so it is forced sooner.
        var patient = _copiesRecorded ? 1 : QuietFlushes;
        for (var flushes = 1; Count() < expected && Environment.TickCount64 < deadline; flushes++)
        {
            Thread.Sleep(1);
            _library.FlushAll(flushes < patient ? 0 : CuptiLibrary.FlushForced);
        }
    }

    private int Count()
    {
        lock (_lock)
            return _records.Count;
    }

    private List<KernelRecord> Swap()
    {
        lock (_lock)
        {
            var records = _records;
            _records = [];
            return records;
        }
    }

    private void Verify(List<KernelRecord> records, int expected)
    {
        if (_error is { } error)
            throw new CuptiException(error);
        if (records.Count != expected)
        {
            throw new CuptiCountException(expected, records.Count);
        }

        if (records.Exists(r => r.Start == 0 || r.End < r.Start))
            throw new CuptiTimeException();
    }
}
