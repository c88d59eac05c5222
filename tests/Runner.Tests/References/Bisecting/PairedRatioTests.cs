using PerfGate.Core.Measurements;
using PerfGate.Runner.Bisecting;

namespace PerfGate.Runner.Tests.References.Bisecting;

public sealed class PairedRatioTests
{
    private static CaseRun Run(double candidate, double? reference) =>
        new() { Run = 0, Samples = [candidate], ReferenceSamples = reference is { } r ? [r] : null };

    [Fact]
    public void What_the_processes_have_in_common_cancels_out()
    {
        var ratio = PairedRatio.Of([Run(110, 100), Run(220, 200), Run(55, 50)]);
        Assert.Equal(Math.Log(1.1), ratio.LogRatio, 12);
        Assert.Equal(0, ratio.StandardError, 12);
    }

    [Fact]
    public void The_error_is_that_of_the_mean_of_the_differences()
    {
        // Log differences 0 and 0.2: deviation 0.1 * sqrt(2), of the mean of two 0.1.
        var ratio = PairedRatio.Of([Run(100, 100), Run(100 * Math.Exp(0.2), 100)]);
        Assert.Equal(0.1, ratio.StandardError, 12);
    }

    [Fact]
    public void A_run_without_the_bases_side_does_not_count() =>
        Assert.Equal(1, PairedRatio.Of([Run(110, 100), Run(500, null)]).Runs);

    [Fact]
    public void A_single_run_says_nothing_of_its_error() =>
        Assert.Equal(double.PositiveInfinity, PairedRatio.Of([Run(110, 100)]).StandardError);
}
