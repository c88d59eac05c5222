using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Core.Kernels;

/// <summary>
/// Hashes what a function does on the machine: its code, all the code and constants that it reaches inside the object
/// through relocations, what gives the variables among them their values when the library is loaded, and in a cubin the
/// resources that it states. Names of what is defined in the object, section
/// and symbol numbers, paths, dates and debug information do not enter, so the hash moves only when the machine code
/// does.
/// </summary>
public sealed class KernelCodeHash
{
    // Increased when the recipe changes, so that hashes of different recipes never compare equal.
    private const int Recipe = 1;

    private readonly ElfObject _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<Piece, int> _numbers = [];
    private readonly Queue<Piece> _pending = new();

    private KernelCodeHash(ElfObject file) => _file = file;

    /// <summary>A stretch of a section that is hashed as one: all of it, or one mergeable constant or string.</summary>
    private readonly record struct Piece(int Section, long Offset, long Length);

    /// <summary>The hash of one function.</summary>
    /// <param name="file">A cubin, or an object compiled with <c>-ffunction-sections -fdata-sections</c>.</param>
    /// <param name="symbol">The function's symbol.</param>
    /// <returns>Lower-case SHA-256.</returns>
    /// <exception cref="ElfFormatException">The object does not define the symbol, or is damaged.</exception>
    public static string Compute(ElfObject file, string symbol)
    {
        var entry = file.Symbols.FirstOrDefault(s => s.Name == symbol && s.Section != 0)
            ?? throw new ElfFormatException($"the object does not define {symbol}");
        try
        {
            return new KernelCodeHash(file).Run(entry);
        }
        catch (Exception e) when (e is not ElfFormatException && ForeignFault.Is(e))
        {
            throw new ElfFormatException(
                $"the file is damaged: a relocation or a symbol points outside of it ({e.Message})"
            );
        }
    }

    private string Run(ElfSymbol entry)
    {
        Add(Recipe);
        Add(_file.Machine);
        AddReference(entry, addend: 0);
        AddPending();
        AddInitialisers();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    private void AddPending()
    {
        while (_pending.TryDequeue(out var piece))
            AddPiece(piece);
    }

    // What an initialiser adds may use variables that only another one gives their values.
    private void AddInitialisers()
    {
        var left = Initialisers.In(_file);
        while (left.FirstOrDefault(i => i.Touches(_numbers.Keys.Select(p => p.Section))) is { } initialiser)
        {
            left.Remove(initialiser);
            _hash.AppendData(Encoding.UTF8.GetBytes(initialiser.Table));
            AddReference(initialiser.Function, initialiser.Addend);
            AddPending();
        }
    }

    private void AddPiece(Piece piece)
    {
        var section = _file.Sections[piece.Section];
        Add((long)section.Flags);
        Add((long)section.Alignment);
        Add(piece.Length);
        if (!section.Content.IsEmpty)
            _hash.AppendData(section.Content.Span.Slice((int)piece.Offset, (int)piece.Length));
        foreach (var relocation in _file.RelocationsOf(section))
        {
            if (relocation.Offset < piece.Offset || relocation.Offset >= piece.Offset + piece.Length)
                continue;
            Add(relocation.Offset - piece.Offset);
            Add(relocation.Type);
            AddReference(_file.Symbols[relocation.Symbol], relocation.Addend);
        }

        if (_file.IsCuda && section.Name.StartsWith(".text.", StringComparison.Ordinal))
            AddCudaResources(section);
    }

    private void AddCudaResources(ElfSection text)
    {
        // sh_info of a cubin's code: registers in the top byte, a symbol index, which is the module's business, below.
        Add((long)(text.Info >> 24));
        var attributes = CubinResources.AttributesOf(_file, text);
        Add(attributes.Length);
        _hash.AppendData(attributes);
        // Code addresses constant banks by number, without a relocation, so a bank that all kernels share counts for
        // each.
        foreach (var section in CubinResources.SectionsOf(_file, text).Concat(CubinResources.SharedConstants(_file)))
        {
            _hash.AppendData(Encoding.UTF8.GetBytes(CubinResources.Bank(section)));
            Add(Number(new(section.Index, 0, section.Size)));
        }
    }

    private void AddReference(ElfSymbol symbol, long addend)
    {
        if (symbol.Section == 0)
        {
            _hash.AppendData(Encoding.UTF8.GetBytes(symbol.Name));
            Add(addend);
            return;
        }

        var piece = PieceAt(_file.Sections[symbol.Section], symbol);
        Add(Number(piece));
        Add(symbol.Value - piece.Offset);
        Add(addend);
    }

    private int Number(Piece piece)
    {
        if (_numbers.TryGetValue(piece, out var number))
            return number;
        _pending.Enqueue(piece);
        return _numbers[piece] = _numbers.Count;
    }

    // Strings and constants of all functions of a file share mergeable sections; a change to one must not touch the
    // others. A reference by the section's own symbol says only with its machine's rules where it points, so it takes
    // in the whole.
    private static Piece PieceAt(ElfSection section, ElfSymbol symbol)
    {
        var target = symbol.Value;
        if (
            (section.Flags & ElfSection.Mergeable) == 0
            || symbol.Type == ElfSymbol.SectionItself
            || target >= section.Content.Length
        )
            return new(section.Index, 0, section.Size);
        if ((section.Flags & ElfSection.Strings) == 0)
            return new(section.Index, target, Math.Min(Math.Max(section.EntrySize, 1), section.Size - target));
        var width = (int)Math.Max(section.EntrySize, 1);
        var end = (int)target;
        while (
            end + width <= section.Content.Length && section.Content.Span.Slice(end, width).ContainsAnyExcept((byte)0)
        )
            end += width;
        return new(section.Index, target, Math.Min(end + width, section.Size) - target);
    }

    private void Add(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _hash.AppendData(bytes);
    }
}
