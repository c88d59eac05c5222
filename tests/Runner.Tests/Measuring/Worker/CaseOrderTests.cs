using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed class CaseOrderTests
{
    // The names of cases are as long as their axes are many.
    [Theory]
    [InlineData("a")]
    [InlineData("attention_forward/batch=16/heads=32/length=4096/width=128/causal=1")]
    public void Every_seed_has_a_sequence_of_its_own_however_long_the_purpose(string purpose) =>
        Assert.Distinct(Enumerable.Range(0, 100).Select(seed => CaseOrder.Random((ulong)seed, purpose).Next()));

    // Seeds have 53 bits.
    [Fact]
    public void Seeds_that_differ_above_their_lower_half_have_sequences_of_their_own() =>
        Assert.Distinct(Enumerable.Range(0, 100).Select(seed => CaseOrder.Random((ulong)seed << 40, "a").Next()));

    [Fact]
    public void Purposes_that_begin_alike_have_sequences_of_their_own() =>
        Assert.Distinct(
            Enumerable.Range(0, 100).Select(n => CaseOrder.Random(7, $"a/length=4096/width={n}/causal=1").Next()));

    [Fact]
    public void The_same_seed_gives_the_same_order_of_all_cases()
    {
        int[] cases = [.. Enumerable.Range(0, 50)];
        var order = CaseOrder.Shuffle(cases, 7);

        Assert.Equal(order, CaseOrder.Shuffle(cases, 7));
        Assert.NotEqual(order, CaseOrder.Shuffle(cases, 8));
        Assert.Equal(cases, order.Order());
    }
}
