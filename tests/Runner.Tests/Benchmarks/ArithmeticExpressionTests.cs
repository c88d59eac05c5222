using PerfGate.Runner.Benchmarks.Expressions;

namespace PerfGate.Runner.Tests.Benchmarks;

public sealed class ArithmeticExpressionTests
{
    private static readonly Dictionary<string, double> Names = new()
    {
        ["N"] = 1000, ["M"] = 64, ["device.l2"] = 50_331_648, ["not"] = 3, ["if"] = 5,
    };

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("7 - 2 - 1", 4)]
    [InlineData("2 * N / M", 31.25)]
    [InlineData("N % 7 * 2", 12)]
    [InlineData("-N + 1", -999)]
    [InlineData("4e9", 4e9)]
    [InlineData("1.5e-3*2", 0.003)]
    [InlineData("device.l2 / 1024", 49152)]
    [InlineData("ceil_div(N, 256)", 4)]
    [InlineData("ceil_div(1024, 256)", 4)]
    [InlineData("ceil_div(9007199254740991, 2)", 4503599627370496)]
    [InlineData("ceil_div(-3, 2)", -1)]
    [InlineData("round_up(N, 128)", 1024)]
    [InlineData("min(N, M, 2)", 2)]
    [InlineData("max (N, M)", 1000)]
    [InlineData("floor(N / M) + ceil(N / M)", 31)]
    [InlineData("pow2(10) + log2(8) + abs(-1)", 1028)]
    [InlineData("1 / sqrt(M)", 0.125)]
    [InlineData("2 - -N * 3", 3002)]
    [InlineData("-7 % 4", -3)]
    [InlineData("-(N - M) / 2", -468)]
    [InlineData("100 / 5 / 2 % 4 * 3", 6)]
    [InlineData("1 + N % 7 - 2 * (3 - 1)", 3)]
    public void Arithmetic_is_evaluated(string text, double value) =>
        Assert.Equal(value, ArithmeticExpression.Parse(text).Evaluate(Names));

    [Fact]
    public void Products_beyond_32_bits_do_not_overflow() =>
        Assert.Equal(1e18, ArithmeticExpression.Parse("1000000 * 1000000 * 1000000").Evaluate(Names));

    [Fact]
    public void Words_that_other_languages_reserve_are_plain_names() =>
        Assert.Equal(8, ArithmeticExpression.Parse("not + if").Evaluate(Names));

    [Theory]
    [InlineData("N > 1")]
    [InlineData("N == 1")]
    [InlineData("N and M")]
    [InlineData("N ? 1 : 2")]
    [InlineData("N ^ M")]
    [InlineData("N & M")]
    [InlineData("N << 2")]
    [InlineData("!N")]
    [InlineData("~N")]
    [InlineData("'text'")]
    [InlineData("#2020-01-01#")]
    [InlineData("[N]")]
    [InlineData("{N}")]
    [InlineData("Sin(N)")]
    [InlineData("Max(N, M)")]
    [InlineData("if(N, 1, 2)")]
    [InlineData("in(N, M)")]
    [InlineData("N(1)")]
    [InlineData("1 2")]
    [InlineData("--N")]
    [InlineData("+N")]
    [InlineData("min(N)")]
    [InlineData("min(1, 2, 3, 4, 5, 6, 7, 8, 9)")]
    [InlineData("abs()")]
    [InlineData("abs(N, M)")]
    [InlineData("()")]
    [InlineData("min(N M)")]
    [InlineData("N M")]
    [InlineData("2 ** 3")]
    [InlineData("(1")]
    [InlineData("1)")]
    [InlineData("1,2")]
    [InlineData("0x10")]
    [InlineData("1e999")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("N; M")]
    [InlineData("√4")]
    [InlineData("😀")]
    public void Nothing_but_arithmetic_is_read(string text)
    {
        var refused = Assert.Throws<ExpressionException>(() => ArithmeticExpression.Parse(text).Evaluate(Names));

        Assert.Equal(ExpressionFault.Syntax, refused.Fault);
    }

    [Theory]
    [InlineData("N / 0")]
    [InlineData("N % (M - 64)")]
    [InlineData("min(1, N / 0)")]
    [InlineData("ceil_div(N, 0)")]
    [InlineData("round_up(N, 0)")]
    [InlineData("sqrt(-1)")]
    [InlineData("log2(0)")]
    [InlineData("1e308 * 10")]
    public void A_value_that_is_not_finite_is_refused(string text)
    {
        var refused = Assert.Throws<ExpressionException>(() => ArithmeticExpression.Parse(text).Evaluate(Names));

        Assert.Equal(ExpressionFault.Value, refused.Fault);
    }

    [Theory]
    [InlineData("N + ", 3, "an operand is missing at the end")]
    [InlineData("N * / M", 4, "an operand is missing before /")]
    [InlineData("N M", 2, "an operator is missing before M")]
    [InlineData("N)", 1, "an operator is missing before )")]
    [InlineData("(N", 2, "an operator or a closing parenthesis is missing at the end")]
    [InlineData("2 * min(N)", 4, "min takes 2 to 8 arguments, not 1")]
    [InlineData("abs(N, M)", 0, "abs takes 1 argument, not 2")]
    public void A_fault_names_its_place(string text, int offset, string message)
    {
        var refused = Assert.Throws<ExpressionException>(() => ArithmeticExpression.Parse(text));

        Assert.Equal((message, offset), (refused.Message, refused.Offset));
    }

    [Fact]
    public void An_unknown_name_is_reported_with_its_place()
    {
        var refused = Assert.Throws<ExpressionException>(() =>
            ArithmeticExpression.Parse("N * device.warps").Evaluate(Names)
        );

        Assert.Equal(
            (ExpressionFault.UnknownName, "device.warps", 4),
            (refused.Fault, refused.Message, refused.Offset)
        );
    }
}
