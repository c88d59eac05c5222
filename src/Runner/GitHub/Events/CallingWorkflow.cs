using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;

namespace PerfGate.Runner.GitHub.Events;

/// <summary>
/// Holds a finished workflow against the one whose results are published: any workflow can have its name, and only one
/// its path.
/// </summary>
internal static class CallingWorkflow
{
    /// <summary>The workflow that measures, where none is named.</summary>
    public const string Default = ".github/workflows/perf-gate.yml";

    /// <summary>Refuses the results of another workflow; an event that is not of a finished workflow passes.</summary>
    /// <param name="trigger">The event.</param>
    /// <param name="expected">The path of the workflow that measures.</param>
    /// <exception cref="PerfGateException">PG5030.</exception>
    public static void Check(TriggeringEvent trigger, string expected)
    {
        if (!trigger.IsWorkflowRun)
            return;
        // GitHub may add the reference: .github/workflows/perf-gate.yml@refs/heads/main.
        var path = trigger.WorkflowPath?.Split('@')[0];
        if (path == expected)
            return;
        throw new PerfGateException(
            DiagnosticCatalog.OtherWorkflow(
                path is null ? null : PlainText.LogLine(path, 200),
                PlainText.LogLine(expected, 200)
            ),
            ExitCode.Publish
        );
    }
}
