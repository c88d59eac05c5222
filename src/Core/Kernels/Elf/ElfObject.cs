using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Kernels.Elf;

/// <summary>
/// A 64-bit little-endian ELF file, read as far as hashing its code needs: a cubin, or an object of a host compiler
/// (System V ABI, chapters 4 and 5). It is home-made because the hash follows relocations, which ELFSharp does not
/// read.
/// </summary>
public sealed class ElfObject
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const ushort CudaMachine = 190;
    private const uint RelroSegment = 0x6474e552;

    private readonly ILookup<int, ElfRelocation> _relocations;

    private ElfObject(
        ushort machine,
        ImmutableArray<ElfSection> sections,
        ImmutableArray<ElfSymbol> symbols,
        ILookup<int, ElfRelocation> relocations
    )
    {
        Machine = machine;
        Sections = sections;
        Symbols = symbols;
        _relocations = relocations;
    }

    /// <summary><c>e_machine</c>.</summary>
    public int Machine { get; }

    /// <summary>Whether the file holds GPU code.</summary>
    public bool IsCuda => Machine == CudaMachine;

    /// <summary>
    /// Addresses that the loader makes read-only once it has filled them in (<c>PT_GNU_RELRO</c>), the end excluded;
    /// the same twice for none.
    /// </summary>
    public (long Start, long End) ReadOnlyOnceLoaded { get; private init; }

    /// <summary>The sections, by index.</summary>
    public ImmutableArray<ElfSection> Sections { get; }

    /// <summary>The symbols, by index.</summary>
    public ImmutableArray<ElfSymbol> Symbols { get; }

    /// <summary>The relocations of a section, by offset.</summary>
    public IEnumerable<ElfRelocation> RelocationsOf(ElfSection section) =>
        _relocations[section.Index].OrderBy(r => r.Offset).ThenBy(r => r.Type);

    /// <summary>Reads a file's bytes.</summary>
    /// <exception cref="ElfFormatException">They are not such a file, or they end too soon.</exception>
    public static ElfObject Read(ReadOnlyMemory<byte> file)
    {
        try
        {
            return ReadUnchecked(file);
        }
        catch (Exception e) when (e is not ElfFormatException && ForeignFault.Is(e))
        {
            throw new ElfFormatException($"the file is damaged: a table points outside of it ({e.Message})");
        }
    }

    private static ElfObject ReadUnchecked(ReadOnlyMemory<byte> file)
    {
        var header = file.Span;
        if (header.Length < HeaderSize || !header[..4].SequenceEqual("\u007fELF"u8))
            throw new ElfFormatException("this is not an ELF file");
        if (header[4] != 2 || header[5] != 1)
            throw new ElfFormatException("this is not a 64-bit little-endian ELF file");
        var sections = ReadSections(file, checked((int)U64(header[40..])), U16(header[60..]), U16(header[62..]));
        var table = sections.FirstOrDefault(s => s.Type == ElfSection.SymbolTable);
        var symbols = table is null ? [] : ReadSymbols(table, sections[(int)table.Link]);
        return new(U16(header[18..]), sections, symbols, ReadRelocations(sections))
        {
            ReadOnlyOnceLoaded = ReadRelro(
                header, checked((int)U64(header[32..])), U16(header[54..]), U16(header[56..])),
        };
    }

    private static (long Start, long End) ReadRelro(ReadOnlySpan<byte> file, int table, int size, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var entry = file.Slice(table + i * size, size);
            if (U32(entry) == RelroSegment)
                return ((long)U64(entry[16..]), (long)U64(entry[16..]) + (long)U64(entry[40..]));
        }

        return (0, 0);
    }

    private static ImmutableArray<ElfSection> ReadSections(ReadOnlyMemory<byte> file, int table, int count, int names)
    {
        // With 65,280 sections and more the header's fields are 0 and 0xffff, and the first entry holds the numbers.
        if (table != 0 && count == 0)
            count = checked((int)U64(file.Span[(table + 32)..]));
        if (names == 0xffff)
            names = (int)U32(file.Span[(table + 40)..]);
        if (count < 0 || (long)count * SectionHeaderSize > file.Length)
            throw new ElfFormatException("the file is damaged: it has fewer sections than it says");
        var unnamed = Enumerable.Range(0, count)
            .Select(i => ReadSection(file, i, file.Span.Slice(table + i * SectionHeaderSize, SectionHeaderSize)))
            .ToList();
        return [.. unnamed.Select(s => s.Section with { Name = Text(unnamed[names].Section.Content.Span, s.Name) })];
    }

    private static (ElfSection Section, int Name) ReadSection(
        ReadOnlyMemory<byte> file,
        int index,
        ReadOnlySpan<byte> header
    )
    {
        var type = U32(header[4..]);
        var offset = checked((int)U64(header[24..]));
        var size = checked((int)U64(header[32..]));
        var content = type is ElfSection.NoContent or 0 ? default : file.Slice(offset, size);
        return (new(index, "", type, U64(header[8..]), size, U32(header[40..]), U32(header[44..]), U64(header[48..]),
            checked((int)U64(header[56..])), content) { Address = (long)U64(header[16..]) }, (int)U32(header));
    }

    private static ImmutableArray<ElfSymbol> ReadSymbols(ElfSection table, ElfSection names)
    {
        var symbols = ImmutableArray.CreateBuilder<ElfSymbol>();
        for (var at = 0; at + SymbolSize <= table.Content.Length; at += SymbolSize)
        {
            var entry = table.Content.Span.Slice(at, SymbolSize);
            // Indices from 0xff00 on are reserved: absolute and common symbols lie in no section.
            var section = U16(entry[6..]) is var index && index < 0xff00 ? index : 0;
            symbols.Add(
                new(
                    Text(names.Content.Span, (int)U32(entry)),
                    section,
                    (long)U64(entry[8..]),
                    (long)U64(entry[16..]),
                    entry[4] & 0xf,
                    entry[5]
                )
            );
        }

        return symbols.DrainToImmutable();
    }

    private static ILookup<int, ElfRelocation> ReadRelocations(ImmutableArray<ElfSection> sections) =>
        sections
            .Where(s => s.Type is ElfSection.Relocations or ElfSection.RelocationsWithAddend)
            .SelectMany(s => ReadRelocations(s).Select(r => (Target: (int)s.Info, Relocation: r)))
            .ToLookup(x => x.Target, x => x.Relocation);

    private static List<ElfRelocation> ReadRelocations(ElfSection table)
    {
        var withAddend = table.Type == ElfSection.RelocationsWithAddend;
        var size = withAddend ? 24 : 16;
        var relocations = new List<ElfRelocation>();
        for (var at = 0; at + size <= table.Content.Length; at += size)
        {
            var entry = table.Content.Span.Slice(at, size);
            var info = U64(entry[8..]);
            relocations.Add(new(
                (long)U64(entry), (uint)info, (int)(info >> 32), withAddend ? (long)U64(entry[16..]) : 0));
        }

        return relocations;
    }

    private static string Text(ReadOnlySpan<byte> names, int at)
    {
        var rest = names[at..];
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static ulong U64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}

/// <summary>A section of an object file.</summary>
/// <param name="Index">Its index in the section table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>sh_type</c>.</param>
/// <param name="Flags"><c>sh_flags</c>.</param>
/// <param name="Size">Its size, bytes; what a section without content would occupy.</param>
/// <param name="Link"><c>sh_link</c>.</param>
/// <param name="Info"><c>sh_info</c>.</param>
/// <param name="Alignment"><c>sh_addralign</c>, bytes.</param>
/// <param name="EntrySize"><c>sh_entsize</c>, bytes.</param>
/// <param name="Content">Its bytes; empty for a section without content.</param>
public sealed record ElfSection(
    int Index, string Name, uint Type, ulong Flags, long Size, uint Link, uint Info, ulong Alignment, long EntrySize,
    ReadOnlyMemory<byte> Content)
{
    /// <summary>Where it lies in memory, from where the library is loaded; 0 in an object that is not linked.</summary>
    public long Address { get; init; }

    // Names and values of the ELF specification (System V ABI, chapter 4).
    internal const uint SymbolTable = 2;
    internal const uint RelocationsWithAddend = 4;
    internal const uint NoContent = 8;
    internal const uint Relocations = 9;
    internal const ulong Mergeable = 0x10;

    /// <summary>The flag of a section that the program may write: <c>SHF_WRITE</c>.</summary>
    public const ulong Writable = 0x1;

    /// <summary>The flag of a section that is in memory: <c>SHF_ALLOC</c>.</summary>
    public const ulong InMemory = 0x2;

    /// <summary>The flag of a section that each thread has for itself: <c>SHF_TLS</c>.</summary>
    public const ulong OfThreads = 0x400;

    internal const ulong Strings = 0x20;
}

/// <summary>A symbol of an object file.</summary>
/// <param name="Name">Its name; empty for a section's own symbol.</param>
/// <param name="Section">The index of the section that defines it; 0 if it is not defined here.</param>
/// <param name="Value">Its offset in that section, bytes.</param>
/// <param name="Size">Its size, bytes; 0 if not stated.</param>
/// <param name="Type">The type out of <c>st_info</c>.</param>
/// <param name="Other"><c>st_other</c>, which in a cubin marks the kernels.</param>
public sealed record ElfSymbol(string Name, int Section, long Value, long Size, int Type, byte Other)
{
    /// <summary>The type of a function: <c>STT_FUNC</c>.</summary>
    public const int Function = 2;
    internal const int SectionItself = 3;

    // STO_CUDA_ENTRY, as nvdisasm and cuobjdump print it for every __global__ function.
    private const byte CudaEntry = 0x10;

    /// <summary>Whether the symbol is a kernel of a cubin.</summary>
    public bool IsCudaEntry => Type == Function && Section != 0 && (Other & CudaEntry) != 0;
}

/// <summary>A place in a section that depends on where a symbol ends up.</summary>
/// <param name="Offset">The place, bytes from the section's start.</param>
/// <param name="Type">How the symbol enters, by the machine's numbering.</param>
/// <param name="Symbol">Index of the symbol.</param>
/// <param name="Addend">What is added to the symbol; 0 if it is in the section's bytes.</param>
public sealed record ElfRelocation(long Offset, uint Type, int Symbol, long Addend);

/// <summary>Bytes that are not the object file that they should be.</summary>
public sealed class ElfFormatException(string message) : Exception(message);
