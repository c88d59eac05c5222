using System.Text.Json.Nodes;
using PerfGate.Core.Files;

namespace PerfGate.Core.Tests.Baselines;

public sealed class NumberArraysTests
{
    private static string Numbers(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"{i}.5e1"));

    [Fact]
    public void A_long_array_keeps_its_first_numbers() =>
        Assert.Equal(NumberArrays.Kept, JsonNode.Parse(NumberArrays.Shorten($"{{\"a\": [{Numbers(500)}]}}"))!["a"]!.AsArray().Count);

    [Fact]
    public void A_short_array_stays_as_it_is()
    {
        var text = $"{{\"a\": [{Numbers(NumberArrays.Kept)}], \"b\": []}}";
        Assert.Equal(text, NumberArrays.Shorten(text));
    }

    [Fact]
    public void Brackets_and_quotes_within_texts_mean_nothing()
    {
        var text = $"[\"[{Numbers(100)}]\", \"\\\"[\", [[1, 2], {{}}]]";
        Assert.Equal(text, NumberArrays.Shorten(text));
    }

    [Fact]
    public void An_array_with_anything_but_numbers_stays_as_it_is()
    {
        var text = $"[{Numbers(100)}, \"x\", {Numbers(100)}]";
        Assert.Equal(text, NumberArrays.Shorten(text));
    }

    [Fact]
    public void What_follows_stays_on_its_line()
    {
        var text = $"[[{Numbers(100).Replace(" ", "\n", StringComparison.Ordinal)}],\n7]";
        Assert.Equal(text.Split('\n').Length, NumberArrays.Shorten(text).Split('\n').Length);
    }
}
