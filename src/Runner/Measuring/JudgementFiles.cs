using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Measuring;

/// <summary>Reads what the judge is asked from the files of a measurement.</summary>
internal static class JudgementFiles
{
    /// <summary>What the judge is asked, from the files of a measurement.</summary>
    /// <param name="files">The files.</param>
    /// <param name="change">What the command line changes of the policy.</param>
    public static JudgementInput Input(GateFiles files, Func<GatePolicy, GatePolicy> change)
    {
        var inputs = JsonFile.Read<GateInputs>(files.Inputs, PerfGateJson.Default, "inputs.schema.json");
        var candidate = JsonFile.Read<Measurement>(files.Measurement, PerfGateJson.Default, "measurement.schema.json");
        if (candidate.Shard is { } shard)
            throw new PerfGateException(
                DiagnosticCatalog.ShardAlone(files.Measurement, shard.ToString()), ExitCode.Usage);
        var policy = change(inputs.Policy);
        var reference = InputFile.IsThere(files.Reference)
            ? JsonFile.Read<Baseline>(files.Reference, PerfGateJson.Default, "baseline.schema.json")
            : null;
        return inputs.Asked(candidate, reference) with
        {
            Trial = Optional(files.Trial),
            Remeasured = Optional(files.Remeasured),
            Policy = policy,
            GateEdits =
            [
                .. inputs.GateEdits,
                .. GateSettings.Loosened(candidate.Environment.Device, inputs.Policy, policy),
            ],
            AtEndOfBudget = true,
        };
    }

    private static Measurement? Optional(string path) =>
        InputFile.IsThere(path)
            ? JsonFile.Read<Measurement>(path, PerfGateJson.Default, "measurement.schema.json")
            : null;
}
