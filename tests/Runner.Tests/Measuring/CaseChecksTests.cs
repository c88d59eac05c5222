using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What a check without timing says of a case whose worker did not come back.</summary>
public sealed class CaseChecksTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public CaseChecksTests() => _folder.Change("[256, 512]", "[256]");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WorkerOutcome.Crashed, CaseStatus.Failed)]
    [InlineData(WorkerOutcome.Hung, CaseStatus.Failed)]
    [InlineData(WorkerOutcome.Killed, CaseStatus.NotRun)]
    public async Task A_case_whose_worker_was_killed_from_outside_has_not_failed(
        WorkerOutcome outcome, CaseStatus status)
    {
        var launcher = new ScriptedLauncher(job =>
            job.Mode == WorkerMode.Check
                ? new(outcome, "it is gone", "softmax/N=256", null, 1)
                : ScriptedGate.Completed(Jobs.Any, 1));
        var only = Assert.Single(await CheckAsync(launcher));

        Assert.Equal((status, "it is gone"), (only.Result!.Status, only.Result.Reason));
    }

    // Two cases: a worker that dies at one of them says nothing of the other, and one that dies at neither of both.
    [Theory]
    [InlineData("softmax/N=256", "it is gone", null)]
    [InlineData("softmax/N=7", "it is gone", "it is gone")]
    [InlineData(null, "it is gone", "it is gone")]
    public async Task The_case_at_which_a_worker_died_has_failed_and_all_where_it_was_at_none(
        string? at, string? first, string? second)
    {
        _folder.Change("[256, 512]", "[256, 512]");
        var launcher = new ScriptedLauncher(job =>
            job.Mode != WorkerMode.Check ? ScriptedGate.Completed(Jobs.Any, 1)
            : job.Cases.Contains("softmax/N=256") ? new(WorkerOutcome.Crashed, "it is gone", at, null, 1)
            : ScriptedGate.Completed(job, 1));

        Assert.Equal([first, second], (await CheckAsync(launcher)).Select(c => c.Result!.Reason));
    }

    [Fact]
    public async Task Results_of_other_cases_than_were_asked_for_are_none()
    {
        _folder.Change("[256, 512]", "[256, 512]");
        var launcher = new ScriptedLauncher(job =>
            job.Mode != WorkerMode.Check ? ScriptedGate.Completed(Jobs.Any, 1)
            : ScriptedGate.Completed(job with { Cases = ["other", .. job.Cases.Take(1)] }, 1));
        var checks = await CheckAsync(launcher);

        Assert.All(checks, c => Assert.Equal(CaseStatus.Measured, c.Result!.Status));
        Assert.Equal(2, launcher.Jobs.Count(j => j.Mode == WorkerMode.Check));

        var none = new ScriptedLauncher(job => ScriptedGate.Completed(
            job.Mode == WorkerMode.Check ? job with { Cases = ["other"] } : Jobs.Any, 1));
        Assert.All(
            await CheckAsync(none),
            c => Assert.Equal("the worker left a result without its cases", c.Result!.Reason));
    }

    // Inputs that are used once need no copy on the device.
    [Fact]
    public async Task A_check_is_a_single_visit()
    {
        var launcher = new ScriptedLauncher(job => ScriptedGate.Completed(
            job.Mode == WorkerMode.Check ? job : Jobs.Any, 1));
        await CheckAsync(launcher);

        Assert.Equal(1, Assert.Single(launcher.Jobs, j => j.Mode == WorkerMode.Check).Sampling.Visits);
    }

    [Theory]
    [InlineData(CaseStatus.NotRun, "it is gone", "PG2040")]
    [InlineData(CaseStatus.NotRun, null, "PG2040")]
    [InlineData(CaseStatus.Failed, "y[3] is wrong", "PG3002")]
    [InlineData(CaseStatus.Failed, null, "PG3002")]
    [InlineData(CaseStatus.Measured, null, null)]
    public void What_is_wrong_with_a_case_is_said_with_its_reason(CaseStatus status, string? reason, string? code)
    {
        var benchmark = _folder.Load().Cases[0];
        var fault = new CheckedCase(benchmark, new() { Name = benchmark.Name, Status = status, Reason = reason })
            .Fault(null);

        Assert.Equal(code, fault?.Code);
        Assert.Contains(reason ?? "", fault?.Message ?? "", StringComparison.Ordinal);
        Assert.Null(new CheckedCase(benchmark, null).Fault(null));
    }

    private async Task<IReadOnlyList<CheckedCase>> CheckAsync(IWorkerLauncher launcher)
    {
        var request = new GateRunRequest
        {
            Root = _folder.Root,
            Manifests = [Path.Combine(_folder.Root, ManifestFolder.Manifest)],
            Output = _folder.Root,
            WorkFolder = _folder.Root,
            Override = policy => policy,
        };
        return await new CaseChecks(request, ScriptedGate.Catalog(_folder, '0'), launcher)
            .RunAsync(TestContext.Current.CancellationToken);
    }

    // Half of a check is none.
    [Fact]
    public async Task A_check_that_was_cancelled_finds_nothing()
    {
        using var stop = new CancellationTokenSource();
        var launcher = new ScriptedLauncher(job =>
        {
            if (job.Mode != WorkerMode.Check)
                return ScriptedGate.Completed(Jobs.Any, 1);
            stop.Cancel();
            return ScriptedGate.Completed(job, 1);
        });
        var request = new GateRunRequest
        {
            Root = _folder.Root,
            Manifests = [Path.Combine(_folder.Root, ManifestFolder.Manifest)],
            Output = _folder.Root,
            WorkFolder = _folder.Root,
            Override = policy => policy,
        };

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => new CaseChecks(request, ScriptedGate.Catalog(_folder, '0'), launcher).RunAsync(stop.Token));
    }
}
