using System.Globalization;
using System.Runtime.InteropServices;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Devices.Cuda.Cupti;

/// <summary>
/// CUPTI's activity interface, from the library that belongs to nvcc's toolkit or lies on the loader's path. Source:
/// <c>cupti_activity.h</c>, CUDA 11.4 to 13; the functions without a version suffix exist in all of them.
/// </summary>
internal sealed unsafe class CuptiLibrary
{
    /// <summary><c>CUPTI_ACTIVITY_FLAG_FLUSH_FORCED</c>: deliver buffers whose records are not complete, too.</summary>
    public const uint FlushForced = 1;

    private const int Success = 0;

    private readonly delegate* unmanaged<int, byte**, int> _getResultString;
    private readonly delegate* unmanaged<nint, nint, int> _registerCallbacks;
    private readonly delegate* unmanaged<int, int> _enable;
    private readonly delegate* unmanaged<int, int> _disable;
    private readonly delegate* unmanaged<uint, int> _flushAll;
    private readonly delegate* unmanaged<byte*, nuint, byte**, int> _getNextRecord;
    private readonly delegate* unmanaged<nint, uint, nuint*, int> _getDropped;

    private CuptiLibrary(nint library, string path)
    {
        Path = path;
        nint Export(string name) => NativeLibrary.TryGetExport(library, name, out var address)
            ? address
            : throw new CuptiException($"{path} has no {name}");
        _getResultString = (delegate* unmanaged<int, byte**, int>)Export("cuptiGetResultString");
        _registerCallbacks = (delegate* unmanaged<nint, nint, int>)Export("cuptiActivityRegisterCallbacks");
        _enable = (delegate* unmanaged<int, int>)Export("cuptiActivityEnable");
        _disable = (delegate* unmanaged<int, int>)Export("cuptiActivityDisable");
        _flushAll = (delegate* unmanaged<uint, int>)Export("cuptiActivityFlushAll");
        _getNextRecord = (delegate* unmanaged<byte*, nuint, byte**, int>)Export("cuptiActivityGetNextRecord");
        _getDropped = (delegate* unmanaged<nint, uint, nuint*, int>)Export("cuptiActivityGetNumDroppedRecords");
        uint version;
        var getVersion = (delegate* unmanaged<uint*, int>)Export("cuptiGetVersion");
        Check(getVersion(&version), "cuptiGetVersion");
        Version = (int)version;
    }

    /// <summary>The library's file, or its bare name where the loader found it.</summary>
    public string Path { get; }

    /// <summary>CUPTI's API version, such as 28 (CUDA 12.9) or 130001 (13.0.1).</summary>
    public int Version { get; }

    /// <summary>Loads CUPTI.</summary>
    /// <param name="toolkit">The toolkit to look in first; null for none.</param>
    /// <exception cref="CuptiException">It is nowhere, or it is not usable.</exception>
    public static CuptiLibrary Load(CudaToolkit? toolkit)
    {
        foreach (var candidate in Candidates(toolkit))
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
                return new(library, candidate);
        }

        throw new CuptiException(
            $"CUPTI was found neither {(toolkit is null ? "beside nvcc (which is missing)" : $"below {toolkit.Root}")} "
                + $"nor on the loader's path"
        );
    }

    /// <summary>Sets the functions that hand out and take back buffers.</summary>
    public void RegisterCallbacks(
        delegate* unmanaged[Cdecl]<byte**, nuint*, nuint*, void> requested,
        delegate* unmanaged[Cdecl]<nint, uint, byte*, nuint, nuint, void> completed) =>
        Check(_registerCallbacks((nint)requested, (nint)completed), "cuptiActivityRegisterCallbacks");

    /// <summary>Starts recording a kind of activity.</summary>
    public void Enable(int kind) => Check(_enable(kind), "cuptiActivityEnable");

    /// <summary>Stops recording a kind of activity; silent, for the way out.</summary>
    public void Disable(int kind) => _ = _disable(kind);

    /// <summary>Delivers the buffers on this thread.</summary>
    public void FlushAll(uint flag) => Check(_flushAll(flag), "cuptiActivityFlushAll");

    /// <summary>Steps to the next record of a buffer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="validBytes">How much of it holds records.</param>
    /// <param name="record">The record before, null for the first; becomes the next one.</param>
    /// <returns>Whether there is one.</returns>
    public bool NextRecord(byte* buffer, nuint validBytes, ref byte* record)
    {
        var next = record;
        var found = _getNextRecord(buffer, validBytes, &next) == Success;
        record = next;
        return found;
    }

    /// <summary>Records that CUPTI threw away since the last call for want of a buffer.</summary>
    public long Dropped()
    {
        nuint dropped;
        Check(_getDropped(0, 0, &dropped), "cuptiActivityGetNumDroppedRecords");
        return (long)dropped;
    }

    private static IEnumerable<string> Candidates(CudaToolkit? toolkit)
    {
        var pattern = OperatingSystem.IsWindows() ? "cupti64_*.dll" : "libcupti.so*";
        var beside = (toolkit?.LibraryFolders() ?? [])
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal));
        return OperatingSystem.IsWindows() ? beside : [.. beside, "libcupti.so.13", "libcupti.so.12", "libcupti.so"];
    }

    private void Check(int result, string call)
    {
        if (result == Success)
            return;
        byte* text = null;
        _ = _getResultString(result, &text);
        throw new CuptiException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{call}: {Marshal.PtrToStringUTF8((nint)text) ?? "CUptiResult"} ({result})"
            )
        );
    }
}
