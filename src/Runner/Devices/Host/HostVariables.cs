using System.Runtime.InteropServices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Runner.Devices.Host;

/// <summary>
/// The variables of a library of kernels (<c>__device__</c> ones, and statics of functions). They are put back before
/// each launch that is timed or checked: a kernel finds nothing there that an earlier launch left. That is all memory
/// of the library that can be written, whether a symbol names it or not, except for the threads that run kernels.
/// </summary>
internal sealed class HostVariables : IDisposable
{
    // perfgate_launch_NAME, perfgate_call_NAME.
    private const string Exported = "perfgate_";
    private const int ObjectType = 1;

    // What the loader fills in while kernels run, where no segment says that it is read-only by then.
    private static readonly string[] _notVariables =
        [".got", ".dynamic", ".init_array", ".fini_array", ".tm_clone_table"];

    // The threads behind the kernels live on from launch to launch: perfgate::pool() of grid.h. Nothing else does, so
    // that a kernel finds no name to hide behind.
    private static readonly string[] _livesOn =
        ["_ZZN8perfgate4poolEvE8instance", "_ZGVZN8perfgate4poolEvE8instance"];

    // What no manifest means by the name of a variable: whole beginnings of symbols.
    private static readonly string[] _notNamed =
    [
        "_ZN8perfgate", "_ZZN8perfgate", "_ZGVN8perfgate", "_ZGVZN8perfgate",
        "_ZSt", "_ZNSt", "_ZGVNSt", "_ZZNSt", "__dso_handle", "DW.ref.", "completed.",
    ];

    private readonly IReadOnlyList<(nint Address, ElfSymbol Symbol)> _named;
    private readonly IReadOnlyList<(nint Address, long Bytes)> _ranges;

    private HostVariables(
        IReadOnlyList<(nint Address, ElfSymbol Symbol)> named, IReadOnlyList<(nint Address, long Bytes)> ranges)
    {
        (_named, _ranges) = (named, ranges);
        Loaded = Hold();
    }

    /// <summary>What they held when the library was loaded.</summary>
    public HeldVariables Loaded { get; }

    /// <summary>What they hold now.</summary>
    public HeldVariables Hold() => new(_ranges);

    /// <summary>Finds the variables of a library that was just loaded.</summary>
    /// <param name="path">The library.</param>
    /// <param name="handle">Its handle.</param>
    /// <exception cref="DeviceException">It has no symbols, so that nothing tells its variables apart.</exception>
    public static HostVariables Of(string path, nint handle)
    {
        try
        {
            var elf = ElfObject.Read(InputFile.Bytes(path, FileLimit.ObjectFile));
            if (elf.Symbols.IsEmpty)
                throw new DeviceException(
                    DeviceFault.InvalidLaunch,
                    $"the module {path} has no symbols, so its variables cannot be put back between launches; take "
                        + "what strips it (-s) out of PerfGateHostFlags");
            // One that the library exports: what it hides, the lookup may find in a library that it needs.
            foreach (
                var symbol in elf.Symbols.Where(s =>
                    s.Type == ElfSymbol.Function
                    && s.Section != 0
                    && s.Name.StartsWith(Exported, StringComparison.Ordinal)
                )
            )
            {
                if (NativeLibrary.TryGetExport(handle, symbol.Name, out var address))
                    return At(address - (nint)symbol.Value, elf);
            }
        }
        catch (Exception e) when (e is ElfFormatException or PerfGateException)
        {
            // Another system's format: nothing is known of its variables.
        }

        return new([], []);
    }

    private static HostVariables At(nint start, ElfObject elf)
    {
        ElfSymbol[] variables =
            [.. elf.Symbols.Where(s => s is { Type: ObjectType, Size: > 0 } && IsOfVariables(elf, s.Section))];
        var ranges = MemoryRanges.Without(
            elf.Sections.Where(s => IsOfVariables(elf, s.Index)).Select(s => (s.Address, s.Address + s.Size)),
            variables.Where(s => _livesOn.Contains(s.Name)).Select(s => (s.Value, s.Value + s.Size)));
        return new(
            [.. variables.Where(IsNamed).Select(s => (start + (nint)s.Value, s))],
            [.. ranges.Select(r => (start + (nint)r.Start, r.End - r.Start))]);
    }

    /// <summary>The variables that a name may mean, with their sizes in bytes.</summary>
    public IReadOnlyList<(nint Variable, long Bytes)> Named(string name)
    {
        var symbols = KernelSymbols.FindVariables(_named.Select(v => v.Symbol), name).ToHashSet();
        return [.. _named.Where(v => symbols.Contains(v.Symbol)).Select(v => (v.Address, v.Symbol.Size))];
    }

    public void Dispose() => Loaded.Dispose();

    private static bool IsNamed(ElfSymbol symbol) =>
        !_notNamed.Any(prefix => symbol.Name.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsOfVariables(ElfObject elf, int section) =>
        elf.Sections[section] is var s
        && (s.Flags & (ElfSection.Writable | ElfSection.InMemory | ElfSection.OfThreads))
            == (ElfSection.Writable | ElfSection.InMemory)
        && !(s.Address >= elf.ReadOnlyOnceLoaded.Start && s.Address < elf.ReadOnlyOnceLoaded.End)
        && !_notVariables.Any(name => s.Name.StartsWith(name, StringComparison.Ordinal));
}

/// <summary>What variables held at some time.</summary>
internal sealed unsafe class HeldVariables : IDisposable
{
    private readonly IReadOnlyList<(nint Address, long Bytes)> _variables;
    private byte* _copy;

    /// <summary>Copies what they hold now.</summary>
    /// <param name="variables">Where each lies, and its size.</param>
    public HeldVariables(IReadOnlyList<(nint Address, long Bytes)> variables)
    {
        _variables = variables;
        _copy = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, variables.Sum(v => v.Bytes)));
        var at = _copy;
        foreach (var (address, bytes) in variables)
        {
            Buffer.MemoryCopy((void*)address, at, bytes, bytes);
            at += bytes;
        }
    }

    /// <summary>Puts it back.</summary>
    public void PutBack()
    {
        ObjectDisposedException.ThrowIf(_copy == null, this);
        var at = _copy;
        foreach (var (address, bytes) in _variables)
        {
            Buffer.MemoryCopy(at, (void*)address, bytes, bytes);
            at += bytes;
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_copy);
        _copy = null;
    }
}
