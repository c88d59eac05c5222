using System.Globalization;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Prechecks;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Prechecking;

/// <summary>
/// Tells the next job of a GitHub Actions workflow what to measure: outputs of the step that runs
/// <c>perfgate precheck</c>. Source: docs.github.com, "Workflow commands: setting an output parameter".
/// </summary>
internal static class WorkflowOutput
{
    private const string Variable = "GITHUB_OUTPUT";

    /// <summary>Appends the outputs, where a workflow asks for them.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="PerfGateException">PG9001: the file cannot be written.</exception>
    public static void Append(PrecheckReport report, Func<string, string?> variable) => Append(Text(report), variable);

    /// <summary>Appends outputs, where a workflow asks for them.</summary>
    /// <param name="outputs">The outputs, <c>NAME=VALUE</c>, one a line.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="PerfGateException">PG9001: the file cannot be written.</exception>
    public static void Append(string outputs, Func<string, string?> variable)
    {
        if (variable(Variable) is not { Length: > 0 } path)
            return;
        try
        {
            File.AppendAllText(path, outputs);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PerfGateException(
                DiagnosticCatalog.FileUnusable(path, $"the outputs of the step could not be written: {e.Message}"),
                ExitCode.Environment,
                e
            );
        }
    }

    /// <summary>The outputs, one a line.</summary>
    /// <param name="report">What was found.</param>
    /// <remarks>
    /// <c>needed</c> is <c>true</c> or <c>false</c>; <c>count</c> is the number of cases to measure; <c>filter</c>
    /// names them for <c>PerfGateFilter</c>, and is empty if all must be measured or a name cannot be written there.
    /// </remarks>
    public static string Text(PrecheckReport report) =>
        new StringBuilder()
            .Append("needed=")
            .Append(report.NeedsDevice ? "true" : "false")
            .Append('\n')
            .Append(CultureInfo.InvariantCulture, $"count={report.ToMeasure.Length}")
            .Append('\n')
            .Append("filter=")
            .Append(Filter(report))
            .Append('\n')
            .ToString();

    // A line break in a name would begin another output.
    private static string Filter(PrecheckReport report) =>
        report.ToMeasure.Length == report.Cases.Length || report.ToMeasure.Any(c => c.Name.Any(char.IsControl))
            ? ""
            : CaseFilter.Exactly(report.ToMeasure.Select(c => c.Name));
}
