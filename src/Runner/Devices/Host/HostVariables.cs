using System.Runtime.InteropServices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Runner.Devices.Host;

/// <summary>
/// The variables of a library of kernels (<c>__device__</c> ones, and statics of functions). They are put back before
/// each launch that is timed or checked: a kernel finds nothing there that an earlier launch left.
/// </summary>
internal sealed class HostVariables : IDisposable
{
    // perfgate_launch_NAME, perfgate_call_NAME.
    private const string Exported = "perfgate_";
    private const int ObjectType = 1;
    private const ulong Writable = 0x1;

    // The runtime behind the kernels (its threads and stacks) lives on from launch to launch, and so does what
    // compilers and the C++ library keep in a library. Whole beginnings of symbols: a variable of the kernel's own is
    // none of these, whatever it is called or takes.
    private static readonly string[] _notTheKernels =
    [
        "_ZN8perfgate", "_ZZN8perfgate", "_ZGVN8perfgate", "_ZGVZN8perfgate",
        "_ZSt", "_ZNSt", "_ZGVNSt", "_ZZNSt", "__dso_handle", "DW.ref.", "completed.",
    ];

    private readonly IReadOnlyList<(nint Address, ElfSymbol Symbol)> _named;

    private HostVariables(IReadOnlyList<(nint Address, ElfSymbol Symbol)> all)
    {
        _named = all;
        Loaded = Hold();
    }

    /// <summary>What they held when the library was loaded.</summary>
    public HeldVariables Loaded { get; }

    /// <summary>What they hold now.</summary>
    public HeldVariables Hold() => new([.. _named.Select(v => (v.Address, v.Symbol.Size))]);

    /// <summary>Finds the variables of a library that was just loaded.</summary>
    /// <param name="path">The library.</param>
    /// <param name="handle">Its handle.</param>
    public static HostVariables Of(string path, nint handle)
    {
        try
        {
            var elf = ElfObject.Read(InputFile.Bytes(path, FileLimit.ObjectFile));
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
                    return new([
                        .. elf
                            .Symbols.Where(s => IsVariable(elf, s))
                            .Select(s => (address - (nint)symbol.Value + (nint)s.Value, s)),
                    ]);
            }
        }
        catch (Exception e) when (e is ElfFormatException or PerfGateException)
        {
            // Another system's format: nothing is known of its variables.
        }

        return new([]);
    }

    /// <summary>The variables that a name may mean, with their sizes in bytes.</summary>
    public IReadOnlyList<(nint Variable, long Bytes)> Named(string name)
    {
        var symbols = KernelSymbols.FindVariables(_named.Select(v => v.Symbol), name).ToHashSet();
        return [.. _named.Where(v => symbols.Contains(v.Symbol)).Select(v => (v.Address, v.Symbol.Size))];
    }

    public void Dispose() => Loaded.Dispose();

    private static bool IsVariable(ElfObject elf, ElfSymbol symbol) =>
        symbol is { Type: ObjectType, Size: > 0, Section: not 0 }
        && elf.Sections[symbol.Section] is { } section
        && (section.Flags & Writable) != 0
        && (
            section.Name.StartsWith(".bss", StringComparison.Ordinal)
            || section.Name.StartsWith(".data", StringComparison.Ordinal)
        )
        && !section.Name.StartsWith(".data.rel.ro", StringComparison.Ordinal)
        && !_notTheKernels.Any(prefix => symbol.Name.StartsWith(prefix, StringComparison.Ordinal));
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
