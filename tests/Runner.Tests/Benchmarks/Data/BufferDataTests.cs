using System.Security.Cryptography;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Tests.Benchmarks.Data;

public sealed class BufferDataTests
{
    private const int Many = 100_000;

    [Fact]
    public void A_normal_fill_has_its_mean_and_deviation()
    {
        var values = Values(ElementType.F64, new(FillKind.Normal, 3, 2));

        var mean = values.Average();
        Assert.Equal(3, mean, 0.03);
        Assert.Equal(2, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), 0.03);
        // A normal has 4.55 % beyond two deviations; a uniform of that deviation has none.
        Assert.Equal(0.0455, values.Count(v => Math.Abs(v - 3) > 4) / (double)Many, 0.005);
    }

    [Fact]
    public void A_uniform_fill_stays_in_its_range_and_reaches_its_ends()
    {
        var values = Values(ElementType.F64, new(FillKind.Uniform, -2, 6));

        Assert.InRange(values.Min(), -2, -1.99);
        Assert.InRange(values.Max(), 5.99, 6);
        Assert.Equal(2, values.Average(), 0.05);
    }

    [Fact]
    public void A_uniform_integer_fill_takes_every_value_but_the_upper_bound() =>
        Assert.Equal([-1.0, 0, 1, 2], Values(ElementType.I8, new(FillKind.Uniform, -1, 3)).Distinct().Order());

    [Theory]
    [InlineData(ElementType.U8, 256)]
    [InlineData(ElementType.I8, 128)]
    [InlineData(ElementType.F16, 2048)]
    [InlineData(ElementType.BF16, 256)]
    [InlineData(ElementType.I32, int.MaxValue)]
    [InlineData(ElementType.F32, 1 << 24)]
    internal void An_index_fill_counts_as_far_as_the_type_is_exact(ElementType type, int modulus)
    {
        var values = Values(type, new(FillKind.Index));

        Assert.All(Enumerable.Range(0, Many), i => Assert.Equal(i % modulus, values[i]));
    }

    [Fact]
    public void A_constant_fill_holds_one_value() =>
        Assert.Equal([0.5], Values(ElementType.F16, new(FillKind.Constant, 0.5)).Distinct());

    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    [InlineData(ElementType.F32)]
    [InlineData(ElementType.F64)]
    internal void Floating_point_poison_is_nan(ElementType type) =>
        Assert.All(Values(type, new(FillKind.Poison)), v => Assert.True(double.IsNaN(v)));

    [Fact]
    public void Integer_poison_is_a5_in_every_byte() =>
        Assert.All(BufferData.Generate(Spec(ElementType.I32, new(FillKind.Poison))), b => Assert.Equal(0xA5, b));

    [Fact]
    public void Seeds_make_different_values() =>
        Assert.NotEqual(
            BufferData.Generate(Spec(ElementType.F32, new(FillKind.Normal, 0, 1), seed: 1)),
            BufferData.Generate(Spec(ElementType.F32, new(FillKind.Normal, 0, 1), seed: 2)));

    [Fact]
    public void A_longer_buffer_begins_like_a_shorter_one()
    {
        var fill = new FillSpec(FillKind.Normal, 0, 1);
        var shorter = BufferData.Generate(new("x", ElementType.F32, 1000, fill, 5));

        Assert.Equal(shorter, BufferData.Generate(new("x", ElementType.F32, Many, fill, 5))[..shorter.Length]);
    }

    // Written down once from the generator itself: baselines hold identities of cases, so these bytes must never
    // change.
    [Fact]
    public void The_bytes_of_a_seed_are_the_same_on_every_machine() =>
        Assert.Equal(
            "0b6700e911f9b4bdc4df8d1ba190d235d60518b121b55c7c4575da9519b8ada0",
            Convert.ToHexStringLower(
                SHA256.HashData(BufferData.Generate(Spec(ElementType.F32, new(FillKind.Normal, 0, 1), seed: 42)))
            )
        );

    // Quantiles of Python's statistics.NormalDist.inv_cdf.
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.3, -0.5244005127080407)]
    [InlineData(0.0749, -1.4402382675279632)]
    [InlineData(0.999999, 4.753424308817089)]
    [InlineData(1e-13, -7.3487961028006765)]
    [InlineData(2.2e-16, -8.127012505595241)]
    public void Normal_quantiles_are_exact(double share, double quantile) =>
        Assert.Equal(quantile, NormalQuantile.At(share), 1e-14);

    [Fact]
    public void Normal_quantiles_of_many_are_those_of_each()
    {
        var shares = Enumerable.Range(0, 1003).Select(i => (i + 0.5) / 1003).ToArray();
        var quantiles = shares.ToArray();
        NormalQuantile.At(quantiles);

        Assert.Equal(shares.Select(NormalQuantile.At), quantiles);
    }

    private static BufferSpec Spec(ElementType type, FillSpec fill, ulong seed = 7) => new("x", type, Many, fill, seed);

    private static double[] Values(ElementType type, FillSpec fill)
    {
        var values = new double[Many];
        ElementConversion.ToDoubles(BufferData.Generate(Spec(type, fill)), type, values);
        return values;
    }
}
