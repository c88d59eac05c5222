using System.Collections.Immutable;
using PerfGate.Core.Declarations;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Baselines;

/// <summary>
/// Holds a refresh against the last tag and against each case's anchor, so that neither one large slow-down nor many
/// small ones enter a baseline unseen.
/// <para>
/// A case's anchor is its first tagged measurement. It moves in two ways only: down, when the case has become
/// faster by more than the accepted drift, and up, once per entry, when an accepted slow-down of <c>perfgate.json</c>
/// covers the case. So without such an entry a case can never be slower than its best tag by more than twice the
/// accepted drift (and by more than once unless it was faster by less than the drift meanwhile).
/// </para>
/// </summary>
internal static class CumulativeDrift
{
    /// <summary>What the bound says of a candidate.</summary>
    /// <param name="Refusals">Cases that are too slow.</param>
    /// <param name="Anchors">The anchors of the refreshed baseline, ordered by case.</param>
    /// <param name="Notes">Accepted slow-downs that acted, and anchors that moved.</param>
    public sealed record DriftFinding(
        ImmutableArray<Diagnostic> Refusals, ImmutableArray<DriftAnchor> Anchors, ImmutableArray<string> Notes);

    /// <inheritdoc cref="BaselineRules.Add"/>
    public static DriftFinding Judge(Baseline? old, Measurement candidate, GatePolicy policy, DateOnly today)
    {
        var anchors = (old?.Anchors ?? []).ToDictionary(a => a.Case, StringComparer.Ordinal);
        var lastTag = old?.LastTagged;
        var refusals = ImmutableArray.CreateBuilder<Diagnostic>();
        var notes = ImmutableArray.CreateBuilder<string>();
        foreach (var measured in candidate.Cases.Where(c => c.Status == CaseStatus.Measured && c.Role == CaseRole.Case))
        {
            var fresh = NewAnchor(candidate, measured);
            // Times of other work bound nothing: the case starts over.
            if (OtherWork(old?.Newest, measured))
                anchors.Remove(measured.Name);
            anchors.TryGetValue(measured.Name, out var anchor);
            if (anchor is not null && (anchor.Cache ?? CacheThen(old!, measured.Name)) != fresh.Cache)
            {
                // Times in another cache state say nothing of these: the drift starts over, and a note says so.
                notes.Add($"{measured.Name} is measured with a {fresh.Cache} cache now: its drift starts over");
                anchors.Remove(measured.Name);
                anchor = null;
            }

            if (
                Exceeded(
                    anchor,
                    OtherWork(lastTag, measured) ? null : lastTag,
                    measured,
                    fresh.Cache!,
                    fresh.RunMeans,
                    policy.AcceptedDrift
                ) is
                { } excess
            )
            {
                if (Acceptance(measured.Name, excess.Ratio, anchor, policy, today) is not { } accepted)
                {
                    refusals.Add(DiagnosticCatalog.BaselineDrift(measured.Name, excess.Words, measured.Source));
                    continue;
                }

                notes.Add(
                    $"{measured.Name} is {excess.Words}, which perfgate.json accepts until "
                        + $"{accepted.Expires:yyyy-MM-dd}: {accepted.Reason}"
                );
                // An untagged refresh takes the place of the tag that it was compared with.
                anchors[measured.Name] = fresh with
                {
                    Tag = candidate.Environment.Git?.Tag ?? anchor?.Tag ?? lastTag!.Environment.Git!.Tag!,
                    Accepted = accepted,
                };
            }
            else if (candidate.Environment.Git?.Tag is not null
                && (anchor is null || DriftBound.IsFaster(anchor.RunMeans, fresh.RunMeans, policy.AcceptedDrift)))
            {
                anchors[measured.Name] = fresh with { Accepted = anchor?.Accepted };
            }
        }

        // A case that left the manifests leaves its anchor too, or it would haunt a later one of the same name.
        var present = candidate.Cases.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return new(
            refusals.ToImmutable(),
            [.. anchors.Values.Where(a => present.Contains(a.Case)).OrderBy(a => a.Case, StringComparer.Ordinal)],
            notes.ToImmutable());
    }

    private static bool OtherWork(Measurement? measurement, MeasuredCase measured) =>
        !DeclaredWork
            .Changes(measured, measurement?.Cases.FirstOrDefault(c => c.Name == measured.Name)?.Declaration)
            .IsEmpty;

    private sealed record Excess(double Ratio, string Words);

    private static Excess? Exceeded(
        DriftAnchor? anchor,
        Measurement? lastTag,
        MeasuredCase measured,
        string cache,
        ImmutableArray<double> runMeans,
        double bound
    )
    {
        var before = lastTag?.Cases.FirstOrDefault(c =>
            c.Name == measured.Name && c.Status == CaseStatus.Measured && lastTag.CacheOf(c) == cache
        );
        var excess = new[]
        {
            before is null || Acted(anchor, lastTag!)
                ? null
                : Against(
                    RunLocation.RunMeans(before),
                    before.CodeHash,
                    $"the last tag, {lastTag!.Environment.Git!.Tag}"
                ),
            anchor is null ? null : Against(anchor.RunMeans, anchor.CodeHash, $"its anchor, {anchor.Tag}"),
        };
        return excess.OfType<Excess>().MaxBy(e => e.Ratio);

        Excess? Against(ImmutableArray<double> reference, string? codeHash, string what)
        {
            if (!DriftBound.IsSlower(reference, runMeans, bound))
                return null;
            var ratio = DriftBound.Ratio(reference, runMeans);
            var machine =
                codeHash is not null && codeHash == measured.CodeHash
                    ? "; its machine code is the same, so that the machine itself has become slower"
                    : "";
            return new(
                ratio,
                $"{Numbers.Change(ratio)} than at {what}, where {Numbers.Percent(bound)} are "
                    + $"allowed{machine}"
            );
        }
    }

    // An untagged refresh may have moved the anchor past the last tag: what was accepted then is accepted now.
    private static bool Acted(DriftAnchor? anchor, Measurement lastTag) =>
        anchor?.Accepted is not null && anchor.MeasuredAt > lastTag.StartedAt;

    private static AcceptedSlowdown? Acceptance(
        string caseName,
        double ratio,
        DriftAnchor? anchor,
        GatePolicy policy,
        DateOnly today
    ) =>
        policy.Accepted.FirstOrDefault(a =>
            NamePattern.Fits(a.Case, caseName) && ratio <= a.MaximumRatio && today <= a.Expires && a != anchor?.Accepted
        );

    private static DriftAnchor NewAnchor(Measurement candidate, MeasuredCase measured) =>
        new(
            measured.Name,
            candidate.StartedAt,
            candidate.Environment.Git?.Tag ?? "",
            RunLocation.RunMeans(measured),
            candidate.Environment.Git?.Commit,
            measured.CodeHash,
            candidate.CacheOf(measured)
        );

    private static string CacheThen(Baseline old, string name) =>
        old.Newest.Cases.FirstOrDefault(c => c.Name == name) is { } then
            ? old.Newest.CacheOf(then)
            : old.Newest.Environment.Cache;
}
