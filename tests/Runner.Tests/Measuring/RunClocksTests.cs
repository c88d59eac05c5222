using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

public class RunClocksTests
{
    [Fact]
    public void The_case_that_it_goes_by_is_one_that_the_gate_brings_along()
    {
        var manifest = Path.Combine(Checkout.Root, "src/Tasks/build/canaries/canary.bench.json");
        var suite = ManifestLoader.Load([manifest], ManifestFolder.Host, Checkout.Root);

        Assert.Equal(CaseRole.Canary, suite.Require(RunClocks.Canary).Role);
    }

    [Theory]
    [InlineData(1010, "1.0 % more than in the runs that are kept")]
    [InlineData(990, "1.0 % less than in the runs that are kept")]
    public void A_run_at_another_clock_is_named_by_its_number_and_by_how_much_longer_it_took(double ns, string said)
    {
        var tally = new CaseTally(new()
        {
            Name = RunClocks.Canary, Benchmark = RunClocks.Canary, Status = CaseStatus.Measured,
        });
        for (var run = 0; run < 6; run++)
        {
            tally.Keep(run, new()
            {
                Name = RunClocks.Canary, Status = CaseStatus.Measured, Samples = [run == 2 ? ns : 1000],
            });
        }

        var (apart, reason) = Assert.Single(RunClocks.Apart(tally));

        Assert.Equal(2, apart);
        Assert.EndsWith(said, reason, StringComparison.Ordinal);
    }
}
