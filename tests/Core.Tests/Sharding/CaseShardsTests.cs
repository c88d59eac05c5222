using PerfGate.Core.Measurements;
using PerfGate.Core.Sharding;

namespace PerfGate.Core.Tests.Sharding;

/// <summary>How cases are dealt out.</summary>
public sealed class CaseShardsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_case_is_in_exactly_one_shard(int count)
    {
        var costs = Enumerable.Range(0, 50).ToDictionary(i => $"case{i}", i => i % 3 == 0 ? null : (double?)(i * i));

        var dealt = Enumerable.Range(1, count).SelectMany(i => CaseShards.Of(costs, new(i, count))).ToList();

        Assert.Equal(costs.Keys.Order(), dealt.Order());
    }

    [Fact]
    public void The_shards_take_about_as_long()
    {
        var costs = Enumerable.Range(1, 100).ToDictionary(i => $"case{i}", i => (double?)(i * i));

        var loads = Enumerable.Range(1, 4)
            .Select(i => CaseShards.Of(costs, new(i, 4)).Sum(name => costs[name]!.Value)).ToList();

        Assert.InRange(loads.Max() / loads.Min(), 1, 1.01);
    }

    [Fact]
    public void One_dear_case_is_alone() =>
        Assert.Equal(
            ["dear"],
            CaseShards.Of(new Dictionary<string, double?> { ["a"] = 1, ["b"] = 2, ["dear"] = 100 }, new(1, 2)));

    [Theory]
    [InlineData("2/4", 2, 4)]
    [InlineData("1/1", 1, 1)]
    public void A_shard_is_read(string text, int index, int count) =>
        Assert.Equal((index, count), (Shard.Parse(text)!.Index, Shard.Parse(text)!.Count));

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("-1/4")]
    [InlineData("1/2/3")]
    [InlineData("1/100000")]
    [InlineData(" 1/2")]
    public void Anything_else_is_no_shard(string text) => Assert.Null(Shard.Parse(text));
}
