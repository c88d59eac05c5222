using System.Buffers.Binary;

namespace PerfGate.Core.Kernels.Elf;

/// <summary>
/// What a cubin states about a kernel beside its code: the sections that bear its name, and the attributes of
/// <c>.nv.info</c>. Attribute numbers as <c>cuobjdump -elf</c> names them (EIATTR_*).
/// </summary>
internal static class CubinResources
{
    // Every attribute is: format, number, and either a 16-bit value or a 16-bit length and that many bytes.
    private const byte Sized = 4;

    // Attributes that say what a kernel uses and hold no symbol index, which would change with its neighbours:
    // MAX_THREADS, REQNTID, KPARAM_INFO, CBANK_PARAM_SIZE, MAXREG_COUNT, CRS_STACK_SIZE, NUM_MBARRIERS,
    // CTA_PER_CLUSTER, EXPLICIT_CLUSTER, MAX_CLUSTER_RANK.
    private static readonly byte[] OfKernel = [0x05, 0x10, 0x17, 0x19, 0x1b, 0x1e, 0x38, 0x3d, 0x3e, 0x3f];

    // In the module's own .nv.info, each a symbol index and a value: FRAME_SIZE, MIN_STACK_SIZE, MAX_STACK_SIZE,
    // REGCOUNT.
    private static readonly byte[] OfModule = [0x11, 0x12, 0x23, 0x2f];

    /// <summary>
    /// The sections that belong to the function whose code is in <paramref name="text"/>: its constants, shared and
    /// local memory.
    /// </summary>
    public static IEnumerable<ElfSection> SectionsOf(ElfObject cubin, ElfSection text)
    {
        var function = Function(text);
        return cubin.Sections
            .Where(s => Parts(s) is ["", "nv", var bank, var owner] && owner == function && IsMemory(bank))
            .OrderBy(Bank, StringComparer.Ordinal);
    }

    /// <summary>The banks of constants that all kernels of a module share and address without a relocation.</summary>
    public static IEnumerable<ElfSection> SharedConstants(ElfObject cubin) =>
        cubin.Sections
            .Where(s => Parts(s) is ["", "nv", var bank] && IsMemory(bank))
            .OrderBy(Bank, StringComparer.Ordinal);

    /// <summary>What a resource section holds, without whose it is: <c>constant0</c>, <c>shared</c>.</summary>
    public static string Bank(ElfSection section) => Parts(section)[2];

    /// <summary>The attributes of a function, as bytes that do not depend on the module's other functions.</summary>
    public static byte[] AttributesOf(ElfObject cubin, ElfSection text)
    {
        var own = cubin.Sections.FirstOrDefault(s => s.Name == ".nv.info." + Function(text));
        var kept = new List<byte[]>();
        if (own is not null)
            kept.AddRange(Attributes(own).Where(a => OfKernel.Contains(a.Number)).Select(a => a.Bytes.ToArray()));
        if (cubin.Sections.FirstOrDefault(s => s.Name == ".nv.info") is { } shared)
            kept.AddRange(
                Attributes(shared)
                    .Where(a => OfModule.Contains(a.Number) && IsAbout(cubin, a.Bytes.Span, text))
                    .Select(a => (byte[])[a.Number, .. a.Bytes.Span[8..]])
            );
        return [.. kept.OrderBy(Convert.ToHexString, StringComparer.Ordinal).SelectMany(b => b)];
    }

    private static string Function(ElfSection text) => text.Name[".text.".Length..];

    // .nv.constant0.NAME: the name itself may hold dots, as those of clones do.
    private static string[] Parts(ElfSection section) => section.Name.Split('.', 4);

    private static bool IsMemory(string bank) =>
        bank.StartsWith("constant", StringComparison.Ordinal) || bank is "shared" or "local";

    private static bool IsAbout(ElfObject cubin, ReadOnlySpan<byte> attribute, ElfSection text) =>
        attribute.Length >= 12
        && BinaryPrimitives.ReadUInt32LittleEndian(attribute[4..]) is var symbol
        && symbol < cubin.Symbols.Length
        && cubin.Symbols[(int)symbol] is { Section: var section } && section == text.Index;

    private static IEnumerable<(byte Number, ReadOnlyMemory<byte> Bytes)> Attributes(ElfSection info)
    {
        var content = info.Content;
        for (var at = 0; at + 4 <= content.Length; )
        {
            var length =
                content.Span[at] == Sized ? BinaryPrimitives.ReadUInt16LittleEndian(content.Span[(at + 2)..]) : 0;
            var end = Math.Min(at + 4 + length, content.Length);
            yield return (content.Span[at + 1], content[at..end]);
            at = end;
        }
    }
}
