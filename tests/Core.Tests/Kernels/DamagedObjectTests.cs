using System.Buffers.Binary;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Core.Tests.Kernels;

public sealed class DamagedObjectTests
{
    private const int SectionTableOffset = 40;
    private const int SectionHeader = 64;
    private const int SectionSize = 32;

    [Fact]
    public void A_section_that_claims_gigabytes_is_a_damaged_object()
    {
        var image = Cubin();
        var table = (int)BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(SectionTableOffset));
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(table + SectionHeader + SectionSize), 1UL << 31);

        Assert.Contains(
            "damaged",
            Assert.Throws<ElfFormatException>(() => ElfObject.Read(image)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_relocation_beyond_the_symbols_is_a_damaged_object()
    {
        var image = new ElfImage();
        var text = image.Section(".text.k", [1, 2, 3, 4, 5, 6, 7, 8], ElfImage.Executable);
        image.Symbol("k", text, other: 0x10);
        image.Relocate(text, 0, symbol: 1_000);

        Assert.Throws<ElfFormatException>(() => KernelCodeHash.Compute(ElfObject.Read(image.Build()), "k"));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x7F)]
    [InlineData(0xFF)]
    public void Any_damaged_byte_gives_a_hash_or_says_that_the_object_is_damaged(byte value)
    {
        var whole = Cubin();
        for (var at = 0; at < whole.Length; at++)
        {
            var image = whole.ToArray();
            image[at] = value;
            try
            {
                var read = ElfObject.Read(image);
                foreach (var symbol in read.Symbols.Where(s => s.Section != 0))
                    KernelCodeHash.Compute(read, symbol.Name);
            }
            catch (ElfFormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public void An_object_that_is_cut_off_anywhere_is_damaged()
    {
        var whole = Cubin();

        Assert.All(
            Enumerable.Range(0, whole.Length),
            length => Assert.Throws<ElfFormatException>(() => ElfObject.Read(whole.AsMemory(0, length)))
        );
    }

    private static byte[] Cubin()
    {
        var image = new ElfImage();
        var kernel = image.Kernel("k", [1, 2, 3, 4, 5, 6, 7, 8]);
        image.Relocate(1, 4, kernel);
        return image.Build();
    }
}
