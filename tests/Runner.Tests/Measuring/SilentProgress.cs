using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Nobody looks.</summary>
internal sealed class SilentProgress : IRunProgress
{
    public void RunBegins(int run, int cases, int runsLeft)
    {
    }

    public void AtCase(string name)
    {
    }

    public void WorkerEnded(WorkerRecord worker)
    {
    }

    public void Say(string line)
    {
    }
}
