using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>How long one run is going to take, by the newest measurement of the baseline.</summary>
public sealed class RunTimeTests
{
    [Fact]
    public void A_run_takes_what_the_newest_took_by_its_runs_and_by_the_share_of_its_cases()
    {
        // 60 s for 10 runs of 2 cases: 6 s a run, so 9 s with 3 cases. A case that was not measured took no time.
        Measurement[] both =
        [
            Took(600, Case("a", 10)),
            Took(60, Case("a", 10), Case("b", 5), Case("c", 10) with { Status = CaseStatus.Failed }, Case("d", 0)),
        ];

        Assert.Equal(9, RunTime.Expected(Baseline(both), 3));
    }

    [Fact]
    public void Without_a_measured_case_nobody_knows()
    {
        Assert.Null(RunTime.Expected(null, 3));
        Assert.Null(RunTime.Expected(Baseline(Took(60, Case("a", 0))), 3));
        Assert.Null(RunTime.Expected(Baseline(Took(60, Case("a", 10) with { Status = CaseStatus.Unstable })), 3));
    }

    private static Baseline Baseline(params Measurement[] measurements) =>
        new() { Device = "nvidia-test", Measurements = [.. measurements] };

    private static Measurement Took(double seconds, params MeasuredCase[] cases) => new()
    {
        StartedAt = DateTimeOffset.UnixEpoch,
        WallSeconds = seconds,
        Environment = PerfGate.Tests.Support.Environments.Of(DeviceKind.Cuda),
        Cases = [.. cases],
    };

    private static MeasuredCase Case(string name, int runs) => new()
    {
        Name = name,
        Benchmark = name,
        Status = CaseStatus.Measured,
        Runs = [.. Enumerable.Range(0, runs).Select(run => new CaseRun { Run = run, Samples = [100] })],
    };
}
