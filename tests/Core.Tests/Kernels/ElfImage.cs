using System.Buffers.Binary;
using System.Text;

namespace PerfGate.Core.Tests.Kernels;

/// <summary>Builds ELF64 objects by hand, so that the hash of a cubin can be tested where no nvcc is.</summary>
internal sealed class ElfImage(ushort machine = 190)
{
    public const ulong Executable = 6;

    private readonly List<(
        string Name,
        uint Type,
        ulong Flags,
        uint Link,
        uint Info,
        long EntrySize,
        byte[] Content,
        long Size
    )> _sections = [];
    private readonly List<(string Name, byte Info, byte Other, int Section, long Value)> _symbols = [("", 0, 0, 0, 0)];
    private readonly List<(int Section, long Offset, uint Type, int Symbol)> _relocations = [];

    public int Section(string name, byte[] content, ulong flags = 2, uint info = 0, uint type = 1, long entrySize = 0)
    {
        _sections.Add((name, type, flags, 0, info, entrySize, content, content.Length));
        return _sections.Count;
    }

    public int Empty(string name, long size)
    {
        _sections.Add((name, 8, 3, 0, 0, 0, [], size));
        return _sections.Count;
    }

    public int Symbol(string name, int section, long value = 0, byte type = 2, byte other = 0)
    {
        _symbols.Add((name, (byte)(0x10 | type), other, section, value));
        return _symbols.Count - 1;
    }

    /// <summary>A kernel of a cubin: its code, its parameters' bank, and its symbol.</summary>
    public int Kernel(string name, byte[] code, int registers = 32, int parameters = 16)
    {
        var text = Section(".text." + name, code, Executable, (uint)registers << 24 | (uint)_symbols.Count);
        Section(".nv.constant0." + name, new byte[0x210 + parameters]);
        return Symbol(name, text, other: 0x10);
    }

    public void Relocate(int section, long offset, int symbol, uint type = 2) =>
        _relocations.Add((section, offset, type, symbol));

    public byte[] Build()
    {
        var all = _sections.Prepend(("", 0u, 0ul, 0u, 0u, 0L, [], 0L)).ToList();
        foreach (var group in _relocations.GroupBy(r => r.Section))
            all.Add(
                (
                    ".rela" + all[group.Key].Item1,
                    4,
                    0,
                    (uint)(_sections.Count + 1),
                    (uint)group.Key,
                    24,
                    Bytes(group.Select(r => Join(U64((ulong)r.Offset), U64((ulong)r.Symbol << 32 | r.Type), U64(0)))),
                    0
                )
            );
        var symbolNames = Names(_symbols.Select(s => s.Name), out var symbolAt);
        var symbolTable = all.Count;
        all.Add((".symtab", 2, 0, (uint)symbolTable + 1, 1, 24, Bytes(_symbols.Select((s, i) =>
            Join(U32((uint)symbolAt[i]), [s.Info, s.Other], U16((ushort)s.Section), U64((ulong)s.Value), U64(0)))), 0));
        all.Add((".strtab", 3, 0, 0, 0, 0, symbolNames, 0));
        var sectionNames = Names(all.Select(s => s.Item1).Append(".shstrtab"), out var sectionAt);
        all.Add((".shstrtab", 3, 0, 0, 0, 0, sectionNames, 0));

        var body = new MemoryStream();
        body.Write(new byte[64]);
        var headers = new List<byte[]>();
        foreach (var (section, i) in all.Select((s, i) => (s, i)))
        {
            headers.Add(
                Join(
                    U32((uint)sectionAt[i]),
                    U32(section.Item2),
                    U64(section.Item3),
                    U64(0),
                    U64((ulong)body.Position),
                    U64((ulong)(section.Item2 == 8 ? section.Item8 : section.Item7.Length)),
                    U32(section.Item4),
                    U32(section.Item5),
                    U64(1),
                    U64((ulong)section.Item6)
                )
            );
            body.Write(section.Item7);
        }

        var table = body.Position;
        body.Write(Bytes(headers));
        body.Position = 0;
        body.Write(
            Join(
                [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0x33],
                new byte[8],
                U16(2),
                U16(machine),
                U32(1),
                U64(0),
                U64(0),
                U64((ulong)table),
                U32(0),
                U16(64),
                U16(0),
                U16(0),
                U16(64),
                U16((ushort)all.Count),
                U16((ushort)(all.Count - 1))
            )
        );
        return body.ToArray();
    }

    private static byte[] Names(IEnumerable<string> names, out List<int> at)
    {
        var table = new MemoryStream();
        table.WriteByte(0);
        at = [];
        foreach (var name in names)
        {
            at.Add(name.Length == 0 ? 0 : (int)table.Position);
            if (name.Length > 0)
                table.Write([.. Encoding.UTF8.GetBytes(name), 0]);
        }

        return table.ToArray();
    }

    private static byte[] Join(params byte[][] parts) => Bytes(parts);

    private static byte[] Bytes(IEnumerable<byte[]> parts) => [.. parts.SelectMany(p => p)];

    public static byte[] U16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
