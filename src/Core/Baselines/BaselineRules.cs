using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Importing;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Baselines;

/// <summary>What may enter a baseline, and how it is kept: the rules of <c>PerfGateBaseline</c>.</summary>
public static class BaselineRules
{
    /// <summary>
    /// Measurements kept; the oldest goes. With three or more the spread between days can be estimated.
    /// </summary>
    public const int MaximumMeasurements = 5;

    /// <summary>Adds a measurement to a device's baseline, or says every reason why not.</summary>
    /// <param name="old">The baseline as it is; null for the device's first, or to start over.</param>
    /// <param name="candidate">The measurement, with commit and tag in its environment.</param>
    /// <param name="policy">Fewest runs, accepted drift and accepted slow-downs.</param>
    /// <param name="today">The day on which accepted slow-downs must not have expired.</param>
    public static BaselineUpdate Add(Baseline? old, Measurement candidate, GatePolicy policy, DateOnly today)
    {
        var trimmed = Trim(candidate);
        if (old is not null && SameText(old.Newest, trimmed))
            return new(old, [], ["this measurement is in the baseline already"]);
        var refusals = Unfit(candidate, policy.Runs.Minimum)
            .Concat(old is null ? [] : Misplaced(old, candidate))
            .ToImmutableArray();
        if (refusals.Length > 0)
            return new(null, refusals, []);
        var drift = CumulativeDrift.Judge(old, candidate, policy, today);
        if (drift.Refusals.Length > 0)
            return new(null, drift.Refusals, drift.Notes);
        var kept = (old?.Measurements ?? []).Add(trimmed);
        return new(
            new()
            {
                Device = candidate.Environment.DeviceSlug,
                Restarted = old?.Restarted,
                Anchors = drift.Anchors,
                Measurements = [.. kept.Skip(kept.Length - MaximumMeasurements)],
            },
            [],
            drift.Notes);
    }

    /// <summary>Whether a measurement by itself may become a baseline; an older baseline may still refuse it.</summary>
    /// <param name="candidate">The measurement.</param>
    /// <param name="policy">Fewest runs.</param>
    public static bool IsFit(Measurement candidate, GatePolicy policy) =>
        !Unfit(candidate, policy.Runs.Minimum).Any() && !candidate.Cases.Any(c => c.FilteredOut);

    /// <summary>Drops the oldest measurements; the anchors stay, so later drift is still counted.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="keep">How many measurements stay, at least one.</param>
    public static Baseline Prune(Baseline baseline, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        return baseline with { Measurements = [.. baseline.Measurements.Skip(baseline.Measurements.Length - keep)] };
    }

    private static IEnumerable<Diagnostic> Unfit(Measurement candidate, int fewestRuns)
    {
        if (candidate.Interleaved)
            yield return DiagnosticCatalog.BaselineCandidateUnfit(
                "it is an interleaved trial; a baseline holds one side only."
            );
        if (!candidate.Cases.Any(c => c.Status == CaseStatus.Measured && c.Role == CaseRole.Case))
            yield return DiagnosticCatalog.BaselineCandidateUnfit("no case was measured.");
        foreach (var twice in candidate.Cases.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return DiagnosticCatalog.BaselineCandidateUnfit(
                $"the case {twice.Key} occurs {twice.Count()} times."
            );
        foreach (var measured in candidate.Cases)
        {
            if (WhyUnfit(measured, fewestRuns, SuiteTraits.ToolOf(candidate.Environment.Clock)) is { } why)
                yield return DiagnosticCatalog.BaselineCaseUnfit(measured.Name, why, measured.Source);
        }
    }

    private static string? WhyUnfit(MeasuredCase measured, int fewestRuns, SuiteTool? importedFrom) =>
        measured.Status switch
        {
            CaseStatus.Incorrect => $"gives wrong results ({Why(measured)}). Fix the kernel first.",
            CaseStatus.Failed => $"could not be run ({Why(measured)}). Fix it, or remove it from the manifest.",
            CaseStatus.NotRun => $"was not run ({Why(measured)}). Change what that names, and measure again.",
            CaseStatus.Unstable => $"had no steady run ({Why(measured)}). Measure on a quieter machine.",
            CaseStatus.NotTimed => "was not timed. Measure all cases with PerfGateMeasureUnchanged=true.",
            CaseStatus.Measured when measured.Runs.IsEmpty => "has no runs.",
            CaseStatus.Measured
                when measured.Runs.Any(r => r.Samples.IsEmpty || r.Samples.Any(s => !(s > 0 && double.IsFinite(s)))) =>
                "has a run without samples, or a sample that is not a positive time.",
            // A gate that had nothing to judge takes two: too few for anything to be proven slower than them later.
            CaseStatus.Measured when measured.Role == CaseRole.Case && measured.Runs.Length < fewestRuns =>
                $"has {measured.Runs.Length} of the at least {fewestRuns} runs of the policy. "
                    + (importedFrom is null
                        ? "Measure with PerfGateBaseline, and allow it time (PerfGateBudget)."
                        : $"Import at least {fewestRuns} processes: docs/import.md says what a run is."),
            CaseStatus.Measured or CaseStatus.Skipped => null,
        };

    private static string Why(MeasuredCase measured) => measured.Reason ?? "no reason was recorded";

    private static IEnumerable<Diagnostic> Misplaced(Baseline old, Measurement candidate)
    {
        if (candidate.StartedAt < old.Newest.StartedAt)
        {
            yield return DiagnosticCatalog.BaselineCandidateUnfit(
                $"it was taken at {candidate.StartedAt:u}, before the baseline's newest of {old.Newest.StartedAt:u}. "
                    + $"Measure again."
            );
        }

        foreach (var refusal in Foreign(old, candidate).Concat(Lost(old, candidate)))
            yield return refusal;
    }

    private static IEnumerable<Diagnostic> Foreign(Baseline old, Measurement candidate)
    {
        var differences = EnvironmentComparison.Differences(old.Newest.Environment, candidate.Environment)
            .Where(d => d.Incomparable)
            .Select(d => $"{d.Field} is {d.Candidate ?? "absent"} and was {d.Reference ?? "absent"}")
            .ToArray();
        if (differences.Length > 0)
            yield return DiagnosticCatalog.BaselineForeign(old.Device, string.Join("; ", differences));
    }

    // A filtered measurement would silently take the other cases out of the gate.
    private static IEnumerable<Diagnostic> Lost(Baseline old, Measurement candidate)
    {
        var before = old
            .Newest.Cases.Where(c => c.Status == CaseStatus.Measured)
            .Select(c => c.Name)
            .ToHashSet(StringComparer.Ordinal);
        return candidate
            .Cases.Where(c => c.FilteredOut && before.Contains(c.Name))
            .Select(c =>
                DiagnosticCatalog.BaselineCaseUnfit(
                    c.Name,
                    $"is in the baseline and was skipped ({Why(c)}). Measure without a filter.",
                    c.Source
                )
            );
    }

    // The workers' lives, the discarded runs and the parts of a launch say nothing that a later comparison needs.
    private static Measurement Trim(Measurement measurement) => measurement with
    {
        Schema = "measurement.schema.json",
        Workers = [],
        Warnings = [],
        Cases =
        [
            .. measurement.Cases.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => c with
            {
                Discarded = [],
                Runs =
                [
                    .. c.Runs.Select(r => r with
                    {
                        Samples = SampleThinning.Thin(r.Samples),
                        LaunchTimes = null,
                        ReferenceLaunchTimes = null,
                    }),
                ],
            }),
        ],
    };

    // Records with arrays in them compare those by identity; what counts is what the file would hold.
    private static bool SameText(Measurement a, Measurement b) =>
        JsonSerializer.Serialize(a) == JsonSerializer.Serialize(b);
}
