using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Core.Tests.Kernels;

public sealed class CubinHashTests
{
    private static readonly byte[] Code = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly byte[] OtherCode = [8, 7, 6, 5, 4, 3, 2, 1];

    [Fact]
    public void The_same_code_has_the_same_hash() => Assert.Equal(HashOfA(_ => { }), HashOfA(_ => { }));

    [Fact]
    public void Other_code_has_another_hash()
    {
        var changed = new ElfImage();
        changed.Kernel("_Z1aPf", OtherCode);

        Assert.NotEqual(HashOfA(_ => { }), Hash(changed));
    }

    [Fact]
    public void Debug_information_notes_and_the_call_graph_do_not_count() =>
        Assert.Equal(HashOfA(_ => { }), HashOfA(cubin =>
        {
            cubin.Section(".nv_debug_line_sass", [9, 9]);
            cubin.Section(".debug_line", [9]);
            cubin.Section(".note.nv.tkinfo", [9, 1, 2]);
            cubin.Section(".nv.callgraph", [1, 2, 3, 4]);
        }));

    [Fact]
    public void A_neighbour_does_not_count()
    {
        // In front of it, so that every section and symbol number differs.
        var both = new ElfImage();
        both.Kernel("_Z1bPf", OtherCode);
        both.Section(".nv.shared._Z1bPf", [1]);
        both.Kernel("_Z1aPf", Code);

        Assert.Equal(HashOfA(_ => { }), Hash(both));
    }

    [Fact]
    public void More_registers_for_the_same_code_count()
    {
        var more = new ElfImage();
        more.Kernel("_Z1aPf", Code, registers: 48);

        Assert.NotEqual(HashOfA(_ => { }), Hash(more));
    }

    [Fact]
    public void More_shared_memory_counts() =>
        Assert.NotEqual(
            HashOfA(c => c.Empty(".nv.shared._Z1aPf", 1024)),
            HashOfA(c => c.Empty(".nv.shared._Z1aPf", 2048))
        );

    [Fact]
    public void A_constant_of_its_own_counts() =>
        Assert.NotEqual(
            HashOfA(c => c.Section(".nv.constant2._Z1aPf", [1])),
            HashOfA(c => c.Section(".nv.constant2._Z1aPf", [2]))
        );

    [Fact]
    public void A_constant_that_all_kernels_share_counts_for_each() =>
        Assert.NotEqual(HashOfA(c => c.Section(".nv.constant3", [1])), HashOfA(c => c.Section(".nv.constant3", [2])));

    [Fact]
    public void A_stated_limit_of_threads_counts() =>
        Assert.NotEqual(
            HashOfA(c => c.Section(".nv.info._Z1aPf", MaxThreads(256))),
            HashOfA(c => c.Section(".nv.info._Z1aPf", MaxThreads(512)))
        );

    [Fact]
    public void An_attribute_that_only_numbers_a_symbol_does_not_count() =>
        Assert.Equal(
            HashOfA(c => c.Section(".nv.info._Z1aPf", ParameterBank(symbol: 3))),
            HashOfA(c => c.Section(".nv.info._Z1aPf", ParameterBank(symbol: 7)))
        );

    [Fact]
    public void The_register_count_in_the_modules_own_attributes_counts_for_its_kernel_only()
    {
        Assert.NotEqual(HashWithRegisterAttributes(a: 32, b: 16), HashWithRegisterAttributes(a: 40, b: 16));
        Assert.Equal(HashWithRegisterAttributes(a: 32, b: 16), HashWithRegisterAttributes(a: 32, b: 24));
    }

    [Fact]
    public void A_called_function_counts()
    {
        Assert.NotEqual(HashCalling(Code), HashCalling(OtherCode));
        Assert.Equal(HashCalling(Code), HashCalling(Code));
    }

    [Fact]
    public void Functions_that_call_each_other_end_the_search()
    {
        var cubin = new ElfImage();
        var a = cubin.Kernel("_Z1aPf", Code);
        var f = cubin.Symbol("f", cubin.Section(".text.f", OtherCode, ElfImage.Executable));
        cubin.Relocate(1, 0, f);
        cubin.Relocate(3, 0, a);

        Assert.Equal(64, Hash(cubin).Length);
    }

    [Fact]
    public void A_missing_kernel_is_named() =>
        Assert.Contains(
            "_Z1bPf",
            Assert.Throws<ElfFormatException>(() => Compute(Plain(_ => { }), "_Z1bPf")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(200)]
    public void A_truncated_file_is_refused(int length) =>
        Assert.Throws<ElfFormatException>(() => ElfObject.Read(Plain(_ => { }).Build().AsMemory(0, length)));

    [Fact]
    public void A_file_of_another_kind_is_refused() =>
        Assert.Throws<ElfFormatException>(() => ElfObject.Read(new byte[100]));

    private static byte[] MaxThreads(uint threads) =>
        [4, 0x05, .. ElfImage.U16(12), .. ElfImage.U32(threads), .. ElfImage.U32(1), .. ElfImage.U32(1)];

    private static byte[] ParameterBank(uint symbol) =>
        [4, 0x0a, .. ElfImage.U16(8), .. ElfImage.U32(symbol), 0x10, 2, 16, 0];

    private static string HashWithRegisterAttributes(uint a, uint b)
    {
        var cubin = new ElfImage();
        var first = (uint)cubin.Kernel("_Z1aPf", Code);
        var second = (uint)cubin.Kernel("_Z1bPf", OtherCode);
        cubin.Section(".nv.info",
        [
            4, 0x2f, .. ElfImage.U16(8), .. ElfImage.U32(second), .. ElfImage.U32(b),
            4, 0x2f, .. ElfImage.U16(8), .. ElfImage.U32(first), .. ElfImage.U32(a),
        ]);
        return Hash(cubin);
    }

    private static string HashCalling(byte[] function)
    {
        var cubin = new ElfImage();
        cubin.Kernel("_Z1aPf", Code);
        cubin.Relocate(1, 4, cubin.Symbol("f", cubin.Section(".text.f", function, ElfImage.Executable)));
        return Hash(cubin);
    }

    private static ElfImage Plain(Action<ElfImage> more)
    {
        var cubin = new ElfImage();
        cubin.Kernel("_Z1aPf", Code);
        more(cubin);
        return cubin;
    }

    private static string HashOfA(Action<ElfImage> more) => Hash(Plain(more));

    private static string Hash(ElfImage cubin) => Compute(cubin, "_Z1aPf");

    private static string Compute(ElfImage cubin, string symbol) =>
        KernelCodeHash.Compute(ElfObject.Read(cubin.Build()), symbol);
}
