using PerfGate.Core.Judgement;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Tests.References;

public sealed class GateEditsTests
{
    private static GatePolicy Host(double tolerance) => new() { Tolerance = new() { Host = tolerance } };

    [Fact]
    public void A_tolerance_that_the_project_loosens_is_told() =>
        Assert.Contains("is 90 %", Assert.Single(GateEdits.Loosened("host", Host(0.05), Host(0.9))), StringComparison.Ordinal);

    [Theory]
    [InlineData("host", 0.01)]
    [InlineData("host", 0.05)]
    [InlineData("cuda", 0.9)]
    public void One_that_it_tightens_or_leaves_is_not(string device, double tolerance) =>
        Assert.Empty(GateEdits.Loosened(device, Host(0.05), Host(tolerance)));
}
