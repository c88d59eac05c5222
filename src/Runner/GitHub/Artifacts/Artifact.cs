using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;

namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>What is used of an artifact, once read within limits and found to fit the schemas.</summary>
/// <param name="Measurement">The candidate's measurement.</param>
/// <param name="Input">What reports are made from; never a report that the artifact brought along.</param>
internal sealed record Artifact(Measurement Measurement, ReportInput Input)
{
    /// <summary>The verdict.</summary>
    public Verdict Verdict => Input.Verdict;
}
