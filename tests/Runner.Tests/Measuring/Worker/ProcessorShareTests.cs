using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed class ProcessorShareTests
{
    [Theory]
    [InlineData("0-15", "12-15")]
    [InlineData("8-16", "15-16")]
    [InlineData("4,5,6", "6")]
    [InlineData("0", "0")]
    public void Work_that_gives_way_keeps_the_last_quarter_of_the_processors_and_at_least_one(
        string allowed, string few) =>
        Assert.Equal(CpuAffinity.Parse(few), ProcessorShare.Few(CpuAffinity.Parse(allowed)));
}
