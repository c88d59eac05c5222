using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Numbers as sentences print them, at the borders between two ways of writing them.</summary>
public class WordingTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.000999, "9.99e-4")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.5, "0.5")]
    [InlineData(1, "1.0")]
    [InlineData(1.25, "1.25")]
    [InlineData(10, "10.0")]
    [InlineData(12.34, "12.3")]
    [InlineData(100, "100")]
    [InlineData(999_999, "999999")]
    [InlineData(1_000_000, "1e+6")]
    [InlineData(-12.34, "-12.3")]
    [InlineData(EffectSize.Infinite, "∞")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void A_number_has_three_digits(double value, string words) => Assert.Equal(words, Numbers.Number(value));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00001, "1e-5")]
    [InlineData(0.000999, "9.99e-4")]
    [InlineData(0.001, "0.001")]
    [InlineData(10, "10")]
    [InlineData(999_999, "999999")]
    [InlineData(1_000_000, "1e+6")]
    public void A_bound_is_written_as_manifests_state_it(double value, string words) =>
        Assert.Equal(words, Numbers.Bound(value));

    [Theory]
    [InlineData(999, "999 ns")]
    [InlineData(1000, "1.0 µs")]
    [InlineData(2834, "2.83 µs")]
    [InlineData(1e6, "1.0 ms")]
    [InlineData(1e9, "1.0 s")]
    public void A_time_has_its_unit(double nanoseconds, string words) => Assert.Equal(words, Numbers.Time(nanoseconds));

    [Theory]
    [InlineData(0, "0 ")]
    [InlineData(999, "999 ")]
    [InlineData(999.5, "1.0 k")]
    [InlineData(4.24e12, "4.24 T")]
    [InlineData(-2e6, "-2.0 M")]
    [InlineData(5e15, "5.0 P")]
    [InlineData(5e18, "5000 P")]
    public void A_count_has_a_prefix(double value, string words) => Assert.Equal(words, Numbers.Prefixed(value));

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(89, "89 s")]
    [InlineData(90, "2 min")]
    [InlineData(300, "5 min")]
    [InlineData(5399, "90 min")]
    [InlineData(5400, "1.5 h")]
    public void A_wait_is_rounded_up_to_the_unit_that_one_waits_in(double seconds, string words) =>
        Assert.Equal(words, Numbers.Wait(seconds));

    [Theory]
    [InlineData(1.123, "12.3 % slower")]
    [InlineData(0.986, "1.40 % faster")]
    [InlineData(1, "0.00 % slower")]
    public void A_change_is_slower_or_faster(double ratio, string words) => Assert.Equal(words, Numbers.Change(ratio));

    [Theory]
    [InlineData(0.00009, "p < 0.0001")]
    [InlineData(0.0001, "p = 0.0001")]
    [InlineData(0.0009, "p = 0.0009")]
    [InlineData(0.001, "p = 0.001")]
    [InlineData(0.031, "p = 0.031")]
    [InlineData(0.1, "p = 0.10")]
    [InlineData(1, "p = 1.00")]
    public void A_p_value_has_its_relation(double p, string words) => Assert.Equal(words, PValue.Sentence(p));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(2.3449e-7, "2.34e-7")]
    [InlineData(5, "5e+0")]
    public void An_error_has_three_digits_and_an_exponent(double value, string words) =>
        Assert.Equal(words, Numbers.Error(value));

    [Theory]
    [InlineData(10, 10, "10 runs a side")]
    [InlineData(5, 10, "5 and 10 runs")]
    public void Numbers_of_runs_are_one_where_they_are_equal(int reference, int candidate, string words) =>
        Assert.Equal(words, Numbers.Runs(reference, candidate));
}
