using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Core.Kernels;

/// <summary>
/// The functions of an object that run when its library is loaded: they give variables their first values, which no
/// constant of the object shows.
/// </summary>
internal static class Initialisers
{
    // .init_array, .init_array.00101 with a priority, and .ctors of older compilers.
    private static readonly string[] Tables = [".init_array", ".ctors"];

    // nvcc has each library register its kernels, whose code is hashed by itself.
    private static readonly string[] Registered = [".nv_fatbin", ".nvFatBinSegment"];

    /// <summary>All of them, in the order of their tables.</summary>
    public static List<Initialiser> In(ElfObject file) =>
        [
            .. from table in file.Sections
               where Tables.Any(t => table.Name == t || table.Name.StartsWith(t + ".", StringComparison.Ordinal))
               from relocation in file.RelocationsOf(table)
               let function = file.Symbols[relocation.Symbol]
               where function.Section != 0
               let reached = ReachedFrom(file, function.Section)
               where !reached.Any(s => Registered.Contains(file.Sections[s].Name))
               select new Initialiser(
                   table.Name,
                   function,
                   relocation.Addend,
                   [.. reached.Where(s => (file.Sections[s].Flags & ElfSection.Writable) != 0)]),
        ];

    private static HashSet<int> ReachedFrom(ElfObject file, int section)
    {
        var (reached, pending) = (new HashSet<int> { section }, new Queue<int>([section]));
        while (pending.TryDequeue(out var at))
        {
            foreach (var relocation in file.RelocationsOf(file.Sections[at]))
            {
                if (file.Symbols[relocation.Symbol].Section is var next and not 0 && reached.Add(next))
                    pending.Enqueue(next);
            }
        }

        return reached;
    }
}

/// <summary>A function that runs when the library is loaded.</summary>
/// <param name="Table">The table that lists it, which says when it runs.</param>
/// <param name="Function">The function.</param>
/// <param name="Addend">Where it begins, from that symbol.</param>
/// <param name="Variables">The sections of variables that it, or what it calls, may write.</param>
internal sealed record Initialiser(string Table, ElfSymbol Function, long Addend, HashSet<int> Variables)
{
    /// <summary>Whether it may write to one of some sections.</summary>
    public bool Touches(IEnumerable<int> sections) => Variables.Overlaps(sections);
}
