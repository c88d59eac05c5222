using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Model;

/// <summary>A measured case as other tools want it: one number and its spread.</summary>
/// <param name="Name">Its name, plain and unique.</param>
/// <param name="Nanoseconds">Its location, rounded to a picosecond.</param>
/// <param name="Fastest">The location of its fastest run.</param>
/// <param name="Slowest">The location of its slowest run.</param>
/// <param name="Runs">How many runs it has.</param>
internal sealed record ExportedCase(string Name, double Nanoseconds, double Fastest, double Slowest, int Runs)
{
    /// <summary>The candidate's cases that have a time, by name.</summary>
    public static ImmutableArray<ExportedCase> Of(ReportInput input) =>
        input.Measurement is { } m ? Of(input, m) : [];

    /// <summary>The cases of one of a report's measurements that have a time, by name.</summary>
    /// <param name="input">The report's input.</param>
    /// <param name="measurement">The measurement.</param>
    public static ImmutableArray<ExportedCase> Of(ReportInput input, Measurement measurement) =>
        input.Exported.TryGetValue(measurement, out var exported) ? exported : Of(measurement);

    /// <summary>A measurement's cases that have a time, by name.</summary>
    public static ImmutableArray<ExportedCase> Of(Measurement measurement) =>
    [
        .. measurement.Cases.Where(c => c.Role == CaseRole.Case).Select(From).OfType<ExportedCase>()
            .DistinctBy(c => c.Name).OrderBy(c => c.Name, StringComparer.Ordinal),
    ];

    private static ExportedCase? From(MeasuredCase c)
    {
        var locations = RunLocation.Each([.. c.Runs.Select(r => r.Samples)]).ToArray();
        if (locations.Length == 0 || PlainText.Name(c.Name) is not { Length: > 0 } name)
            return null;
        var centre = RunLocation.Centre(locations);
        return new(name, Round(centre), Round(locations.Min()), Round(locations.Max()), locations.Length);
    }

    private static double Round(double nanoseconds) => Math.Round(nanoseconds, 3);
}
