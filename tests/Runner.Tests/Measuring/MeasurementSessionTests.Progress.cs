using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What the progress is told of a session, and what its workers tell of themselves.</summary>
public sealed partial class MeasurementSessionTests
{
    [Fact]
    public async Task The_libraries_that_any_worker_had_loaded_are_told()
    {
        var session = await TakeAsync(
            new ScriptedLauncher(job =>
            {
                var exit = Complete(job);
                var found = exit.Result!.Libraries.Add(job.Run == 0 ? "cublas" : "cufft", "libany.so.1.2");
                return exit with { Result = exit.Result with { Libraries = found } };
            }),
            runs: 2,
            "a"
        );

        Assert.Equal(["cublas", "cufft"], session.Libraries.Keys);
    }

    [Fact]
    public async Task Each_run_is_told_with_its_cases_and_the_runs_left_before_it_begins()
    {
        var told = new ToldRuns();
        var session = new MeasurementSession(Jobs.Any, new ScriptedLauncher(Complete), told, _folder);
        foreach (var name in new[] { "a", "b" })
            session.Add(Blank(name));
        await session.TakeAsync(["a", "b"], 2, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);
        await session.TakeAsync(["b"], 3, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken);

        Assert.Equal([(0, 2, 2), (1, 2, 1), (2, 1, 1)], told.Begun);
    }

    private sealed class ToldRuns : IRunProgress
    {
        public List<(int Run, int Cases, int Left)> Begun { get; } = [];

        public void Expect(double secondsOfARun) { }

        public void RunBegins(int run, int cases, int runsLeft) => Begun.Add((run, cases, runsLeft));

        public void AtCase(string name) { }

        public void WorkerEnded(WorkerRecord worker) { }

        public void Say(string line) { }
    }
}
