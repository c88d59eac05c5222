using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Tests.Benchmarks.Data;

/// <summary>Which elements are as near to the expected value as their type can be.</summary>
public sealed class ExactShareTests
{
    private const int Count = 40_003;

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    [InlineData("F32")]
    [InlineData("F64")]
    [InlineData("I32")]
    public void What_rounding_to_the_type_gives_is_exact(string type) =>
        Assert.Equal(1, Share(Enum.Parse<ElementType>(type), Values(Enum.Parse<ElementType>(type)), changed: 0));

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    [InlineData("F32")]
    [InlineData("F64")]
    [InlineData("I32")]
    public void One_unit_in_the_last_place_is_not(string type)
    {
        var parsed = Enum.Parse<ElementType>(type);

        // Among them elements of whole vectors, of the part of one at the end, and of a chunk that holds one that is
        // not finite.
        Assert.Equal(1 - 5.0 / Count, Share(parsed, Values(parsed), changed: 5), 1e-12);
    }

    [Fact]
    public void Values_too_small_for_the_type_are_exact_as_zero_and_as_its_smallest_number()
    {
        var bytes = new byte[2 * sizeof(float)];
        BitConverter.TryWriteBytes(bytes.AsSpan(4), float.Epsilon);

        var check = OutputComparison.Compare(bytes, ElementType.F32, [1e-60, float.Epsilon * 0.9], new("y", 1, null));

        Assert.Equal(1, check.ExactShare);
    }

    [Fact]
    public void An_output_that_cannot_be_compared_has_no_share() => Assert.Null(OutputComparison.Compare(
        BitConverter.GetBytes(float.NaN), ElementType.F32, [1.0], new("y", 1, null)).ExactShare);

    [Fact]
    public void The_largest_expected_value_is_told() =>
        Assert.Equal(
            4,
            OutputComparison
                .Compare(BitConverter.GetBytes(-4f), ElementType.F32, [-4.0], new("y", 1, null))
                .LargestExpected
        );

    private static double[] Values(ElementType type)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, Count).Select(i => type.IsFloatingPoint()
            ? (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-9, 9))
            : random.Next(-1000, 1000))];
    }

    private static double Share(ElementType type, double[] expected, int changed)
    {
        var bytes = new byte[Count * type.Size()];
        ElementConversion.Encode(expected, type, bytes);
        // The next number of the same type: its bytes read as an integer, plus one.
        for (var i = 0; i < changed; i++)
            bytes[(i == 0 ? Count - 1 : i * 7_919) * type.Size()] ^= 1;
        return OutputComparison.Compare(bytes, type, expected, new("y", 1, null)).ExactShare!.Value;
    }
}
