using Microsoft.Build.Framework;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Text;

namespace PerfGate.Tasks;

/// <summary>
/// Says in one line how the gate ended, and where to read more. The line has the form <c>project -> text</c>, which
/// MSBuild's terminal logger shows beside the project; it hides every other message.
/// </summary>
public sealed class TellGateOutcome : Microsoft.Build.Utilities.Task
{
    /// <summary>The project's name, without its extension.</summary>
    [Required]
    public string ProjectName { get; set; } = "";

    /// <summary>The folder of the results.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>The folder that the build was started in: paths are shown relative to it.</summary>
    [Required]
    public string StartFolder { get; set; } = "";

    /// <summary>The folder of the baselines, where one was written; empty if a verdict was reached.</summary>
    public string? Baselines { get; set; }

    /// <inheritdoc/>
    public override bool Execute() => BuildLog.Guard(Log, Tell);

    // The steps before wrote these files and have said already what is wrong with them: a second error tells nothing.
    private bool Tell()
    {
        try
        {
            var text = string.IsNullOrEmpty(Baselines) ? Verdict() : Baseline(Baselines);
            Log.LogMessage(MessageImportance.High, "{0}", $"{ProjectName} -> {text}");
        }
        catch (PerfGateException e)
        {
            Log.LogMessage(MessageImportance.Low, "{0}", $"no outcome to tell: {e.Message}");
        }

        return true;
    }

    private string Verdict()
    {
        var verdict = JsonFile.Read(
            Path.Combine(Output, "verdict.json"),
            PerfGateJson.Default.Verdict,
            "verdict.schema.json"
        );
        var ran = verdict.Cases.Count(c => VerdictTraits.Of(c.Verdict).Ran);
        var (title, text) = OutcomeTraits.Headline(verdict);
        return $"{GateLine.Of(title, text)} PerfGate ran {Numbers.Things(ran, "case")}. "
            + $"Report: {Shown(Path.Combine(Output, "report.html"))}";
    }

    private string Baseline(string folder)
    {
        var measurement = JsonFile.Read(
            Path.Combine(Output, "measurement.json"),
            PerfGateJson.Default.Measurement,
            "measurement.schema.json"
        );
        var cases = measurement.Cases.Count(c => c is { Role: CaseRole.Case, Status: CaseStatus.Measured });
        return $"Baseline of {Numbers.Things(cases, "case")}: "
            + Shown(BaselineFile.PathOf(folder, measurement.Environment.DeviceSlug));
    }

    private string Shown(string path)
    {
        var relative = Path.GetRelativePath(StartFolder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
