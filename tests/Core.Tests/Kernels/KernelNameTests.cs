using PerfGate.Core.Kernels;

namespace PerfGate.Core.Tests.Kernels;

public sealed class KernelNameTests
{
    [Theory]
    [InlineData("scale", "", "scale", null, null)]
    [InlineData("a::b::scale", "a::b", "scale", null, null)]
    [InlineData("ns::scale<16, float>", "ns", "scale", "16, float", null)]
    [InlineData("scale<Tile<2, (1 > 0)>, true>", "", "scale", "Tile<2, (1 > 0)>, true", null)]
    [InlineData("scale(const float*, int)", "", "scale", null, "const float*, int")]
    [InlineData("scale<2>(const float*)", "", "scale", "2", "const float*")]
    public void A_name_is_taken_apart(string written, string ns, string name, string? arguments, string? parameters)
    {
        var read = KernelName.Parse(written);

        Assert.Equal(
            (ns, name, arguments, parameters),
            (string.Join("::", read.Namespaces), read.Name, read.TemplateArguments, read.Parameters)
        );
    }

    [Fact]
    public void A_plain_name_is_its_own_export_and_others_have_one_each()
    {
        Assert.Equal("scale", KernelName.Parse("scale").Export);
        var exports = new[] { "scale<2>", "scale<4>", "ns::scale", "scale(int)" }
            .Select(n => KernelName.Parse(n).Export)
            .ToList();

        Assert.Equal(4, exports.Distinct().Count());
        Assert.All(exports, e => Assert.Matches("^scale_[0-9a-f]{8}$", e));
    }

    [Theory]
    [InlineData("ns::scale<16, float>", "void ns::scale<16, float>(float const*, float*)", true)]
    [InlineData("scale<16, float>", "void ns::scale<16, float, true>(float const*, float*)", true)]
    // As cu++filt of CUDA 13.0 writes it.
    [InlineData("ns::scale<2, float>", "ns::scale<(int)2, float>(const T2 *, T2 *, int)", true)]
    [InlineData("ns::scale<3, float>", "ns::scale<(int)2, float>(const T2 *, T2 *, int)", false)]
    [InlineData("scale<2, float>(const float*, float*, int)", "ns::scale<(int)2, float>(const T2 *, T2 *, int)", true)]
    [InlineData("scale<2, float>(const int*, float*, int)", "ns::scale<(int)2, float>(const T2 *, T2 *, int)", false)]
    [InlineData("scale<true, 4u, -1>", "scale<(bool)1, (unsigned int)4, (int)-1>(float *)", true)]
    [InlineData("scale<Tile<2, 4>>", "scale<Tile<(int)2, (int)4>>(float *)", true)]
    [InlineData("scale<Tile<2, 4>>", "scale<Tile<(int)2, (int)5>>(float *)", false)]
    [InlineData("scale<float>(T1*)", "void scale<float>(T1*)", true)]
    [InlineData("scale<16>", "void scale<32>(float*)", false)]
    [InlineData("scale<float>", "void scale<double>(double*)", false)]
    [InlineData("scale<half, size_t>", "void scale<__half, unsigned long>(__half*)", true)]
    [InlineData("scale<16>", "void scale<16u>(float*)", true)]
    [InlineData("scale<int32_t, uint8_t>", "void scale<int, unsigned char>(int*)", true)]
    [InlineData("scale<int8_t, uint16_t>", "void scale<signed char, unsigned short>(signed char*)", true)]
    [InlineData("scale<int16_t>", "void scale<unsigned short>(unsigned short*)", false)]
    [InlineData("scale(const float*, int)", "scale(float const*, int)", true)]
    [InlineData("scale(const float*, int)", "scale(float const*, float)", false)]
    [InlineData("scale(unsigned*)", "scale(unsigned int*)", true)]
    [InlineData("scale()", "scale(int)", false)]
    [InlineData("scale<Tile<2, 4>>", "void scale<Tile<2, 4> >(float*)", true)]
    [InlineData("scale<Tile<2, 4>>", "void scale<Tile<4, 2> >(float*)", false)]
    // Functions: as c++filt of GNU and of LLVM write them, and cu++filt.
    [InlineData("scale<gelu>", "void scale<&(gelu(float))>(float*)", true)]
    [InlineData("scale<&gelu>", "void scale<&gelu(float)>(float*)", true)]
    [InlineData("scale<gelu>", "void scale<&gelu>(float*)", true)]
    [InlineData("scale<gelu>", "scale<(float (*)(float))&gelu>(float *)", true)]
    [InlineData("scale<relu>", "void scale<&(gelu(float))>(float*)", false)]
    [InlineData("scale<relu>", "scale<(float (*)(float))&gelu>(float *)", false)]
    [InlineData("scale<&ns::gelu, 2>", "void scale<&ns::gelu, 2>(float*)", true)]
    [InlineData("scale<ns::gelu, 2>", "void scale<&ns::relu, 2>(float*)", false)]
    [InlineData("scale<gelu>", "void scale<&(anonymous namespace)::gelu>(float*)", true)]
    [InlineData("scale<times<2>>", "void scale<&(float times<2>(float))>(float*)", true)]
    [InlineData("scale<times<2>>", "void scale<&(float times<4>(float))>(float*)", false)]
    [InlineData("scale<times<2>>", "scale<(float (*)(float))&times<(int)2>>(float *)", true)]
    [InlineData("scale<float>", "void scale<float (*)(float)>(float (*)(float))", false)]
    [InlineData("scale<float>", "void scale<float (float)>(float (*)(float))", false)]
    public void A_demangled_symbol_is_told_from_others(string written, string demangled, bool same) =>
        Assert.Equal(same, KernelName.Parse(written).IsDemangled(demangled));

    [Theory]
    [InlineData("scale<Element>", "scale<double>", 1)]
    [InlineData("scale<Element, 4>", "scale<double>", 1)]
    [InlineData("scale<Element, 8>", "scale<double>", null)]
    [InlineData("scale<Element>", "other<int>", null)]
    [InlineData("scale<double, Count>", "other<int>", 0)]
    [InlineData("scale<Element>(int*)", "other<int>", 1)]
    [InlineData("scale<Element>(float*)", "other<int>", null)]
    [InlineData("scale<int>", "scale<Element>", 1)]
    public void An_instance_by_names_of_its_own_is_the_only_one_that_it_can_be(string kernel, string other, int? chosen)
    {
        string[] demangled = ["void scale<double, 2>(double*)", "void scale<int, 4>(int*)"];
        KernelName[] names = [KernelName.Parse(kernel), KernelName.Parse(other)];

        var found = KernelSymbols.Choose(names[0], names, demangled.Select((d, i) => ($"{i}", d)));

        Assert.Equal(chosen is null ? [] : [$"{chosen}"], found);
    }

    [Theory]
    [InlineData("send<float, Where::Shared>", "send<float, (Where)0>(float *)")]
    [InlineData("send<float, act>", "send<float, (float (*)(float))&names::act>(float *)")]
    [InlineData("send<Alias, 2>", "void send<Pair<int, float>, 2>(Pair<int, float>*)")]
    public void What_a_demangler_writes_in_another_way_may_be_the_instance(string written, string demangled)
    {
        var name = KernelName.Parse(written);

        Assert.False(name.IsDemangled(demangled));
        Assert.True(name.MayBeDemangled(demangled));
    }

    [Fact]
    public void A_declaration_fits_by_the_end_of_its_namespaces()
    {
        var declared = new KernelDeclaration("scale", 1, 2, "a::(anonymous)::b");

        Assert.True(KernelName.Parse("scale").Fits(declared));
        Assert.True(KernelName.Parse("b::scale<2>").Fits(declared));
        Assert.False(KernelName.Parse("c::scale").Fits(declared));
        Assert.Equal("a::b::scale<2>", KernelName.Parse("b::scale<2>").Expression(declared));
    }
}
