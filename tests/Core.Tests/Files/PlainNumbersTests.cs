using System.Text;
using PerfGate.Core.Files.Schemas;

namespace PerfGate.Core.Tests.Files;

public sealed class PlainNumbersTests
{
    [Theory]
    [InlineData("1]", 1)]
    [InlineData(" 66591 , 67103.5,\n1.0 ] tail", 3)]
    [InlineData("12,3]", 2)]
    public void Plain_numbers_are_counted_up_to_the_bracket(string json, int expected)
    {
        Assert.Equal(
            json.IndexOf(']', StringComparison.Ordinal),
            PlainNumbers.EndOfArray(Encoding.UTF8.GetBytes(json), out var count)
        );
        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("]")]
    [InlineData("1")]
    [InlineData("1,]")]
    [InlineData("0.5]")]
    [InlineData("01]")]
    [InlineData("-1]")]
    [InlineData("1e5]")]
    [InlineData("1.]")]
    [InlineData("1..2]")]
    [InlineData("1 2]")]
    [InlineData("1,,2]")]
    [InlineData("1, \"2\"]")]
    [InlineData("1, [2]]")]
    [InlineData("1 // no\n]")]
    [InlineData("1}")]
    public void Anything_else_is_left_to_the_reader(string json) =>
        Assert.Equal(-1, PlainNumbers.EndOfArray(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void A_number_that_may_be_beyond_the_largest_is_left_to_the_reader() =>
        Assert.Equal(-1, PlainNumbers.EndOfArray(Encoding.UTF8.GetBytes(new string('9', 400) + "]"), out _));
}
