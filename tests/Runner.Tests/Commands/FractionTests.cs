using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Commands;

namespace PerfGate.Runner.Tests.Commands;

public class FractionTests
{
    [Theory]
    [InlineData("1%", 0.01)]
    [InlineData("0.01", 0.01)]
    [InlineData("0.5", 0.5)]
    [InlineData("150%", 1.5)]
    [InlineData("1000%", 10)]
    public void Per_cent_and_fractions_are_read(string text, double fraction) =>
        Assert.Equal(fraction, Fraction.Parse("--tolerance", text));

    // Five per cent is what everybody means by it, and five times as slow is what it said.
    [Theory]
    [InlineData("5", "--tolerance is '5': without % that is 500%. Write 5%.")]
    [InlineData("1", "--tolerance is '1': without % that is 100%. Write 1%.")]
    [InlineData("2.5", "--tolerance is '2.5': without % that is 250%. Write 2.5%.")]
    [InlineData("0", "--tolerance is '0': write a fraction")]
    [InlineData("-1%", "--tolerance is '-1%': write a fraction")]
    [InlineData("NaN", "--tolerance is 'NaN': write a fraction")]
    [InlineData("1001%", "--tolerance is '1001%': write a fraction")]
    [InlineData("1,5%", "--tolerance is '1,5%': write a fraction")]
    [InlineData("5 percent", "--tolerance is '5 percent': write a fraction")]
    public void What_may_mean_something_else_is_refused(string text, string says)
    {
        var refused = Assert.Throws<PerfGateException>(() => Fraction.Parse("--tolerance", text));

        Assert.Equal((ExitCode.Usage, "PG9013"), (refused.ExitCode, refused.Diagnostics[0].Code));
        Assert.StartsWith(says, refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }
}
