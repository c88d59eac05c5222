using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Bisecting;

/// <summary>Says nothing of single runs: a bisection tells one line a commit.</summary>
internal sealed class SilentProgress : IRunProgress
{
    /// <inheritdoc/>
    public void Expect(double secondsOfARun)
    {
    }

    /// <inheritdoc/>
    public void RunBegins(int run, int cases, int runsLeft)
    {
    }

    /// <inheritdoc/>
    public void AtCase(string name)
    {
    }

    /// <inheritdoc/>
    public void WorkerEnded(WorkerRecord worker)
    {
    }

    /// <inheritdoc/>
    public void Say(string line)
    {
    }
}
