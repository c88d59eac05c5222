using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Simulation;

namespace PerfGate.Runner.Simulation;

/// <summary>
/// The operating characteristics as Markdown tables, which a terminal shows as well as docs/results/simulation.md does.
/// </summary>
internal static class SimulationTables
{
    /// <summary>Writes all tables.</summary>
    public static void Write(OperatingCharacteristics found, TextWriter output)
    {
        WriteCoverage(
            "Coverage of the 95 % interval, two independent sides, % (mean width, %)",
            found.Coverage,
            paired: false,
            output
        );
        WriteCoverage(
            "Coverage of the 95 % interval, both sides in each run, % (mean width, %)",
            found.Coverage,
            paired: true,
            output
        );
        WriteErrors(found, output);
        WriteSpread(found.Spread, output);
        WriteGates("Gates of 30 cases in which nothing changed", found.Unchanged, output);
        WriteGates("Gates of 30 cases, each slower by exactly the tolerance", found.AtTolerance, output);
        WriteGates("Gates of 30 cases, each slower by twice the tolerance", found.TwiceTolerance, output);
        WriteGates("Gates of 30 cases, of which four are slower", found.Power, output);
        WriteRecorded("Recorded processes against themselves, default policy", found.Recorded, output);
        WriteRecorded("Recorded processes, the candidate slowed down, in a family of six", found.RecordedPower, output);
    }

    private static void WriteCoverage(
        string title,
        ImmutableArray<CoverageStudy> studies,
        bool paired,
        TextWriter output
    )
    {
        var chosen = studies.Where(s => s.Paired == paired).ToArray();
        var runs = chosen.Select(s => s.Runs).Distinct().Order().ToArray();
        Head(
            title,
            [
                $"noise ({chosen.FirstOrDefault()?.Experiments} experiments each)",
                .. runs.Select(r => Text($"{r} runs")),
            ],
            output
        );
        foreach (var model in chosen.GroupBy(s => s.Model))
            Row(
                [
                    model.Key,
                    .. model.OrderBy(s => s.Runs).Select(s => Text($"{100 * s.Coverage:0.0} ({100 * s.Width:0.00})")),
                ],
                output
            );
    }

    private static void WriteErrors(OperatingCharacteristics found, TextWriter output)
    {
        Head(
            "False regressions and false passes, gates of 30 cases",
            [
                "noise",
                "tolerance %",
                "gates",
                "false regression in a gate, nothing changed %",
                "false regression in a gate, all at the tolerance %",
                "false passes at twice the tolerance, % of the cases",
                "undecided, nothing changed, % of the cases",
            ],
            output
        );
        foreach (var ((unchanged, boundary), twice) in found.Unchanged.Zip(found.AtTolerance).Zip(found.TwiceTolerance))
        {
            Row(
                [
                    unchanged.Model,
                    Text($"{100 * unchanged.Tolerance:0.#}"),
                    Text($"{unchanged.Gates}"),
                    Text($"{100 * unchanged.Families:0.00}"),
                    Text($"{100 * boundary.Families:0.00}"),
                    Text($"{100 * twice.Pass:0.000}"),
                    Text($"{100 * unchanged.Undecided:0.00}"),
                ],
                output
            );
        }
    }

    private static void WriteSpread(ImmutableArray<SpreadStudy> studies, TextWriter output)
    {
        Head(
            "Estimators of the spread of runs; 1 is right",
            ["estimator", "runs", "mean", "varies by %", "one run far off: mean", "one in ten far off: 95 % below"],
            output
        );
        foreach (var s in studies)
        {
            Row(
                [
                    s.Estimator,
                    Text($"{s.Runs}"),
                    Text($"{s.Mean:0.00}"),
                    Text($"{100 * s.Variation:0}"),
                    Text($"{s.OneFar:0.00}"),
                    Text($"{s.OneInTen:0.00}"),
                ],
                output
            );
        }
    }

    private static void WriteGates(string title, ImmutableArray<GateStudy> studies, TextWriter output)
    {
        Head(
            title,
            [
                "noise",
                "tolerance %",
                "slower by %",
                "gates",
                "regression %",
                "any in a gate %",
                "pass %",
                "undecided %",
                "mean runs a side",
            ],
            output
        );
        foreach (var s in studies)
        {
            Row(
                [
                    s.Model,
                    Text($"{100 * s.Tolerance:0.#}"),
                    Text($"{100 * s.Slowdown:0.#}"),
                    Text($"{s.Gates}"),
                    Text($"{100 * s.Regression:0.000}"),
                    Text($"{100 * s.Families:0.00}"),
                    Text($"{100 * s.Pass:0.00}"),
                    Text($"{100 * s.Undecided:0.00}"),
                    Text($"{s.MeanRuns:0.0}"),
                ],
                output
            );
        }
    }

    private static void WriteRecorded(string title, ImmutableArray<RecordingStudy> studies, TextWriter output)
    {
        Head(
            title,
            ["clock", "kernel", "runs a side", "slower by %", "tolerance %", "floor ns", "regression %", "undecided %"],
            output
        );
        foreach (var s in studies)
        {
            Row(
                [
                    s.Clock,
                    s.Kernel,
                    Text($"{s.Runs}"),
                    Text($"{100 * s.Slowdown:0.#}"),
                    Text($"{100 * s.Tolerance:0.#}"),
                    Text($"{s.FloorNs:0}"),
                    Text($"{100 * s.Regression:0.00}"),
                    Text($"{100 * s.Undecided:0.00}"),
                ],
                output
            );
        }
    }

    private static void Head(string title, string[] columns, TextWriter output)
    {
        output.WriteLine($"\n**{title}**\n");
        Row(columns, output);
        Row([.. columns.Select((_, i) => i == 0 ? "---" : "---:")], output);
    }

    private static void Row(string[] cells, TextWriter output) => output.WriteLine($"| {string.Join(" | ", cells)} |");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
