using PerfGate.Core.Measurements;
using PerfGate.Core.Text;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Commands;

/// <summary>Shows what a tuning's workers have to say: nothing, unless one of them ends early.</summary>
/// <param name="output">Where to.</param>
internal sealed class TuneProgress(TextWriter output) : IRunProgress
{
    private const int LongestLine = 400;

    public void Expect(double secondsOfARun)
    {
        // A tuning does not know how many runs there will be.
    }

    public void RunBegins(int run, int cases, int runsLeft)
    {
        // Each batch says what came of it.
    }

    public void AtCase(string name)
    {
        // Likewise.
    }

    public void WorkerEnded(WorkerRecord worker)
    {
        if (worker.Outcome != WorkerOutcome.Completed && worker.Reason is { } reason)
            output.WriteLine(PlainText.LogLine($"  run {worker.Run + 1} is repeated: {reason}", LongestLine));
    }

    public void Say(string line)
    {
        // The gate's own steps speak of branches and bases.
    }
}
