using System.Globalization;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Core.Kernels;

/// <summary>Matches the kernels of a cubin with those of its source, by the Itanium C++ ABI's name mangling.</summary>
public static class KernelSymbols
{
    /// <summary>
    /// The symbols of a cubin that may be a kernel: one, several for a template or overloads, or none.
    /// </summary>
    /// <param name="cubin">The cubin.</param>
    /// <param name="name">The kernel, as a manifest names it; its arguments and parameters are not looked at.</param>
    /// <param name="declared">Its declaration; null if no text of it was found, because a macro makes it.</param>
    public static IReadOnlyList<string> Find(ElfObject cubin, KernelName name, KernelDeclaration? declared)
    {
        string[] path = [.. declared is null ? name.Namespaces : KernelName.PartsOf(declared.Namespace), name.Name];
        return
        [
            .. cubin
                .Symbols.Where(s => s.IsCudaEntry && Fits(s.Name))
                .Select(s => s.Name)
                .Order(StringComparer.Ordinal),
        ];

        bool Fits(string symbol) =>
            declared is null ? KernelName.EndsWith(Components(symbol), path)
            : declared.IsExternC ? symbol == name.Name
            : Components(symbol).SequenceEqual(path);
    }

    /// <summary>
    /// Those of some symbols that are an instance or an overload: one, unless its name fits several or none. Where none
    /// is written like it, the only one that is no other kernel's may be written by other names
    /// (<see cref="KernelName.MayBeDemangled"/>).
    /// </summary>
    /// <param name="name">The kernel.</param>
    /// <param name="others">The other kernels of its module.</param>
    /// <param name="symbols">The symbols of all instances and overloads, each with its demangled form.</param>
    public static IReadOnlyList<string> Choose(
        KernelName name, IEnumerable<KernelName> others, IEnumerable<(string Symbol, string Demangled)> symbols)
    {
        var all = symbols.ToList();
        var fitting = all.Where(s => name.IsDemangled(s.Demangled)).ToList();
        if (fitting.Count == 0)
        {
            var taken = others.Where(o => o.Name == name.Name && o != name).ToList();
            var possible = all.Where(s =>
                name.MayBeDemangled(s.Demangled) && !taken.Any(o => o.IsDemangled(s.Demangled))).ToList();
            fitting = possible.Count == 1 ? possible : [];
        }

        return [.. fitting.Select(s => s.Symbol)];
    }

    /// <summary>The variables of a cubin or library that a name may mean.</summary>
    /// <param name="symbols">The symbols of its variables.</param>
    /// <param name="name">The variable's name, with as many of its namespaces as are needed.</param>
    public static IReadOnlyList<ElfSymbol> FindVariables(IEnumerable<ElfSymbol> symbols, string name) =>
        [.. symbols.Where(s => KernelName.EndsWith(Components(s.Name), KernelName.PartsOf(name)))];

    /// <summary>
    /// The parts of a mangled name up to its template arguments, without unnamed namespaces; the symbol itself where it
    /// is not mangled.
    /// </summary>
    public static IReadOnlyList<string> Components(string symbol)
    {
        if (!symbol.StartsWith("_Z", StringComparison.Ordinal))
            return [symbol];
        var at = 2;
        var nested = at < symbol.Length && symbol[at] == 'N';
        if (nested)
            at++;
        var parts = new List<string>();
        while (at < symbol.Length)
        {
            // L marks internal linkage; r, V and K qualify member functions.
            while (at < symbol.Length && symbol[at] is 'L' or 'r' or 'V' or 'K')
                at++;
            var digits = at;
            while (digits < symbol.Length && char.IsAsciiDigit(symbol[digits]))
                digits++;
            if (
                digits == at
                || !int.TryParse(symbol.AsSpan(at, digits - at), CultureInfo.InvariantCulture, out var length)
                || digits + length > symbol.Length
            )
            {
                break;
            }

            parts.Add(symbol.Substring(digits, length));
            at = digits + length;
            if (!nested)
                break;
        }

        // g++ and clang name an unnamed namespace _GLOBAL__N_1; nvcc's stand-in for one, and for static, begins with
        // _INTERNAL_.
        parts.RemoveAll(p =>
            p.StartsWith("_GLOBAL__N_", StringComparison.Ordinal)
            || p.StartsWith("_INTERNAL_", StringComparison.Ordinal)
        );
        return parts;
    }
}
