namespace PerfGate.Runner.Tests.Commands;

/// <summary>Times that others have published, and what they said of them.</summary>
public sealed partial class CompareCommandTests
{
    // The example of benchstat's documentation (golang.org/x/perf/cmd/benchstat, testdata/old.txt and new.txt): ns/op,
    // ten values a side. benchstat says: json -17.20 % (p=0.000), gob ~ (p=0.446).
    private const string OldJson = "1726\n1723\n1707\n1707\n1713\n1729\n1736\n1707\n1705\n1774";
    private const string NewJson = "1423\n1416\n1411\n1413\n1412\n1426\n1422\n1424\n1447\n1425";
    private const string OldGob = "3069\n3075\n3069\n3067\n3207\n3064\n3064\n3058\n3059\n3062";
    private const string NewGob = "3075\n3065\n3059\n3065\n3060\n3081\n3186\n3135\n3087\n3062";

    // golang/go#19634, rsc/benchstat#7: times so constant that they were discarded as outliers of each other.
    [Fact]
    public void Nearly_constant_times_that_fell_are_an_improvement_and_exit_with_0()
    {
        var (exit, output) = Run(File("115\n114\n115\n115\n115"), File("78.8\n78.8\n78.8\n78.8\n78.8"));

        Assert.Equal(0, exit);
        Assert.StartsWith("improvement: 31.4 % faster", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Benchstats_json_example_is_an_improvement()
    {
        var (exit, output) = Run(File(OldJson), File(NewJson));

        Assert.Equal(0, exit);
        Assert.StartsWith("improvement: 17.5 % faster", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Benchstats_json_example_the_other_way_round_is_a_regression()
    {
        var (exit, output) = Run(File(NewJson), File(OldJson));

        Assert.Equal(1, exit);
        Assert.StartsWith("regression: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Benchstats_gob_example_is_undecided_both_ways()
    {
        var (exit, output) = Run(File(OldGob), File(NewGob));
        var (reversedExit, reversed) = Run(File(NewGob), File(OldGob));

        Assert.Equal((0, 0), (exit, reversedExit));
        Assert.StartsWith("undecided: ", output, StringComparison.Ordinal);
        Assert.StartsWith("undecided: ", reversed, StringComparison.Ordinal);
    }

    // As in zupat/related_post_gen, thirteen processes a side and a clock that counts milliseconds; the times are made
    // up, with the medians of changes that were merged there as 19 % and 7.7 % faster.
    [Theory]
    [InlineData("21 21 22 21 20 21 21 22 21 21 20 21 21", "17 17 17 18 17 16 17 17 17 18 17 17 16")]
    [InlineData("26 26 26 27 26 26 25 26 26 26 27 26 25", "24 24 24 24 25 24 24 23 24 24 24 25 23")]
    public void A_faster_program_is_seen_through_a_clock_of_one_millisecond(string reference, string candidate)
    {
        var (exit, output) = Run(Milliseconds(reference), Milliseconds(candidate));

        Assert.Equal(0, exit);
        Assert.StartsWith("improvement: ", output, StringComparison.Ordinal);
    }

    // There "not much difference" was said of such times: one step of the clock is four times the tolerance.
    [Fact]
    public void No_difference_that_a_clock_of_one_millisecond_can_show_is_undecided_both_ways()
    {
        var (one, other) = (
            Milliseconds("24 25 24 24 25 24 24 24 25 24 24 25 24"),
            Milliseconds("24 24 25 24 24 24 25 24 24 24 24 25 24")
        );

        var (exit, output) = Run(one, other);
        var (reversedExit, reversed) = Run(other, one);

        Assert.Equal((0, 0), (exit, reversedExit));
        Assert.StartsWith("undecided: ", output, StringComparison.Ordinal);
        Assert.StartsWith("undecided: ", reversed, StringComparison.Ordinal);
    }

    private string Milliseconds(string runs) =>
        File(string.Join('\n', runs.Split(' ').Select(ms => ms + "000000")));
}
