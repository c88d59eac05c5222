using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Importing;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;
using PerfGate.Runner.Importing;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate import</c>: results of nvbench, Google Benchmark and BenchmarkDotNet.</summary>
internal static class ImportCommand
{
    private const int LongestName = 200;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var options = new GateOptions();
        Argument<string[]> files = new("FILE")
        {
            Description = "Result files of one suite, in the order in which they were measured; each process is a run.",
            Arity = ArgumentArity.OneOrMore,
        };
        var against = Files("--against", "The same number of result files of the base, measured in turns with FILE.");
        var again = Files(
            "--again",
            "Result files of a second measurement of FILE's code: it confirms what looks slower."
        );
        Option<SuiteTime> time = new("--time")
        {
            Description = "For Google Benchmark: real is the elapsed time, cpu the processor time.",
        };
        Option<int?> gpu = new("--gpu")
        {
            Description = "For nvbench: which GPU, by its number in the files, where they hold times of several.",
            HelpName = "N",
        };
        Option<string?> machine = new("--machine")
        {
            Description = "The device's model, where the files do not name it and it is not this machine's.",
            HelpName = "NAME",
        };
        // It becomes part of a file's name.
        machine.Refuse(
            name => name!.Length <= LongestName,
            $"a name of at most {LongestName} characters was expected."
        );
        var command = new Command(
            "import",
            "Reads results of nvbench, Google Benchmark or BenchmarkDotNet as a measurement."
        )
        {
            files,
            against,
            again,
            time,
            gpu,
            machine,
            options.Output,
            options.Root,
            options.Policy,
            options.Baselines,
            options.Reference,
            options.Base,
            options.Project,
            options.Tolerance,
            options.Wait,
        };
        command.SetAction(parsed =>
        {
            var root = Path.GetFullPath(parsed.GetValue(options.Root)!);
            var choice = new SuiteChoice(parsed.GetValue(time), parsed.GetValue(gpu));
            ImmutableArray<SuiteFile> Read(string[]? paths) =>
                [.. (paths ?? []).Select(path => SuiteReader.Read(path, choice))];
            var request = new ImportRequest
            {
                Files = Read(parsed.GetValue(files)),
                Against = Read(parsed.GetValue(against)),
                Again = Read(parsed.GetValue(again)),
                Time = choice.Time,
                Machine = parsed.GetValue(machine),
                Project = options.ProjectOf(parsed, root),
            };
            RequireOneWay(request);
            var output = new GateFiles(Path.GetFullPath(parsed.GetValue(options.Output)!));
            using var folder = GateHold.Of("perfgate import", parsed, options.Wait).Folders(output.Folder);
            GateOutput.Forget(output.Folder, GateStep.Measure);
            var import = new SuiteImport(
                output,
                new ReferenceSource(options, parsed, root),
                policy => policy.WithCommandLine(options, parsed)
            );
            var (measurement, reference) = import.Write(request);
            Print(parsed.InvocationConfiguration.Output, measurement, output, reference.Reason);
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Option<string[]> Files(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };

    private static void RequireOneWay(ImportRequest request)
    {
        // A second measurement that is the first one would confirm anything.
        SuiteRuns.RequireOneSuite([.. request.Files, .. request.Against, .. request.Again]);
        if (request is { Against.IsEmpty: false, Again: [var second, ..] })
            throw new PerfGateException(
                DiagnosticCatalog.SuiteFilesDiffer(
                    new(second.Path),
                    "--again confirms a comparison with a baseline, and --against compares with the base itself. Give "
                        + "one of the two."
                ),
                ExitCode.Usage
            );
        if (
            request.Time == SuiteTime.Cpu
            && request.Files.FirstOrDefault(f => f.Tool != SuiteTool.GoogleBenchmark) is { } other
        )
            throw new PerfGateException(
                DiagnosticCatalog.SuiteFilesDiffer(
                    new(other.Path),
                    $"--time cpu is for Google Benchmark, and {SuiteTraits.Of(other.Tool).Title} wrote this file. "
                        + $"Leave it out."
                ),
                ExitCode.Usage
            );
    }

    private static void Print(TextWriter output, Measurement measurement, GateFiles files, string reference)
    {
        foreach (var c in measurement.Cases)
            output.WriteLine($"{PlainText.LogLine(c.Name, LongestName)}: {Found(c)}");
        foreach (var warning in measurement.Warnings)
            output.WriteLine($"note: {warning}");
        output.WriteLine($"Device: {measurement.Environment.DeviceSlug}");
        output.WriteLine($"Reference: {reference}");
        output.WriteLine($"{files.Measurement} written. Next: perfgate judge --output {files.Folder}");
    }

    private static string Found(MeasuredCase c)
    {
        if (c.Status != CaseStatus.Measured)
        {
            var word = c.Status == CaseStatus.Failed ? "failed" : "skipped";
            return $"{word}: {PlainText.LogLine(c.Reason!, LongestName)}";
        }

        var samples = c.Runs.SelectMany(r => r.Samples).ToArray();
        var median = Core.Statistics.Quantiles.Median(samples);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"median {Exact(median)}, {c.Runs.Length} run{(c.Runs.Length == 1 ? "" : "s")}, {samples.Length} sample"
                + $"{(samples.Length == 1 ? "" : "s")}"
        );
    }

    // Five digits: what the tools themselves print can be found again. Times that no benchmark takes have an exponent.
    private static string Exact(double nanoseconds)
    {
        var (unit, sign) = Numbers.TimeUnit(nanoseconds);
        var time = nanoseconds / unit;
        var digits = time is >= 1e-3 and < 1e7 ? "0.####" : "0.####e0";
        return $"{time.ToString(digits, CultureInfo.InvariantCulture)} {sign}";
    }
}
