using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;

namespace PerfGate.Runner.Optimizing;

/// <summary>
/// Runs phases one after the other, says which one runs and what is left, and leaves out those whose inputs and results
/// have not changed since they last ended.
/// </summary>
/// <param name="folder">The output folder, absolute.</param>
/// <param name="policy">The policy, for the price of the device.</param>
/// <param name="console">Where to say it, in lines of at most 80 columns.</param>
internal sealed class PhaseLog(string folder, GatePolicy policy, TextWriter console)
{
    private const int LongestNote = 300;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private OptimizeLog _log = Read(System.IO.Path.Combine(folder, FileName));

    /// <summary>The log's name in the output folder.</summary>
    public const string FileName = GateOutput.OptimizeLogName;

    /// <summary>The log.</summary>
    public string Path => System.IO.Path.Combine(folder, FileName);

    /// <summary>Seconds that a phase took the last time; null if it has not ended yet.</summary>
    /// <param name="phase">The phase.</param>
    public double? SecondsOf(OptimizePhase phase) => _log.Of(phase)?.Seconds;

    /// <summary>Runs a phase, or leaves it out.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="inputs">Digest of all that it depends on; null to run it whatever it did before.</param>
    /// <param name="work">Does it.</param>
    public async Task RunAsync(OptimizePhase phase, string? inputs, Func<Task<PhaseEnd>> work)
    {
        Begin(phase);
        if (inputs is not null && _log.Of(phase) is { Outcome: PhaseOutcome.Done } last && last.Inputs == inputs)
        {
            if (last.Files.All(f => DigestOf(f.Key) == f.Value))
            {
                Say(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"skipped: its inputs have not changed since {last.EndedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
                    )
                );
                Say(last.Note);
                return;
            }

            Say("its results were changed or are gone, so it runs again");
        }

        var watch = Stopwatch.StartNew();
        var end = await work().ConfigureAwait(false);
        var record = new PhaseRecord
        {
            Phase = phase,
            Outcome = end.Outcome,
            Inputs = inputs ?? "",
            Files = end.Files.ToImmutableSortedDictionary(f => f, f => DigestOf(f) ?? "", StringComparer.Ordinal),
            Seconds = Math.Round(watch.Elapsed.TotalSeconds, 3),
            EndedAt = DateTimeOffset.UtcNow,
            Note = PlainText.LogLine(end.Note, LongestNote),
        };
        _log = _log.With(record);
        JsonFile.Write(Path, _log, PerfGateJson.Default.OptimizeLog);
        Say(end.Outcome == PhaseOutcome.NotAvailable ? $"not available: {record.Note}" : record.Note);
        if (end.Outcome == PhaseOutcome.Done)
            Say($"took {Numbers.Wait(record.Seconds)}{Cost()}");
    }

    /// <summary>A phase's name as files and messages write it.</summary>
    /// <param name="phase">The phase.</param>
    public static string Name(OptimizePhase phase) =>
        phase switch
        {
            OptimizePhase.Environment => "environment",
            OptimizePhase.Baseline => "baseline",
            OptimizePhase.Tune => "tune",
            OptimizePhase.Shapes => "shapes",
            OptimizePhase.Profile => "profile",
            OptimizePhase.Report => "report",
        };

    private void Begin(OptimizePhase phase)
    {
        var left = _log.SecondsFrom(phase, out var missing) is { } seconds
            ? $"about {Numbers.Wait(seconds)} left, by the last time"
            : $"time left: not known, because {Name(missing[0])} has not run yet";
        console.WriteLine($"[{(int)phase + 1}/{Enum.GetValues<OptimizePhase>().Length}] {Name(phase)}  ({left})");
    }

    private string Cost() =>
        policy.DevicePricePerHour is { } price
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", {_watch.Elapsed.TotalHours * price:0.000} {policy.Currency} so far"
            )
            : "";

    private void Say(string line) => console.WriteLine($"  {line}");

    private string? DigestOf(string file)
    {
        var path = ForeignPath.Full(file, folder);
        return File.Exists(path) ? FileDigest.Of(path) : null;
    }

    // A log that cannot be read only means that every phase runs.
    private static OptimizeLog Read(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonFile.Read<OptimizeLog>(path, PerfGateJson.Default, OptimizeLog.SchemaName)
                : new();
        }
        catch (PerfGateException)
        {
            return new();
        }
    }
}

/// <summary>What came of a phase.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Note">In words, one line.</param>
/// <param name="Files">What it wrote, relative to the output folder or absolute.</param>
internal sealed record PhaseEnd(PhaseOutcome Outcome, string Note, params ImmutableArray<string> Files)
{
    /// <summary>There is nothing that it could do.</summary>
    /// <param name="why">Why, as a clause.</param>
    public static PhaseEnd NotAvailable(string why) => new(PhaseOutcome.NotAvailable, why);
}
