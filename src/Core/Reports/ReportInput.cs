using System.Collections.Immutable;
using PerfGate.Core.Explaining;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Model;

namespace PerfGate.Core.Reports;

/// <summary>All that a report is made from.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Measurement">The candidate's measurement; null if only the verdict is at hand.</param>
/// <param name="Reference">The reference's newest measurement; null if there is none.</param>
/// <param name="Trial">The interleaved trial; null if none was held.</param>
/// <param name="History">Measurements of the baseline, oldest first, with their tags; may be empty.</param>
public sealed record ReportInput(
    Verdict Verdict,
    Measurement? Measurement = null,
    Measurement? Reference = null,
    Measurement? Trial = null,
    ImmutableArray<Measurement> History = default)
{
    /// <summary>Why cases are slower; null if nothing was explained.</summary>
    public ExplainReport? Explanation { get; init; }

    /// <summary>What the exports say of measurements that have not all of their runs; empty if all have.</summary>
    internal IReadOnlyDictionary<Measurement, ImmutableArray<ExportedCase>> Exported { get; init; } =
        ImmutableDictionary<Measurement, ImmutableArray<ExportedCase>>.Empty;

    /// <summary>Where what the report names can be seen; null if that is not known.</summary>
    public ReportLinks? Links { get; init; }

    /// <summary>The baseline's measurements and then the candidate's, whatever of them is at hand.</summary>
    public IEnumerable<Measurement> PastAndPresent() =>
        [.. History.IsDefault ? [] : History, .. Measurement is null ? Array.Empty<Measurement>() : [Measurement]];
}
