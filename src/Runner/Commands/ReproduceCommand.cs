using System.CommandLine;
using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Publishing;
using PerfGate.Runner.Optimizing;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate reproduce</c>: measures the archive of a publication on this machine.</summary>
internal static class ReproduceCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var archive = new Argument<string[]>("ARCHIVE")
        {
            Description =
                "The artifact.zip of a publication, first. What follows goes to dotnet build, as in: "
                + "-p:PerfGateDevice=host",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder for what is unpacked, measured and found.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "perfgate", "reproduce"),
        };
        var runs = new Option<int?>("--runs")
        {
            Description = "Measure in so many processes. Default: as many as the archive's measurement.",
        };
        runs.Refuse(n => n >= 2, "at least 2 runs were expected.");
        var command = new Command(
            "reproduce",
            "Checks, compiles and measures a published archive here, and says whether the claim holds."
        )
        {
            archive,
            output,
            runs,
        };
        command.SetAction(parsed =>
        {
            var arguments = parsed.GetValue(archive)!;
            var folder = Path.GetFullPath(parsed.GetValue(output)!);
            var found = new Reproduction(Path.GetFullPath(arguments[0]), folder).Run(
                parsed.GetValue(runs),
                arguments[1..]
            );
            Print(parsed.InvocationConfiguration.Output, found, folder);
            return (int)Exit(found);
        });
        return command;
    }

    /// <summary>What the command exits with.</summary>
    /// <param name="found">What was found.</param>
    public static ExitCode Exit(ReproducedClaims found) =>
        found.Claims.Any(c => c.Found is null) ? ExitCode.Incorrect
        : found.Holds ? ExitCode.Passed
        : ExitCode.Regression;

    private static void Print(TextWriter output, ReproducedClaims found, string folder)
    {
        output.WriteLine($"{found.Candidate} against {found.Baseline}: claimed, found, within the interval?");
        foreach (var c in found.Claims)
        {
            output.WriteLine($"  {(c.Shape.Length == 0 ? found.Candidate : c.Shape)}");
            output.WriteLine($"    claimed  {ReproducedWords.Claimed(c)}");
            output.WriteLine($"    found    {ReproducedWords.Found(c)}");
            output.WriteLine($"    within   {ReproducedWords.Within(c)}");
        }

        output.WriteLine(ReproducedWords.Devices(found));
        output.WriteLine($"Written: {Path.Combine(folder, Reproduction.ResultName)}, {Reproduction.TableName}");
    }
}
