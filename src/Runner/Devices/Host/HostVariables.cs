using System.Runtime.InteropServices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Runner.Devices.Host;

/// <summary>
/// The variables of a library of kernels (<c>__device__</c> ones, and statics of functions), with a copy of what they
/// held when it was loaded. Put back before each launch that is timed or checked: a kernel finds nothing there that an
/// earlier launch left.
/// </summary>
internal sealed unsafe class HostVariables : IDisposable
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

    private readonly List<Variable> _variables = [];
    private readonly IReadOnlyList<(nint Address, ElfSymbol Symbol)> _named;
    private byte* _copy;

    private HostVariables(IReadOnlyList<(nint Address, ElfSymbol Symbol)> all)
    {
        _named = all;
        var found = all.Select(v => (v.Address, Bytes: v.Symbol.Size)).ToList();
        _copy = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, found.Sum(v => v.Bytes)));
        var at = 0L;
        foreach (var (address, bytes) in found)
        {
            _variables.Add(new(address, bytes, at));
            Buffer.MemoryCopy((void*)address, _copy + at, bytes, bytes);
            at += bytes;
        }
    }

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

    /// <summary>What they hold now, for <see cref="Reset(ReadOnlySpan{byte})"/>.</summary>
    public byte[] Keep()
    {
        var kept = new byte[_variables.Sum(v => v.Bytes)];
        foreach (var variable in _variables)
            variable.Memory.CopyTo(kept.AsSpan((int)variable.Copy));
        return kept;
    }

    /// <summary>Puts back what they held when the library was loaded.</summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_copy == null, this);
        foreach (var variable in _variables)
            Buffer.MemoryCopy(_copy + variable.Copy, (void*)variable.Address, variable.Bytes, variable.Bytes);
    }

    /// <summary>Puts back what they held when it was kept.</summary>
    /// <param name="kept">By <see cref="Keep"/>.</param>
    public void Reset(ReadOnlySpan<byte> kept)
    {
        foreach (var variable in _variables)
            kept.Slice((int)variable.Copy, (int)variable.Bytes).CopyTo(variable.Memory);
    }

    public void Dispose()
    {
        NativeMemory.Free(_copy);
        _copy = null;
    }

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

    private readonly record struct Variable(nint Address, long Bytes, long Copy)
    {
        public Span<byte> Memory => new((void*)Address, (int)Bytes);
    }
}
