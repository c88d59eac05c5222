using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Tests.Benchmarks.Data;

public sealed class ElementConversionTests
{
    [Theory]
    [InlineData(ElementType.F16, 1, "003c")]
    [InlineData(ElementType.F16, 65504, "ff7b")]
    [InlineData(ElementType.F16, 1.00048828125, "003c")] // Half a place above 1: to even.
    [InlineData(ElementType.BF16, 1, "803f")]
    [InlineData(ElementType.BF16, 1.00390625, "803f")] // Half a place above 1: to even.
    [InlineData(ElementType.BF16, 1.01171875, "823f")] // Half a place above an odd one: to even, upwards.
    [InlineData(ElementType.F32, -2, "000000c0")]
    [InlineData(ElementType.F64, 0.5, "000000000000e03f")]
    [InlineData(ElementType.I8, -1, "ff")]
    [InlineData(ElementType.I8, 1000, "7f")]
    [InlineData(ElementType.U16, 258, "0201")]
    [InlineData(ElementType.I32, 2.6, "03000000")]
    [InlineData(ElementType.U32, -5, "00000000")]
    [InlineData(ElementType.I64, -2, "feffffffffffffff")]
    internal void A_scalar_is_rounded_to_its_type(ElementType type, double value, string bytes) =>
        Assert.Equal(bytes, Convert.ToHexStringLower([.. ElementConversion.Scalar(type, value)]));

    [Fact]
    public void Every_half_comes_back_as_it_went()
    {
        var halves = Enumerable
            .Range(0, 1 << 16)
            .Select(i => BitConverter.UInt16BitsToHalf((ushort)i))
            .Where(Half.IsFinite)
            .ToArray();
        var bytes = halves.SelectMany(BitConverter.GetBytes).ToArray();
        var values = new double[halves.Length];
        ElementConversion.ToDoubles(bytes, ElementType.F16, values);
        var back = new byte[bytes.Length];
        ElementConversion.Encode(values, ElementType.F16, back);

        Assert.Equal(halves.Select(h => (double)h), values);
        Assert.Equal(bytes, back);
    }

    [Fact]
    public void A_bfloat16_nan_stays_a_nan()
    {
        var values = new double[1];
        ElementConversion.ToDoubles(
            [.. ElementConversion.Scalar(ElementType.BF16, double.NaN)],
            ElementType.BF16,
            values
        );

        Assert.True(double.IsNaN(values[0]));
    }

    [Fact]
    public void Integers_widen_with_their_sign()
    {
        var values = new long[2];
        ElementConversion.ToInt64([0xff, 0xff, 0x01, 0x00], ElementType.I16, values);

        Assert.Equal([-1, 1], values);
    }

    [Fact]
    public void A_destination_of_another_length_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ElementConversion.ToDoubles(new byte[8], ElementType.F32, new double[3])
        );
}
