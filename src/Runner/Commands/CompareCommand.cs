using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate compare</c>: any two files of samples.</summary>
internal static class CompareCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> reference = new("REFERENCE")
        {
            Description =
                "File of samples: one run a line, nanoseconds separated by blanks or commas; - for standard input.",
        };
        Argument<string> candidate = new("CANDIDATE")
        {
            Description = "File of samples of what may have become slower.",
        };
        Option<string> unit = new("--unit")
        {
            Description = "run: a line is a run (a fresh process); sample: every number is its own run.",
            DefaultValueFactory = _ => "run",
        };
        unit.AcceptOnlyFromAmong("run", "sample");
        Option<string> tolerance = new("--tolerance")
        {
            Description = "The slow-down that is accepted: 1% or 0.01.",
            DefaultValueFactory = _ => "1%",
        };
        var json = SharedOptions.Json();
        var command = new Command("compare", "Says whether one file of samples is slower than another.")
        {
            reference,
            candidate,
            unit,
            tolerance,
            json,
        };
        command.SetAction(parsed =>
        {
            var bySample = parsed.GetValue(unit) == "sample";
            var comparison = Compare(
                parsed.GetValue(reference)!, parsed.GetValue(candidate)!, bySample,
                Fraction.Parse("--tolerance", parsed.GetValue(tolerance)!));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(comparison, CompareJson.Default.SampleComparison));
            }
            else
            {
                output.WriteLine(Line(comparison));
                output.WriteLine(Reading(comparison));
                foreach (var caution in comparison.Cautions)
                    output.WriteLine($"caution: {caution}");
            }

            return (int)ExitOf(comparison.Verdict);
        });
        return command;
    }

    private static SampleComparison Compare(string referencePath, string candidatePath, bool bySample, double tolerance)
    {
        if (referencePath == candidatePath && referencePath == SampleFile.StandardInput)
            throw new PerfGateException(DiagnosticCatalog.ComparedWithItself("-", "-"), ExitCode.Usage);
        var reference = Runs(SampleFile.Read(referencePath, Console.OpenStandardInput), bySample);
        var candidate = Runs(SampleFile.Read(candidatePath, Console.OpenStandardInput), bySample);
        if (
            reference.Length == candidate.Length
            && reference.Zip(candidate).All(pair => pair.First.SequenceEqual(pair.Second))
        )
            throw new PerfGateException(
                DiagnosticCatalog.ComparedWithItself(referencePath, candidatePath),
                ExitCode.Usage
            );
        foreach (var (path, runs) in new[] { (referencePath, reference), (candidatePath, candidate) })
        {
            if (runs.Length < 2)
                throw new PerfGateException(DiagnosticCatalog.TooFewRuns(new(path), runs.Length), ExitCode.Usage);
        }

        return SampleComparison.Of(reference, candidate, tolerance, bySample);
    }

    private static ImmutableArray<ImmutableArray<double>> Runs(
        ImmutableArray<ImmutableArray<double>> lines,
        bool bySample
    ) => bySample ? [.. lines.SelectMany(line => line).Select(value => ImmutableArray.Create(value))] : lines;

    private static string Line(SampleComparison comparison)
    {
        var (word, reason) = VerdictTraits.Apart(comparison.Verdict, comparison.Reason);
        return $"{word}: {reason}";
    }

    // The file itself does not say what its numbers are.
    private static string Reading(SampleComparison comparison) =>
        $"read as nanoseconds, "
            + (comparison.Unit == "run" ? "a line as a run (one fresh process)" : "every number as a run of its own")
            + $": {comparison.Runs[0]} runs against {comparison.Runs[1]}";

    // What is undecided or unsteady warns, as under the default policy.
    private static ExitCode ExitOf(CaseVerdict verdict) =>
        OverallOutcome.Exit(VerdictTraits.OutcomeOf(verdict, new()));
}
