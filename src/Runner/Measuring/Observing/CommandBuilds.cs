using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>
/// Builds the programs of commands before they are measured. Cases that name the same build in the same place share it.
/// </summary>
/// <param name="say">Tells the user what is being built.</param>
internal sealed class CommandBuilds(Action<string> say)
{
    // Git looks for a repository in the folders above, and a build in an export must not find the work tree's.
    private const string SearchEnd = "GIT_CEILING_DIRECTORIES";

    private readonly Dictionary<string, string?> _ended = new(StringComparer.Ordinal);

    /// <summary>How long all builds took so far. It is no part of the time for measuring.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Builds what cases of the work tree need.</summary>
    /// <param name="cases">The cases; those that are skipped here, and kernels, need nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The cases that cannot be measured because their build failed.</returns>
    public async Task<ImmutableArray<CaseResult>> OfAsync(
        IEnumerable<BenchmarkCase> cases,
        CancellationToken cancellation
    )
    {
        BenchmarkCase[] built =
        [
            .. cases.Where(c => c.Command?.Build is not null && CommandNeeds.SkipReason(c) is null),
        ];
        var failed = ImmutableArray.CreateBuilder<CaseResult>();
        foreach (var one in built)
        {
            var reason = Overwritten(one.Command!, built) ?? await FailureAsync(one.Command!, null, cancellation);
            if (reason is not null)
                failed.Add(
                    new()
                    {
                        Name = one.Name,
                        Status = CaseStatus.Failed,
                        Reason = reason,
                    }
                );
        }

        return failed.ToImmutable();
    }

    /// <summary>Builds what one command needs, unless that was done before.</summary>
    /// <param name="command">The command.</param>
    /// <param name="export">The root of an exported tree that it lies in, absolute; null for the work tree.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why it was not built, as a sentence without its end; null if it was, or needs no build.</returns>
    public async Task<string?> FailureAsync(CommandSpec command, string? export, CancellationToken cancellation)
    {
        if (command.Build is not { } build)
            return null;
        if (!_ended.TryGetValue(build.Identity, out var failure))
            _ended.Add(
                build.Identity,
                failure = await RunAsync(build, export, cancellation).ConfigureAwait(false) is { } why
                    ? $"the build {build.Text} failed: {why}"
                    : null
            );
        return failure;
    }

    // The last of several builds would be what all of them measure.
    private static string? Overwritten(CommandSpec command, IEnumerable<BenchmarkCase> all)
    {
        if (ProgramOf(command) is not { } program)
            return null;
        string[] builds =
        [
            .. all.Select(c => c.Command!)
                .Where(c => ProgramOf(c) == program)
                .Select(c => c.Build!)
                .DistinctBy(b => b.Identity)
                .Select(b => b.Text),
        ];
        return builds.Length < 2
            ? null
            : $"{command.Words[0]} is built in several ways ({string.Join("; ", builds.Take(3))}), and only the last "
                + "would be measured; let each build write a program of its own name, such as "
                + $"{command.Words[0]}-{{N}}";
    }

    private static string? ProgramOf(ProgramSpec command) =>
        Path.GetFileName(command.Words[0]) == command.Words[0]
            ? null
            : ForeignPath.Full(command.Words[0], command.Folder);

    private async Task<string?> RunAsync(ProgramSpec build, string? export, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        say($"Building: {build.Text} in {build.FolderName}{(export is null ? "" : " of the base")}");
        try
        {
            var start = ProgramStart.Of(build);
            if (export is not null && Path.GetDirectoryName(export) is { } above)
                start.Environment[SearchEnd] = above;
            var exit = await ChildProcess
                .RunAsync(start, TimeSpan.FromSeconds(build.TimeoutSeconds), supervised: true, cancellation)
                .ConfigureAwait(false);
            return exit.Code == 0 ? null : $"{Ended(exit.Code, build)}{Said(exit)}; run it by hand: {build.ByHand}";
        }
        catch (Exception e) when (e is ObservationException or Win32Exception)
        {
            return e.Message;
        }
        finally
        {
            Elapsed += watch.Elapsed;
        }
    }

    private static string Ended(int? code, ProgramSpec build) =>
        code is { } ended
            ? $"it {WorkerExitCodes.Describe(ended, memoryRanOut: false)}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"it did not end within {build.TimeoutSeconds:0.###} s and was killed with all that it had started; "
                    + $"raise timeout in its build"
            );

    private static string Said(ChildExit exit)
    {
        var last = new LastLines();
        foreach (var line in exit.Lines)
            last.Add(line);
        return last.ToString() is { Length: > 0 } text ? $"; it said: {text}" : "; it said nothing";
    }
}
