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
        var request = new GateRunRequest
        {
            Root = _folder.Root,
            Manifests = [Path.Combine(_folder.Root, ManifestFolder.Manifest)],
            Output = _folder.Root,
            WorkFolder = _folder.Root,
            Override = policy => policy,
        };

        var checks = new CaseChecks(request, ScriptedGate.Catalog(_folder, '0'), launcher);
        var only = Assert.Single(await checks.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal((status, "it is gone"), (only.Result!.Status, only.Result.Reason));
    }
}
