using System.Text;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>What is kept of all that a process prints.</summary>
public sealed class OutputTailTests
{
    [Fact]
    public async Task Of_little_output_every_line_is_kept_and_nothing_else() =>
        Assert.Equal(["first", "last"], await LinesAsync("first\nlast"));

    // 16 KiB are kept, and up to as much before them.
    [Theory]
    [InlineData(20_000)]
    [InlineData(40_000)]
    [InlineData(100_000)]
    public async Task Of_much_output_at_least_the_last_16_KiB_are_kept_in_order(int lines)
    {
        string[] printed = [.. Enumerable.Range(0, lines).Select(i => $"line {i}")];

        var kept = await LinesAsync(string.Join('\n', printed));

        // The first of them may be cut.
        Assert.Equal(printed[^(kept.Length - 1)..], kept[1..]);
        Assert.InRange(kept.Sum(l => l.Length + 1), 16 * 1024, 32 * 1024);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(9, 1)]
    public async Task More_output_than_the_limit_is_told_once(long limit, int told)
    {
        var count = 0;
        await new OutputTail(limit, () => count++).ReadAsync(new MemoryStream(new byte[10]));

        Assert.Equal(told, count);
    }

    private static async Task<string[]> LinesAsync(string printed)
    {
        var tail = new OutputTail(long.MaxValue, () => { });
        await tail.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(printed)));
        return [.. tail.Lines];
    }
}
