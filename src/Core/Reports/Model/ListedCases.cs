using System.Collections.Concurrent;
using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Reports.Model;

/// <summary>
/// The cases whose runs a report shows. Of a suite of very many cases the others' runs fill most of the memory, and all
/// that is said of them is what the exports hold.
/// </summary>
internal sealed class ListedCases
{
    private readonly HashSet<string>? _names;

    private ListedCases(HashSet<string>? names) => _names = names;

    /// <summary>What the exports say of each measurement whose runs were dropped.</summary>
    public ConcurrentDictionary<Measurement, ImmutableArray<ExportedCase>> Exported { get; } =
        new(ReferenceEqualityComparer.Instance);

    /// <summary>The cases of a verdict that the page lists.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="most">How many it lists at most.</param>
    public static ListedCases Of(Verdict verdict, int most) =>
        new(
            verdict.Cases.Length <= most
                ? null
                :
                [
                    .. ReportModel
                        .InOrder(verdict.Cases, c => c)
                        .Take(most)
                        .SelectMany(c => c.RenamedFrom is { } before ? new[] { c.Name, before } : [c.Name]),
                ]
        );

    /// <summary>A measurement without the runs of cases that are not listed.</summary>
    /// <param name="measurement">The measurement.</param>
    public Measurement Only(Measurement measurement)
    {
        if (_names is null)
            return measurement;
        var only = measurement with { Cases = [.. measurement.Cases.Select(Only)] };
        Exported[only] = ExportedCase.Of(measurement);
        return only;
    }

    /// <inheritdoc cref="Only(Measurement)"/>
    /// <param name="measurements">The measurements.</param>
    public ImmutableArray<Measurement> Only(ImmutableArray<Measurement> measurements) =>
        _names is null ? measurements : [.. measurements.Select(Only)];

    // Where costs moved within a case, its launches say so, whether it is listed or not.
    private MeasuredCase Only(MeasuredCase measured) =>
        _names!.Contains(measured.Name) || measured.Runs.Any(r => r.ReferenceLaunchTimes is not null)
            ? measured
            : measured with { Runs = [] };
}
