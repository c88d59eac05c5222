using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Importing;

/// <summary>Makes the cases of a measurement out of the result files of one suite.</summary>
/// <remarks>
/// A process is a run, as everywhere in PerfGate. Google Benchmark tells nothing of single samples: of several files
/// each is a run, and its repetitions are the samples; of one file alone each repetition counts as a run.
/// </remarks>
public static class SuiteRuns
{
    /// <summary>The cases of one side, by name.</summary>
    /// <param name="files">The files, in the order in which they were measured.</param>
    /// <exception cref="PerfGateException">PG9133: the files do not belong together.</exception>
    public static ImmutableArray<MeasuredCase> Cases(ImmutableArray<SuiteFile> files)
    {
        RequireOneSuite(files);
        return
        [
            .. files
                .SelectMany(f => f.Cases)
                .GroupBy(c => c.Name, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Case(g.Key, [.. g], RepetitionsAreRuns(files))),
        ];
    }

    /// <summary>
    /// The cases of two sides that were measured in turns, by name: the i-th files of both are a pair.
    /// </summary>
    /// <param name="files">The candidate's files, in the order in which they were measured.</param>
    /// <param name="against">The base's files, as many.</param>
    /// <exception cref="PerfGateException">PG9133: the files do not belong together.</exception>
    public static ImmutableArray<MeasuredCase> InTurns(
        ImmutableArray<SuiteFile> files,
        ImmutableArray<SuiteFile> against
    )
    {
        RequireOneSuite([.. files, .. against]);
        if (files.Length != against.Length || files.Length < Fewest)
            throw Refused(
                files[0].Path,
                $"the number of files is {files.Length}, and {against.Length} with --against. Measure the two in "
                    + $"turns, at least {Fewest} times each, and give as many files of the one as of the other."
            );
        foreach (var file in files.Concat(against))
        {
            if (file.Cases.Any(c => c.Processes.Length > 1))
                throw Refused(
                    file.Path,
                    "this file holds several processes, and all of them ran before or after the other side's. Write a "
                        + "file for each process, and run the two sides in turns."
                );
        }

        var theirs = ByRun(against).ToDictionary(c => (c.Case.Name, c.Run), c => c.Case);
        var pairs = ByRun(files)
            .Where(c => !c.Case.Processes.IsEmpty)
            .ToLookup(
                c => c.Case.Name,
                c => new CaseRun
                {
                    Run = c.Run,
                    Samples = c.Case.Processes[0],
                    ReferenceSamples = theirs.GetValueOrDefault((c.Case.Name, c.Run)) is { Processes: [var samples] }
                        ? samples
                        : null,
                },
                StringComparer.Ordinal
            );
        return [.. Cases(files).Select(ours => ours with { Runs = [.. pairs[ours.Name]] })];
    }

    private static IEnumerable<(SuiteCase Case, int Run)> ByRun(ImmutableArray<SuiteFile> files) =>
        files.SelectMany((file, run) => file.Cases.Select(c => (c, run)));

    /// <summary>What is not as in a measurement of PerfGate's own, one line each.</summary>
    /// <param name="files">The files of one side.</param>
    public static ImmutableArray<string> Warnings(ImmutableArray<SuiteFile> files)
    {
        var (tool, version) = (SuiteTraits.Of(files[0].Tool).Title, files[0].Version);
        var name = version.Length == 0 ? tool : $"{tool} {version}";
        return
        [
            $"these times were imported from {name}: PerfGate controlled neither caches nor clocks nor the placement "
                + $"of memory, and checked no result",
            .. RepetitionsAreRuns(files)
                ?
                [
                    "each repetition counts as a run, because one process took all of them; processes differ more "
                        + "from each other than repetitions do, so give a file for each of several processes",
                ]
                : Array.Empty<string>(),
        ];
    }

    private const int Fewest = 2;

    private static bool RepetitionsAreRuns(ImmutableArray<SuiteFile> files) =>
        files is [{ Tool: SuiteTool.GoogleBenchmark }];

    private static MeasuredCase Case(string name, ImmutableArray<SuiteCase> parts, bool repetitionsAreRuns)
    {
        var runs = parts.SelectMany(p => p.Processes);
        if (repetitionsAreRuns)
            runs = runs.SelectMany(samples => samples.Select(sample => ImmutableArray.Create(sample)));
        var failure = parts.Select(p => p.Failure).FirstOrDefault(f => f is not null);
        var skipped = parts.Select(p => p.Skipped).FirstOrDefault(s => s is not null);
        var measured = new MeasuredCase
        {
            Name = name,
            Benchmark = parts[0].Benchmark,
            Status = CaseStatus.Measured,
            Runs = [.. runs.Select((samples, run) => new CaseRun { Run = run, Samples = samples })],
        };
        return failure is not null ? measured with { Status = CaseStatus.Failed, Reason = failure, Runs = [] }
            : measured.Runs.IsEmpty ? measured with { Status = CaseStatus.Skipped, Reason = skipped }
            : measured;
    }

    /// <summary>Requires that files are of one suite and one device, and each of them another measurement.</summary>
    /// <param name="files">The files of all sides.</param>
    /// <exception cref="PerfGateException">PG9133: they do not belong together.</exception>
    public static void RequireOneSuite(ImmutableArray<SuiteFile> files)
    {
        var first = files[0];
        foreach (var file in files.Skip(1))
        {
            if (file.Tool != first.Tool)
                throw Refused(
                    file.Path,
                    $"{SuiteTraits.Of(file.Tool).Title} wrote this file, and {SuiteTraits.Of(first.Tool).Title} wrote "
                        + $"{first.Path}. Import the two into folders of their own."
                );
            if (file.Gpu?.Name != first.Gpu?.Name || file.Processor != first.Processor)
                throw Refused(
                    file.Path,
                    $"this was measured on {file.Gpu?.Name ?? file.Processor ?? "an unnamed processor"}, and "
                        + $"{first.Path} on {first.Gpu?.Name ?? first.Processor ?? "an unnamed processor"}. Compare "
                        + $"measurements of one device."
                );
        }

        if (files.GroupBy(f => f.Path, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Refused(twice.Key, "this file was given twice. Give each file once.");
        var copies = files.Where(f => f.Digest is not null).GroupBy(f => f.Digest).FirstOrDefault(g => g.Count() > 1);
        if (copies?.ToArray() is [var original, var copy, ..])
            throw Refused(
                copy.Path,
                $"this file has the same content as {original.Path}, so it is the same measurement. Measure again, and "
                    + "give the file of each measurement once."
            );
    }

    private static PerfGateException Refused(string path, string why) =>
        new(DiagnosticCatalog.SuiteFilesDiffer(new(path), why), ExitCode.Usage);
}
