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
}
