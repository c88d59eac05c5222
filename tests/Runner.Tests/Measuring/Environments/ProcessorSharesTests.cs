using System.Collections.Immutable;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Tests.Measuring.Environments;

/// <summary>Which processors the workers of several GPUs get, written as the kernel writes them.</summary>
public sealed class ProcessorSharesTests
{
    [Theory]
    // Each GPU has its own.
    [InlineData("0-31", "0-15 16-31", "0-15 16-31")]
    // Both have the same, or nobody knows which.
    [InlineData("0-31", "0-31 0-31", "0-15 16-31")]
    [InlineData("0-31", "? ?", "0-15 16-31")]
    [InlineData("0-30", "? ?", "0-14 15-30")]
    // Two sockets with two GPUs each.
    [InlineData("0-31", "16-31 0-15 16-31 0-15", "16-23 0-7 24-31 8-15")]
    // This process may use a part only.
    [InlineData("8-23", "0-15 16-31", "8-15 16-23")]
    // Too few are near one of them, so that all are divided.
    [InlineData("0-17", "0-15 16-31", "0-8 9-17")]
    [InlineData("0-15", "0-5 0-5", "0-7 8-15")]
    // One is known to be near the first half; the other may be anywhere.
    [InlineData("0-15", "0-7 ?", "0-7 8-15")]
    public void No_two_GPUs_have_the_same_processors(string allowed, string near, string shares) =>
        Assert.Equal(shares, Shares(allowed, near, processor => processor));

    // Processors n and n + 8 are threads of one core.
    [Fact]
    public void A_core_is_not_divided() =>
        Assert.Equal("0-3,8-11 4-7,12-15", Shares("0-15", "? ?", processor => processor % 8));

    [Theory]
    [InlineData("0-6", "? ?")]
    [InlineData("0-11", "? ? ? ?")]
    public void Fewer_than_four_for_each_are_not_divided(string allowed, string near) =>
        Assert.All(Shares(allowed, near, processor => processor).Split(' '), Assert.Empty);

    [Fact]
    public void A_processor_is_on_a_core_of_this_machine()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says which");
        Assert.All(CpuAffinity.Current(), p => Assert.InRange(CpuAffinity.CoreOf(p), 0, p));
    }

    private static string Shares(string allowed, string near, Func<int, int> coreOf)
    {
        ImmutableArray<IReadOnlyList<int>> known =
            [.. near.Split(' ').Select(n => n == "?" ? [] : CpuAffinity.Parse(n))];
        return string.Join(
            ' ', ProcessorShares.Of(CpuAffinity.Parse(allowed), known, coreOf).Select(CpuAffinity.Format));
    }
}
