using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Tests.Benchmarks.Data;

public sealed class OutputComparisonTests
{
    private const int Many = 50_001;

    [Fact]
    public void The_relative_error_is_the_norm_of_the_difference_over_the_norm_of_the_reference()
    {
        var check = Compare([3, 4.5], [3, 4], new("y", 0.2, null));

        Assert.Equal(0.1, check.RelativeError, 1e-12);
        Assert.Equal(0.5, check.MaximumAbsoluteError);
        Assert.True(check.Passed);
        Assert.Null(check.Detail);
    }

    [Theory]
    [InlineData(0.05, null, false)]
    [InlineData(null, 0.4, false)]
    [InlineData(0.2, 0.4, false)]
    [InlineData(0.05, 0.6, false)]
    [InlineData(0.2, 0.6, true)]
    [InlineData(null, 0.5, true)]
    public void Both_bounds_hold(double? relative, double? absolute, bool passed) =>
        Assert.Equal(passed, Compare([3, 4.5], [3, 4], new("y", relative, absolute)).Passed);

    [Fact]
    public void A_failure_names_the_worst_element()
    {
        var (actual, expected) = Ramp();
        actual[40_000] += 100;

        Assert.Contains(
            "worst element [40000]: 40101 instead of 40001",
            Compare(actual, expected, new("y", 1e-9, null)).Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void One_wrong_element_in_the_last_partial_vector_is_seen()
    {
        var (actual, expected) = Ramp();
        actual[^1] += 1;

        Assert.Equal(1, Compare(actual, expected, new("y", null, 0)).MaximumAbsoluteError);
    }

    // 0xA5 is 165, which a wrong kernel writes into bytes by chance.
    [Fact]
    public void Poison_among_many_wrong_bytes_was_written()
    {
        var actual = Enumerable.Range(0, Many).Select(i => (byte)i).ToArray();

        var check = OutputComparison.Compare(actual, ElementType.U8, new double[Many], new("y", null, 0));

        Assert.False(check.Passed);
        Assert.StartsWith("largest difference", check.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void An_output_that_is_not_finite_fails_and_says_where(double bad)
    {
        var (actual, expected) = Ramp();
        actual[20_000] = actual[30_000] = bad;

        var check = Compare(actual, expected, new("y", 1e9, 1e300));

        Assert.False(check.Passed);
        Assert.Equal("2 of 50,001 elements are NaN or infinite, first [20000]", check.Detail);
        Assert.True(double.IsFinite(check.RelativeError) && double.IsFinite(check.MaximumAbsoluteError));
    }

    [Theory]
    [InlineData(ElementType.F16)]
    [InlineData(ElementType.BF16)]
    [InlineData(ElementType.F32)]
    [InlineData(ElementType.F64)]
    [InlineData(ElementType.I8)]
    [InlineData(ElementType.I32)]
    internal void An_element_that_was_never_written_is_told_as_such(ElementType type)
    {
        var expected = Enumerable.Repeat(1.0, Many).ToArray();
        var actual = new byte[Many * type.Size()];
        ElementConversion.Encode(expected, type, actual);
        Poison.Fill(type, actual.AsSpan(17_000 * type.Size(), 3 * type.Size()));

        var check = OutputComparison.Compare(actual, type, expected, new("y", null, 0));

        Assert.Equal((false, "3 of 50,001 elements were never written, first [17000]"), (check.Passed, check.Detail));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Expected_values_that_are_not_finite_are_named_as_the_error(double bad)
    {
        var (actual, expected) = Ramp();
        expected[5] = actual[5] = bad;

        var check = Compare(actual, expected, new("y", 1, 1));

        Assert.False(check.Passed);
        Assert.StartsWith(
            "the expected values are not finite in 1 of 50,001 elements, first at [5]",
            check.Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_reference_of_zeros_passes_only_zeros()
    {
        Assert.Equal(0, Compare([0, 0], [0, 0], new("y", 0, null)).RelativeError);
        var check = Compare([0, 1e-30], [0, 0], new("y", 1e-2, null));
        Assert.Equal((false, double.MaxValue), (check.Passed, check.RelativeError));
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(1e308)]
    public void Squares_neither_overflow_nor_vanish(double unit) =>
        Assert.Equal(0.5, Compare([1.5 * unit], [unit], new("y", 1, null)).RelativeError, 1e-12);

    [Fact]
    public void A_difference_that_overflows_is_the_largest_number_and_fails()
    {
        var check = Compare([double.MaxValue], [double.MinValue], new("y", 10, null));

        Assert.Equal((false, double.MaxValue), (check.Passed, check.MaximumAbsoluteError));
    }

    [Fact]
    public void Lengths_must_agree() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Compare([1], [1, 2], new("y", 1, 1)));

    private static (double[] Actual, double[] Expected) Ramp() =>
        ([.. Enumerable.Range(1, Many).Select(i => (double)i)], [.. Enumerable.Range(1, Many).Select(i => (double)i)]);

    private static OutputCheck Compare(double[] actual, double[] expected, OutputTolerance tolerance)
    {
        var bytes = new byte[actual.Length * sizeof(double)];
        ElementConversion.Encode(actual, ElementType.F64, bytes);
        return OutputComparison.Compare(bytes, ElementType.F64, expected, tolerance);
    }
}
