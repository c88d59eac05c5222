using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Tests.Reports;

public sealed class TextTests
{
    [Theory]
    [InlineData("softmax/N=1024", "softmax/N=1024")]
    [InlineData("größe/名前=1", "größe/名前=1")]
    [InlineData("\u001b[31mred", "\\u001B[31mred")]
    [InlineData("a\r\nb\tc", "a  b c")]
    [InlineData("\u202Eevil", "\\u202Eevil")]
    public void A_name_is_shown_as_what_it_is(string name, string shown) => Assert.Equal(shown, PlainText.Name(name));

    // What a compiler colours loses its colours, and a runner of workflows finds no command.
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link", "red link")]
    [InlineData("a\r\nb\tc", "a  b c")]
    [InlineData("\u202Eevil\0", "\\u202Eevil\\u0000")]
    [InlineData("x ##[error]failed", "x # #[error]failed")]
    [InlineData(" ::set-output name=x::y", ": :set-output name=x::y")]
    [InlineData("a name::of::C++", "a name::of::C++")]
    [InlineData("\u0001::error::x", "\\u0001::error::x")]
    public void A_line_of_a_log_is_shown_as_what_it_is(string text, string shown) =>
        Assert.Equal(shown, PlainText.LogLine(text, 40));

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public void A_line_of_a_log_is_cut_between_characters(int maximum)
    {
        var line = PlainText.LogLine(string.Concat(Enumerable.Repeat("😀", 400)), maximum);

        Assert.InRange(line.Length, maximum - 1, maximum);
        Assert.EndsWith("😀…", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_text_keeps_its_length() =>
        Assert.Equal(10_002, PlainText.Whole(new string('x', 5_000) + "\r\n" + new string('y', 5_001)).Length);

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_sign_of_it() =>
        Assert.Equal("lone \uFFFD", PlainText.Name("lone \uD800"));

    [Fact]
    public void A_cut_name_keeps_its_beginning_and_stays_unlike_another()
    {
        var one = PlainText.Name(new string('x', 10_000) + "1");
        var other = PlainText.Name(new string('x', 10_000) + "2");

        Assert.Equal(PlainText.MaximumName - 1, one.Length);
        Assert.StartsWith("xxxx", one, StringComparison.Ordinal);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(38)]
    public void A_name_that_is_cut_for_a_column_fits_it_and_stays_unlike_another(int column)
    {
        var alike = new string('x', 339);
        string[] shown =
        [
            .. ((string[])["1", "2"]).SelectMany(end =>
                (string[])[PlainText.Name(alike + end, column), PlainText.LogName(alike + end, column)]
            ),
        ];

        Assert.All(shown, name => Assert.InRange(name.Length, column / 2, column));
        Assert.All(shown, name => Assert.StartsWith("xx", name, StringComparison.Ordinal));
        Assert.Equal(2, shown.Distinct().Count());
    }

    [Fact]
    public void A_name_in_a_log_neither_colours_nor_commands() =>
        Assert.Equal(": :error::# #[x]", PlainText.LogName("::\u001b[31merror::##[x]"));

    [Fact]
    public void A_cut_never_halves_a_character() =>
        Assert.DoesNotContain(
            PlainText.Message("x" + string.Concat(Enumerable.Repeat("😀", 400)), 101).EnumerateRunes(),
            r => r == System.Text.Rune.ReplacementChar
        );

    [Theory]
    [InlineData(950.0, "950.0 ns")]
    [InlineData(12_312.0, "12.31 µs")]
    [InlineData(1_331_712.0, "1.332 ms")]
    [InlineData(2e9, "2.000 s")]
    [InlineData(null, "–")]
    public void A_duration_has_four_digits_and_a_unit(double? nanoseconds, string text) =>
        Assert.Equal(text, Quantity.Duration(nanoseconds));

    [Theory]
    [InlineData(1.0831, "+8.31 %")]
    [InlineData(0.962, "−3.80 %")]
    [InlineData(1.25, "+25.0 %")]
    [InlineData(0.999999, "+0.00 %")]
    [InlineData(1.0, "+0.00 %")]
    public void A_ratio_reads_as_a_change(double ratio, string text) => Assert.Equal(text, Quantity.Change(ratio));

    // A reader who finds one number in two forms looks for the second number.
    [Theory]
    [InlineData(1.0034, 1.0004, 1.0069, "0.34", "0.04 to 0.69")]
    [InlineData(1.02, 1.01, 1.034, "2.00", "1.00 to 3.40")]
    [InlineData(1.09996, 1.05, 1.12, "10.0", "5.00 to 12.0")]
    [InlineData(1.123, 1.118, 1.1291, "12.3", "11.8 to 12.9")]
    [InlineData(4.826, 3.754, 6.455, "382.6", "275.4 to 545.5")]
    [InlineData(0.986, 0.9799, 1.0012, "1.40", "-2.01 to 0.12")]
    [InlineData(0.999996, 0.99996, 1.00004, "0.00", "0.00 to 0.00")]
    [InlineData(20_001, 10_001, 30_001, "2e+6", "1e+6 to 3e+6")]
    public void A_change_has_the_same_digits_in_tables_and_in_sentences(
        double ratio, double low, double high, string size, string interval)
    {
        string Plain(string text) => text.Replace("+", "", StringComparison.Ordinal).Replace('\u2212', '-');

        Assert.Equal($"{size} % {(ratio >= 1 ? "slower" : "faster")}", Numbers.Change(ratio));
        Assert.Equal($"{interval} %", Numbers.Interval((low, high)));
        Assert.Equal(
            Plain($"{size} % [{interval.Replace(" to ", ", ", StringComparison.Ordinal)}]"),
            Plain(Quantity.Change(ratio, [low, high])).TrimStart('-')
        );
    }

    [Theory]
    [InlineData(0.00009, "p < 0.0001")]
    [InlineData(0.0312, "p = 0.031")]
    [InlineData(0.5, "p = 0.50")]
    public void A_probability_is_never_shown_as_zero(double p, string text) => Assert.Equal(text, Quantity.P(p));

    [Theory]
    [InlineData(1e308, "∞")]
    [InlineData(-1e308, "−∞")]
    [InlineData(9.149, "9.15")]
    public void An_effect_size_may_be_infinite(double g, string text) => Assert.Equal(text, Quantity.EffectSize(g));
}
