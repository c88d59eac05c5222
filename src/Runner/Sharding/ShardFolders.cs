using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Sharding;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Sharding;

/// <summary>Puts the output folders of all shards together, so that the judge sees one measurement.</summary>
/// <param name="folders">The folders, absolute.</param>
internal sealed class ShardFolders(ImmutableArray<string> folders)
{
    private readonly ImmutableArray<GateFiles> _files = [.. folders.Select(f => new GateFiles(f))];

    /// <summary>Writes the files of the whole.</summary>
    /// <param name="output">Where to.</param>
    /// <returns>The measurement.</returns>
    /// <exception cref="PerfGateException">PG9141: the folders are not the shards of one measurement.</exception>
    public Measurement Write(GateFiles output)
    {
        // Each of these may be large: none is held while the next is read.
        var inputs = Inputs();
        RequireOneReference();
        var measurement = Merged(_files, f => f.Measurement)!;
        // A shard without accused cases has neither.
        var trial = Merged([.. _files.Where(f => InputFile.IsThere(f.Trial))], f => f.Trial);
        var again = Merged([.. _files.Where(f => InputFile.IsThere(f.Remeasured))], f => f.Remeasured);
        Directory.CreateDirectory(output.Folder);
        CopyReference(output.Reference);
        JsonFile.Write(output.Inputs, inputs, PerfGateJson.Default.GateInputs);
        JsonFile.Write(output.Measurement, measurement.Bounded(), PerfGateJson.Default.Measurement);
        if (trial is not null)
            JsonFile.Write(output.Trial, trial.Bounded(), PerfGateJson.Default.Measurement);
        if (again is not null)
            JsonFile.Write(output.Remeasured, again.Bounded(), PerfGateJson.Default.Measurement);
        return measurement;
    }

    private static Measurement? Merged(ImmutableArray<GateFiles> files, Func<GateFiles, string> path)
    {
        if (files.IsEmpty)
            return null;
        ImmutableArray<(string, Measurement)> parts =
        [
            .. files.Select(f => (
                f.Folder,
                JsonFile.Read<Measurement>(path(f), PerfGateJson.Default, "measurement.schema.json"))),
        ];
        return path(files[0]) == files[0].Measurement ? ShardMerge.Of(parts) : ShardMerge.Some(parts);
    }

    private GateInputs Inputs()
    {
        ImmutableArray<GateInputs> all =
            [.. _files.Select(f => JsonFile.Read<GateInputs>(f.Inputs, PerfGateJson.Default, "inputs.schema.json"))];
        for (var i = 1; i < all.Length; i++)
        {
            if (Text(all[i].Policy) != Text(all[0].Policy))
                throw Differs(i, "policy", "Measure all shards with one policy.");
            if (all[i].Reference != all[0].Reference)
                throw Differs(i, "reference", "Measure all shards against one reference.");
        }

        return all[0] with
        {
            NoTrial = all.Select(i => i.NoTrial).FirstOrDefault(n => n is not null),
            Day = all.Max(i => i.Day),
            BaseUnknown = [.. all.SelectMany(i => i.BaseUnknown).Distinct(StringComparer.Ordinal)],
        };
    }

    private void RequireOneReference()
    {
        var first = _files[0].Reference;
        for (var i = 1; i < _files.Length; i++)
        {
            var same = InputFile.IsThere(first)
                ? FileContent.IsSame(first, _files[i].Reference)
                : !InputFile.IsThere(_files[i].Reference);
            if (!same)
                throw Differs(i, "baseline", "Measure all shards against one baseline.");
        }

        if (InputFile.IsThere(first))
            JsonFile.Read<Baseline>(first, PerfGateJson.Default, "baseline.schema.json");
    }

    private void CopyReference(string to)
    {
        if (!InputFile.IsThere(_files[0].Reference))
            return;
        using var from = InputFile.Open(_files[0].Reference, FileLimit.Result);
        AtomicFile.Write(
            to,
            stream =>
            {
                from.Position = 0;
                from.CopyTo(stream);
            }
        );
    }

    private PerfGateException Differs(int i, string what, string remedy) =>
        new(
            DiagnosticCatalog.ShardsDiffer(
                _files[i].Folder, $"it has another {what} than {_files[0].Folder}. {remedy}"),
            ExitCode.Usage);

    private static string Text(Core.Policy.GatePolicy policy) =>
        System.Text.Json.JsonSerializer.Serialize(policy, PerfGateJson.Default.GatePolicy);
}
