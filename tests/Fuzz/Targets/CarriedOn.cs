using PerfGate.Core.Baselines;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;
using PerfGate.Runner.Commands;
using PerfGate.Runner.GitHub.Posting;
using Spectre.Console;

namespace PerfGate.Fuzz.Targets;

/// <summary>Carries what a reader accepted through the judge, the console and all reports, as the gate would.</summary>
internal static class CarriedOn
{
    private const int Cases = 3;
    private const int Runs = 4;
    private const int Samples = 8;

    private static readonly DateOnly Today = new(2026, 6, 1);

    /// <summary>A small gate: its files are the seeds.</summary>
    public static ReportInput Small { get; } = ManyCases.Of(Cases, Runs, Samples);

    /// <summary>A baseline of that gate's device.</summary>
    public static Baseline SmallBaseline { get; } = new()
    {
        Device = Small.Measurement!.Environment.DeviceSlug,
        Measurements = [Ordered(Small.Reference ?? Small.Measurement)],
    };

    /// <summary>Judges a measurement and reports on it.</summary>
    /// <param name="measurement">The candidate.</param>
    /// <param name="reference">What it is compared with; null for the small gate's.</param>
    /// <param name="policy">The policy; null for the default one.</param>
    /// <param name="inputs">What else the judge is given; null for nothing.</param>
    public static void Judged(
        Measurement measurement,
        Baseline? reference = null,
        GatePolicy? policy = null,
        GateInputs? inputs = null
    )
    {
        var verdict = Judge.Decide(
            new()
            {
                Candidate = measurement,
                Reference = reference ?? SmallBaseline,
                Policy = policy ?? inputs?.Policy ?? new(),
                ReferenceDescription =
                    inputs?.Reference ?? new() { Kind = ReferenceKind.Baseline, Reason = "the fuzzer says so" },
                Today = inputs?.Day ?? Today,
                BaseCases = inputs?.BaseCases ?? [],
                Expected = inputs?.Expected ?? new(),
                GateEdits = inputs?.GateEdits ?? [],
                AtEndOfBudget = true,
            }
        );
        var history = (reference ?? SmallBaseline).Measurements;
        Reported(new(verdict, measurement, history.IsEmpty ? null : history[^1], null, history));
    }

    /// <summary>Writes everything that is written about a verdict, to memory.</summary>
    /// <param name="input">The verdict and what belongs to it.</param>
    public static void Reported(ReportInput input)
    {
        ReportFiles.Render(input);
        MarkdownReport.Render(input);
        Annotations.Of(input.Verdict);
        foreach (var diagnostic in VerdictDiagnostics.Of(input.Verdict))
            _ = diagnostic.ToString();
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        VerdictTable.Print(console, input.Verdict);
        VerdictTable.PrintSummary(console, input.Verdict);
    }

    /// <summary>Adds a measurement to a baseline, shows it, prunes it and writes it.</summary>
    /// <param name="baseline">The baseline.</param>
    public static void Refreshed(Baseline baseline)
    {
        _ = BaselineHistory.Of(baseline.Measurements);
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        BaselineTables.Show(console, "a.csproj", baseline);
        BaselineTables.Diff(console, baseline, SmallBaseline);
        BaselineTables.History(console, [.. BaselineHistory.Of(baseline.Measurements)]);
        var update = BaselineRules.Add(baseline, Small.Measurement!, new(), Today);
        if (update.Baseline is { } next)
            System.Text.Json.JsonSerializer.Serialize(next, PerfGateJson.Default.Baseline);
        BaselineRules.Prune(baseline, 1);
    }

    private static Measurement Ordered(Measurement measurement) =>
        measurement with { Cases = [.. measurement.Cases.OrderBy(c => c.Name, StringComparer.Ordinal)] };
}
