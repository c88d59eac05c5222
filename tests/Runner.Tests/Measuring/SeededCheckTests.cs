using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>The check of each measurement with a random seed.</summary>
public sealed class SeededCheckTests
{
    [Fact]
    public async Task A_check_with_the_random_seed_that_nobody_waits_for_is_stopped()
    {
        var (launcher, stop) = (new HeldLauncher(), TestContext.Current.CancellationToken);
        var check = SeededCheck.Begin(
            Jobs.Any with { Mode = WorkerMode.SeededOutputs, CheckSeed = 7 }, launcher, stop);
        Assert.Equal(WorkerMode.SeededOutputs, await launcher.BegunAsync(stop));

        await check.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), stop);

        Assert.Empty(launcher.Running);
    }
}
