using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>How a worker that died is said to have died, and whether its case is to blame.</summary>
public sealed class WorkerExitCodesTests
{
    [Theory]
    [InlineData(1, "exited with 1")]
    [InlineData(121, "ended because the kernel, or a library that it uses, called exit()")]
    [InlineData(134, "aborted (SIGABRT)")]
    [InlineData(135, "crashed (SIGBUS)")]
    [InlineData(136, "crashed (SIGFPE)")]
    [InlineData(137, "was killed (SIGKILL), by hand, by a limit of this machine, or because memory ran out")]
    [InlineData(138, "exited with 138")]
    [InlineData(139, "crashed (SIGSEGV)")]
    [InlineData(143, "was terminated (SIGTERM)")]
    public void A_death_is_called_by_its_signal(int code, string said)
    {
        Assert.Equal(said, WorkerExitCodes.Describe(code, memoryRanOut: false));
        Assert.Equal(
            code == 137 ? "was killed (SIGKILL) when the machine's memory ran out" : said,
            WorkerExitCodes.Describe(code, memoryRanOut: true));
    }

    [Theory]
    [InlineData(137, WorkerOutcome.Killed)]
    [InlineData(143, WorkerOutcome.Killed)]
    [InlineData(136, WorkerOutcome.Crashed)]
    [InlineData(138, WorkerOutcome.Crashed)]
    [InlineData(142, WorkerOutcome.Crashed)]
    [InlineData(144, WorkerOutcome.Crashed)]
    [InlineData(1, WorkerOutcome.Crashed)]
    public void Only_what_was_killed_or_terminated_from_outside_is_not_the_cases_fault(
        int code, WorkerOutcome outcome) =>
        Assert.Equal(outcome, WorkerExitCodes.OutcomeOf(code));
}
