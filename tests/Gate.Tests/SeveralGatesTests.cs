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

    private static Task<BuildResult> GateAsync(GateProject project, params string[] properties) =>
        project.TargetAsync("PerfGate", ["PerfGateRuns=2", "PerfGateReference=none", .. properties]);
}
