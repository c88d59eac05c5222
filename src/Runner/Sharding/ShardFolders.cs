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
        var measurement = Merged(_files, f => f.Measurement)!;
        var inputs = Inputs();
        var reference = Reference();
        // A shard without accused cases has neither.
        var trial = Merged([.. _files.Where(f => InputFile.IsThere(f.Trial))], f => f.Trial);
        var again = Merged([.. _files.Where(f => InputFile.IsThere(f.Remeasured))], f => f.Remeasured);
        Directory.CreateDirectory(output.Folder);
        if (reference is not null)
            JsonFile.Write(output.Reference, reference, PerfGateJson.Default.Baseline);
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

    private Baseline? Reference()
    {
        var texts = _files
            .Select(f => InputFile.IsThere(f.Reference) ? InputFile.Text(f.Reference, FileLimit.Result) : null)
            .ToArray();
        for (var i = 1; i < texts.Length; i++)
        {
            if (texts[i] != texts[0])
                throw Differs(i, "baseline", "Measure all shards against one baseline.");
        }

        return texts[0] is null
            ? null
            : JsonFile.Read<Baseline>(_files[0].Reference, PerfGateJson.Default, "baseline.schema.json");
    }

    private PerfGateException Differs(int i, string what, string remedy) =>
        new(
            DiagnosticCatalog.ShardsDiffer(
                _files[i].Folder, $"it has another {what} than {_files[0].Folder}. {remedy}"),
            ExitCode.Usage);

    private static string Text(Core.Policy.GatePolicy policy) =>
        System.Text.Json.JsonSerializer.Serialize(policy, PerfGateJson.Default.GatePolicy);
}
