using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Core.Tests.Kernels;

public sealed class KernelSymbolsTests
{
    [Theory]
    [InlineData("scale", "scale")]
    [InlineData("_Z5scalePfi", "scale")]
    [InlineData("_ZL5scalePfi", "scale")]
    [InlineData("_Z5scaleIfEvPT_", "scale")]
    [InlineData("_ZN2ns5scaleEPf", "ns::scale")]
    [InlineData("_ZN1a1b5scaleIfLi4EEEvPT_", "a::b::scale")]
    [InlineData("_ZN12_GLOBAL__N_15scaleEPf", "scale")]
    [InlineData("_ZN44_INTERNAL_0123abcd_10_softmax_cu_scale_456785scaleEPf", "scale")]
    [InlineData("_Z999scale", "")]
    public void A_mangled_name_is_read_up_to_its_template_arguments(string symbol, string expected) =>
        Assert.Equal(expected, string.Join("::", KernelSymbols.Components(symbol)));

    [Fact]
    public void Only_kernels_are_found_and_only_those_of_the_name()
    {
        var image = new ElfImage();
        image.Kernel("_Z5scalePf", [1]);
        image.Kernel("_Z6scale2Pf", [1]);
        image.Kernel("_ZN2ns5scaleEPf", [1]);
        image.Symbol("_Z5scalei", image.Section(".text._Z5scalei", [2], ElfImage.Executable));
        var cubin = ElfObject.Read(image.Build());

        Assert.Equal(["_Z5scalePf"], Find(cubin, new("scale", 1, 1)));
        Assert.Equal(["_ZN2ns5scaleEPf"], Find(cubin, new("scale", 1, 1, "ns::(anonymous)")));
    }

    [Fact]
    public void Instances_of_a_template_are_all_found()
    {
        var image = new ElfImage();
        image.Kernel("_Z5scaleIfEvPT_", [1]);
        image.Kernel("_Z5scaleIdEvPT_", [1]);

        Assert.Equal(2, Find(ElfObject.Read(image.Build()), new("scale", 1, 1, IsTemplate: true)).Count);
    }

    [Fact]
    public void A_kernel_with_C_linkage_is_found_by_its_plain_name()
    {
        var image = new ElfImage();
        image.Kernel("scale", [1]);

        Assert.Equal(["scale"], Find(ElfObject.Read(image.Build()), new("scale", 1, 1, IsExternC: true)));
    }

    [Fact]
    public void A_kernel_that_a_macro_makes_is_found_by_the_end_of_its_name()
    {
        var image = new ElfImage();
        image.Kernel("_ZN2ns5scaleEPf", [1]);
        var cubin = ElfObject.Read(image.Build());

        Assert.Equal(["_ZN2ns5scaleEPf"], KernelSymbols.Find(cubin, KernelName.Parse("scale"), null));
        Assert.Equal(["_ZN2ns5scaleEPf"], KernelSymbols.Find(cubin, KernelName.Parse("ns::scale"), null));
        Assert.Empty(KernelSymbols.Find(cubin, KernelName.Parse("other::scale"), null));
    }

    private static IReadOnlyList<string> Find(ElfObject cubin, KernelDeclaration declared) =>
        KernelSymbols.Find(cubin, KernelName.Parse(declared.Name), declared);
}
