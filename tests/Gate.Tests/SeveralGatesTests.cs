using PerfGate.Core.Measurements;

namespace PerfGate.Gate.Tests;

/// <summary>Two gates at the same time on one machine, each in a process of its own that stays.</summary>
public sealed class SeveralGatesTests : IDisposable
{
    private readonly GateProject _project = new();
    private readonly GateProject _other = new();

    public SeveralGatesTests()
    {
        // Locks of these tests alone: what else is measured on this machine is not their matter.
        var locks = Directory.CreateDirectory(_project.PathOf("locks")).FullName;
        (_project.Environment["PERFGATE_LOCKS"], _other.Environment["PERFGATE_LOCKS"]) = (locks, locks);
        _project.JudgeNoTimes();
        _other.JudgeNoTimes();
    }

    public void Dispose()
    {
        _project.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task In_one_tree_each_judges_its_own_measurement()
    {
        var both = await Task.WhenAll(
            GateAsync(_project, "PerfGateFilter=rising/*"),
            GateAsync(_project, "PerfGateFilter=falling/*")
        );

        Assert.All(both, b => Assert.True(b.ExitCode == 0, b.Output));
        Assert.Single(both, b => b.Output.Contains("Waiting for dotnet build", StringComparison.Ordinal));
        Assert.All(both, b => Assert.Contains("1 new", b.Output, StringComparison.Ordinal));
        // The results that lie there are whole, and of one of the two alone.
        var cases = _project.Measurement.Cases.Where(c => c.Role == CaseRole.Case).ToList();
        Assert.Equal(2, Assert.Single(cases, c => c.Status == CaseStatus.Measured).Runs.Length);
        Assert.Empty(Assert.Single(cases, c => c.FilteredOut).Runs);
        Assert.All(_project.Measurement.Workers, w => Assert.NotEqual(WorkerOutcome.Crashed, w.Outcome));
        Assert.Equal(
            cases.Single(c => c.Status == CaseStatus.Measured).Name,
            Assert
                .Single(
                    _project.Verdict.Cases,
                    c => c.Name.Contains("ing/", StringComparison.Ordinal) && c.CandidateNs is not null
                )
                .Name
        );
    }

    [Fact]
    public async Task Kernels_that_a_second_build_has_replaced_are_not_measured_as_those_of_the_first()
    {
        var first = await _project.TargetAsync("PerfGateCompile", "PerfGateOutput=first/");
        _project.Replace("waves.cu", "fmaf(v, 0.5f, 1.0f)", "fmaf(v, 0.5f, 1.0f) + 0.0f * v");
        var second = await _project.TargetAsync("PerfGateCompile", "PerfGateOutput=second/");
        Assert.True(first.ExitCode == 0 && second.ExitCode == 0, first.Output + second.Output);

        var stale = await _project.WarmPerfGateAsync("check", "--kernels", "first/kernels.json", "waves.bench.json");
        var fresh = await _project.WarmPerfGateAsync("check", "--kernels", "second/kernels.json", "waves.bench.json");

        Assert.NotEqual(0, stale.ExitCode);
        Assert.Contains("waves.so: error PG2003", stale.Output, StringComparison.Ordinal);
        Assert.True(fresh.ExitCode == 0, fresh.Output);
    }

    [Fact]
    public async Task Two_perfgates_that_are_given_the_same_folders_do_not_use_them_at_the_same_time()
    {
        var compiled = await _project.TargetAsync("PerfGateCompile");
        Assert.True(compiled.ExitCode == 0, compiled.Output);
        using var first = _project.Start([Checkout.Runner, .. RunOf("rising/*", runs: 8)]);
        var ended = first.ResultAsync(TestContext.Current.CancellationToken);
        while (!File.Exists(_project.PathOf("work/run-0-0.job.json")))
        {
            Assert.False(ended.IsCompleted, "the first one ended before it measured");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var waiting = _project.PerfGateAsync(RunOf("falling/*"));
        var hasty = await _project.PerfGateAsync([.. RunOf("falling/*"), "--wait", "0"]);

        Assert.Equal(3, hasty.ExitCode);
        Assert.Contains("error PG2050: another gate still uses this folder", hasty.Output, StringComparison.Ordinal);
        var (one, other) = (await ended, await waiting);
        Assert.True(one.ExitCode == 0, one.Text);
        Assert.True(other.ExitCode == 0, other.Output);
        Assert.Contains("Waiting for perfgate run", other.Output, StringComparison.Ordinal);
        // The results that lie there are of the second one alone.
        var measured = _project.Measurement.Cases.Where(c => c.Role == CaseRole.Case && !c.Runs.IsEmpty);
        Assert.StartsWith("falling/", Assert.Single(measured).Name, StringComparison.Ordinal);
        Assert.All(_project.Measurement.Workers, w => Assert.Equal(WorkerOutcome.Completed, w.Outcome));
    }

    [Fact]
    public async Task In_two_trees_they_do_not_measure_at_the_same_time()
    {
        var both = await Task.WhenAll(GateAsync(_project), GateAsync(_other));

        Assert.All(both, b => Assert.True(b.ExitCode == 0, b.Output));
        var (first, second) = _project.Measurement.StartedAt < _other.Measurement.StartedAt
            ? (_project.Measurement, _other.Measurement)
            : (_other.Measurement, _project.Measurement);
        Assert.True(
            first.StartedAt.AddSeconds(first.WallSeconds) <= second.StartedAt,
            $"one measured from {first.StartedAt:O} for {first.WallSeconds} s, the other began at "
            + $"{second.StartedAt:O}");
    }

    private string[] RunOf(string filter, int runs = 2) =>
        [
            "run", "--kernels", _project.Output("kernels.json"), "--output", "artifacts/perfgate",
            "--work", "work", "--runs", $"{runs}", "--reference", "none", "--filter", filter, "waves.bench.json",
        ];

    private static Task<BuildResult> GateAsync(GateProject project, params string[] properties) =>
        project.TargetAsync("PerfGate", ["PerfGateRuns=2", "PerfGateReference=none", .. properties]);
}
