using PerfGate.Core.Baselines;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Importing;

/// <summary>Writes an imported measurement, and what the judge needs beside it.</summary>
/// <param name="files">Where to.</param>
/// <param name="references">Finds the reference.</param>
/// <param name="change">What the command line changes of the policy.</param>
internal sealed class SuiteImport(GateFiles files, IReferenceSource references, Func<GatePolicy, GatePolicy> change)
{
    /// <summary>
    /// Writes <c>measurement.json</c> and <c>inputs.json</c>, and <c>reference.json</c> and <c>remeasured.json</c>
    /// where there is a baseline and a second measurement.
    /// </summary>
    /// <param name="request">The files, and how to read them.</param>
    /// <returns>The measurement, and what it is compared with.</returns>
    /// <exception cref="Core.Diagnostics.PerfGateException">PG9133: the files do not belong together.</exception>
    public (Measurement Measurement, ReferenceDescription Reference) Write(ImportRequest request)
    {
        var measurement = ImportedMeasurement.Of(request.Files, request, references.Git);
        var again = request.Again.IsEmpty
            ? null
            : ImportedMeasurement.Of(request.Again, request, references.Git);
        var resolved = references.Resolve(measurement.Environment.DeviceSlug);
        var baseline = request.Against.IsEmpty ? resolved.Baseline : null;
        var inputs = Inputs(request, resolved, measurement, baseline);
        Directory.CreateDirectory(files.Folder);
        if (baseline is not null)
            JsonFile.Write(files.Reference, baseline, PerfGateJson.Default.Baseline);
        JsonFile.Write(files.Inputs, inputs.Bounded(), PerfGateJson.Default.GateInputs);
        JsonFile.Write(files.Measurement, measurement, PerfGateJson.Default.Measurement);
        if (again is not null)
            JsonFile.Write(files.Remeasured, again, PerfGateJson.Default.Measurement);
        return (measurement, inputs.Reference);
    }

    private GateInputs Inputs(
        ImportRequest request, ResolvedReference resolved, Measurement measurement, Baseline? baseline)
    {
        var policy = change(resolved.Policy);
        return new()
        {
            Policy = policy,
            Reference = Reference(request, resolved, baseline),
            GateEdits =
            [
                .. resolved.GateEdits,
                .. GateSettings.Loosened(measurement.Environment.Device, resolved.Policy, policy),
            ],
            BaseCases =
            [
                .. request.Against.SelectMany(f => f.Cases).Select(c => c.Name).Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(name => new BaseCase(name)),
            ],
            BaseUnknown = resolved.Warnings,
            // The first import of a suite has nothing to be compared with.
            Expected = baseline is null && request.Against.IsEmpty
                ? resolved.Expected with { Because = null }
                : resolved.Expected,
            Day = DateOnly.FromDateTime(DateTime.UtcNow),
            NoTrial = request.Against.IsEmpty ? "PerfGate cannot take imported times again" : null,
        };
    }

    private static ReferenceDescription Reference(
        ImportRequest request, ResolvedReference resolved, Baseline? baseline) =>
        !request.Against.IsEmpty ? new()
        {
            Kind = ReferenceKind.Base,
            Reason = "the files of --against, which were measured in turns with the candidate's",
        }
        : baseline is not null || resolved.Description.Kind == ReferenceKind.None ? resolved.Description
        : new()
        {
            Kind = ReferenceKind.None,
            Reason = "this suite has no baseline here yet; 'perfgate baseline update' makes it one",
        };
}
