using System.Globalization;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Core.Kernels;

/// <summary>Matches the kernels of a cubin with those of its source, by the Itanium C++ ABI's name mangling.</summary>
public static class KernelSymbols
{
    /// <summary>
    /// The symbols of a cubin that are instances of a kernel: one, several for a template or overloads, or none.
    /// </summary>
    /// <param name="cubin">The cubin.</param>
    /// <param name="kernel">The kernel.</param>
    public static IReadOnlyList<string> Find(ElfObject cubin, KernelDeclaration kernel)
    {
        string[] name =
        [
            .. kernel.Namespace.Split("::", StringSplitOptions.RemoveEmptyEntries).Where(n => n != "(anonymous)"),
            kernel.Name,
        ];
        return
        [
            .. cubin
                .Symbols.Where(s =>
                    s.IsCudaEntry && (kernel.IsExternC ? s.Name == kernel.Name : Components(s.Name).SequenceEqual(name))
                )
                .Select(s => s.Name)
                .Order(StringComparer.Ordinal),
        ];
    }

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
