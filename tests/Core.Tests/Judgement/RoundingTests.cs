using PerfGate.Core.Judgement;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What is written to a verdict file has the same digits on every machine, and is finite.</summary>
public sealed class RoundingTests
{
    [Theory]
    [InlineData(1.00000000049, 1)]
    [InlineData(1.23456789051, 1.234567891)]
    [InlineData(-9.87654321049e-7, -9.87654321e-7)]
    [InlineData(double.PositiveInfinity, EffectSize.Infinite)]
    [InlineData(double.NegativeInfinity, -EffectSize.Infinite)]
    public void Ten_digits_are_kept_and_what_is_infinite_gets_the_number_that_stands_for_it(
        double value,
        double written
    ) => Assert.Equal(written, Rounding.Stable(value));
}
