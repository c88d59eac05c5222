using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Sharding;

/// <summary>Puts the measurements of all shards together again, so that they are judged as one family.</summary>
public static class ShardMerge
{
    /// <summary>One measurement out of those of its shards.</summary>
    /// <param name="parts">Each shard's folder and measurement, in any order.</param>
    /// <returns>The same whatever the order of the parts.</returns>
    /// <exception cref="PerfGateException">
    /// PG9141: a folder holds no shard, a shard is missing or there twice, or the parts are not of one measurement.
    /// </exception>
    public static Measurement Of(IReadOnlyList<(string Folder, Measurement Measurement)> parts) =>
        Joined(Complete(parts));

    private static Measurement Joined(ImmutableArray<(string Folder, Measurement Measurement)> ordered)
    {
        var (_, first) = ordered[0];
        foreach (var (folder, other) in ordered.Skip(1))
            RequireSame(ordered[0].Folder, first, folder, other);
        var gpus = ordered.Select(p => p.Measurement.Environment.Gpu?.Uuid).Distinct().Count();
        return first with
        {
            Shard = null,
            Environment = first.Environment with
            {
                Libraries = first.Environment.Libraries.SetItems(
                    ordered.SelectMany(p => p.Measurement.Environment.Libraries)
                ),
            },
            StartedAt = ordered.Min(p => p.Measurement.StartedAt),
            WallSeconds = ordered.Max(p => p.Measurement.WallSeconds),
            Cases = Cases([.. ordered.Select(p => WithGpus(p.Measurement, gpus > 1))]),
            Workers = [.. ordered.SelectMany(p => p.Measurement.Workers)],
            Ceilings = ordered.Select(p => p.Measurement.Ceilings).FirstOrDefault(c => c is not null),
            Warnings = [.. ordered.SelectMany(p => p.Measurement.Warnings).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>One measurement out of those shards that took one: trials, and second measurements.</summary>
    /// <param name="parts">Each shard's folder and measurement, in any order; at least one.</param>
    /// <exception cref="PerfGateException">PG9141: the parts are not of one measurement.</exception>
    public static Measurement Some(IReadOnlyList<(string Folder, Measurement Measurement)> parts) =>
        Joined([.. parts.OrderBy(p => p.Measurement.Shard?.Index)]);

    // A case is in one shard, but a canary is in each: its runs count together, those that are the same once.
    private static ImmutableArray<MeasuredCase> Cases(ImmutableArray<Measurement> parts) =>
        [
            .. parts
                .SelectMany(p => p.Cases)
                .GroupBy(c => c.Name, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => g.Count() == 1 ? g.First() : Together([.. g])),
        ];

    // Which GPU took a case matters where several did.
    private static Measurement WithGpus(Measurement part, bool several) =>
        several && part.Environment.Gpu?.Uuid is { } gpu
            ? part with
            {
                Cases = [.. part.Cases.Select(c => c.Runs.IsEmpty ? c : c with { Gpu = gpu })],
            }
            : part;

    private static MeasuredCase Together(ImmutableArray<MeasuredCase> same)
    {
        var measured = same.FirstOrDefault(c => c.Status == CaseStatus.Measured) ?? same[0];
        var runs = ImmutableArray.CreateBuilder<CaseRun>();
        foreach (var part in same.Where(c => c.Status == CaseStatus.Measured))
        {
            var offset = runs.Count == 0 ? 0 : runs.Max(r => r.Run) + 1;
            foreach (var run in part.Runs.Where(r => !runs.Any(known => SameTimes(known, r))).ToArray())
                runs.Add(run with { Run = offset == 0 ? run.Run : offset++ });
        }

        return measured with
        {
            Runs = runs.ToImmutable(),
        };
    }

    private static bool SameTimes(CaseRun a, CaseRun b) =>
        a.Samples.SequenceEqual(b.Samples) && (a.ReferenceSamples ?? []).SequenceEqual(b.ReferenceSamples ?? []);

    private static ImmutableArray<(string Folder, Measurement Measurement)> Complete(
        IReadOnlyList<(string Folder, Measurement Measurement)> parts
    )
    {
        foreach (var (folder, m) in parts)
        {
            if (m.Shard is null)
                throw Refused(folder, "this measurement is a whole one, and no shard. Leave it out.");
            if (m.Shard.Count != parts[0].Measurement.Shard!.Count)
                throw Refused(
                    folder,
                    $"this is shard {m.Shard}, and {parts[0].Folder} is shard {parts[0].Measurement.Shard}. Merge the "
                        + $"shards of one measurement."
                );
        }

        foreach (var twice in parts.GroupBy(p => p.Measurement.Shard!.Index).Where(g => g.Count() > 1))
            throw Refused(
                twice.Last().Folder,
                $"shard {twice.First().Measurement.Shard} is here twice, in {twice.First().Folder} too. Give each once."
            );
        var count = parts[0].Measurement.Shard!.Count;
        var missing = Enumerable.Range(1, count).Except(parts.Select(p => p.Measurement.Shard!.Index)).ToArray();
        if (missing.Length > 0)
            throw Refused(
                parts[0].Folder,
                $"of the {count} shards {string.Join(", ", missing.Take(10))} "
                    + $"{(missing.Length == 1 ? "is" : "are")} missing. Measure it, or give its folder too."
            );
        return [.. parts.OrderBy(p => p.Measurement.Shard!.Index)];
    }

    private static void RequireSame(string firstFolder, Measurement first, string folder, Measurement other)
    {
        if (!(first.Shard?.Suite ?? []).SequenceEqual(other.Shard?.Suite ?? []))
            throw Refused(folder, $"its cases differ from those of {firstFolder}. Measure the same suite in both.");
        if (
            first.Environment.Git?.Commit != other.Environment.Git?.Commit
            || first.Environment.Git?.Dirty != other.Environment.Git?.Dirty
        )
            throw Refused(folder, $"it is of another commit than {firstFolder}. Measure one commit.");
        if (first.Interleaved != other.Interleaved)
            throw Refused(folder, $"it was compared in another way than {firstFolder}. Give all shards one reference.");
        var differences = EnvironmentComparison
            .Differences(first.Environment, other.Environment)
            .Where(d =>
                d.Incomparable
                || d.Field is "compiler.version" or "compiler.flags" or "gpu.driverVersion"
                || EnvironmentComparison.IsLibrary(d.Field)
            )
            .Select(d => d.Field)
            .ToArray();
        if (differences.Length > 0)
            throw Refused(
                folder,
                $"it was measured under other conditions than {firstFolder} ({string.Join(", ", differences)}). Use "
                    + $"one model of device, one driver, one compiler and the same libraries "
                    + $"for all shards."
            );
        var both = Own(first).Intersect(Own(other), StringComparer.Ordinal).FirstOrDefault();
        if (both is not null)
            throw Refused(
                folder,
                $"the case {both} is in {firstFolder} too. Measure all shards anew, with one baseline."
            );
    }

    // What a filter left out is named in every shard.
    private static IEnumerable<string> Own(Measurement part) =>
        part.Cases.Where(c => c is { Role: CaseRole.Case, FilteredOut: false }).Select(c => c.Name);

    private static PerfGateException Refused(string folder, string why) =>
        new(DiagnosticCatalog.ShardsDiffer(folder, why), ExitCode.Usage);
}
