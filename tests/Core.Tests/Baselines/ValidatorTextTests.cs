using System.Text.Json.Nodes;
using PerfGate.Core.Files;

namespace PerfGate.Core.Tests.Baselines;

public sealed class ValidatorTextTests
{
    private static string Numbers(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"{i}.5e1"));

    [Fact]
    public void A_long_array_keeps_its_first_numbers() =>
        Assert.Equal(
            ValidatorText.Kept,
            JsonNode.Parse(ValidatorText.Of($"{{\"a\": [{Numbers(500)}]}}"))!["a"]!.AsArray().Count
        );

    [Fact]
    public void A_short_array_stays_as_it_is()
    {
        var text = $"{{\"a\": [{Numbers(ValidatorText.Kept)}], \"b\": []}}";
        Assert.Equal(text, ValidatorText.Of(text));
    }

    [Fact]
    public void Brackets_and_quotes_within_texts_mean_nothing()
    {
        var text = $"[\"[{Numbers(100)}]\", \"\\\"[\", [[1, 2], {{}}]]";
        Assert.Equal(text, ValidatorText.Of(text));
    }

    [Fact]
    public void An_array_with_anything_but_numbers_stays_as_it_is()
    {
        var text = $"[{Numbers(100)}, \"x\", {Numbers(100)}]";
        Assert.Equal(text, ValidatorText.Of(text));
    }

    [Fact]
    public void What_follows_stays_on_its_line()
    {
        var text = $"[[{Numbers(100).Replace(" ", "\n", StringComparison.Ordinal)}],\n7]";
        Assert.Equal(text.Split('\n').Length, ValidatorText.Of(text).Split('\n').Length);
    }

    [Theory]
    [InlineData("18446744073709551615", "999999999999999999")]
    [InlineData("-18446744073709551615", "-999999999999999999")]
    [InlineData("1.7976931348623157E+308", "1E+28")]
    [InlineData("-1e300", "-1E+28")]
    public void A_number_that_the_validator_cannot_hold_is_clamped(string number, string clamped) =>
        Assert.Equal(
            $"{{\"a\": {clamped}, \"{number}\": [{clamped}]}}",
            ValidatorText.Of($"{{\"a\": {number}, \"{number}\": [{number}]}}")
        );

    [Theory]
    [InlineData("123456789012345678")]
    [InlineData("0.12345678901234567890")]
    [InlineData("1.5e3")]
    public void Another_number_stays_as_it_is(string number) =>
        Assert.Equal($"[{number}]", ValidatorText.Of($"[{number}]"));
}
