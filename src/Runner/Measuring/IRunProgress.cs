using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>Gets the progress of a measurement.</summary>
internal interface IRunProgress
{
    /// <summary>What is known of the time before the first run.</summary>
    /// <param name="secondsOfARun">What a run is likely to take, seconds.</param>
    void Expect(double secondsOfARun);

    /// <summary>A worker is about to be started.</summary>
    /// <param name="run">Index of the run.</param>
    /// <param name="cases">Cases in it.</param>
    /// <param name="runsLeft">Runs still needed in this round, this one counted.</param>
    void RunBegins(int run, int cases, int runsLeft);

    /// <summary>A worker began a case.</summary>
    void AtCase(string name);

    /// <summary>A worker ended.</summary>
    void WorkerEnded(WorkerRecord worker);

    /// <summary>Something worth a line happened.</summary>
    void Say(string line);
}
