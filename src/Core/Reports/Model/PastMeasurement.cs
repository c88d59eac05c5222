using PerfGate.Core.Measurements;

namespace PerfGate.Core.Reports.Model;

/// <summary>A measurement with its cases at hand by name.</summary>
/// <param name="Measurement">The measurement.</param>
/// <param name="Cases">Its cases.</param>
internal sealed record PastMeasurement(Measurement Measurement, IReadOnlyDictionary<string, MeasuredCase> Cases);
