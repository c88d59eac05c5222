using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Measuring;

/// <summary>Settles all that a gate invocation has to know before its first run.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="catalog">The compiled kernels.</param>
/// <param name="launcher">Runs the workers.</param>
/// <param name="progress">Shows what goes on.</param>
/// <param name="references">Finds the reference.</param>
/// <param name="startedAt">When the invocation began.</param>
internal sealed class GateSettling(
    GateRunRequest request,
    KernelCatalog catalog,
    IWorkerLauncher launcher,
    IRunProgress progress,
    IReferenceSource references,
    DateTimeOffset startedAt
)
{
    private readonly GateFiles _files = new(request.Output);

    /// <summary>
    /// Prepares the device and the expected outputs, settles the gate, and writes what the judge will need.
    /// </summary>
    /// <param name="cancellation">Stops it at once.</param>
    /// <returns>The gate, and the device's ceilings; null if they could not be measured.</returns>
    /// <exception cref="PerfGateException">The device cannot be used, or an input file cannot.</exception>
    public async Task<(SettledGate Gate, DeviceCeilings? Ceilings)> SettleAsync(CancellationToken cancellation)
    {
        progress.Say($"Preparing the {catalog.Compiled.Device.Name} device and the expected outputs");
        if (request.CheckSeed is not null)
            progress.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Random inputs of this measurement's extra check: seed {request.CheckSeed} (repeat it with --seed "
                        + $"{request.CheckSeed}, or PerfGateSeed)"
                )
            );
        var preparation = Preparation.Begin(request, catalog, launcher, cancellation);
        await using var _ = preparation.ConfigureAwait(false);
        // The workers read them too, but an error in a manifest would then read like an error of the device.
        ManifestLoader.Check(request.Manifests, request.Root);
        var gate = Settle(await preparation.DescriptionAsync().ConfigureAwait(false));
        progress.Say($"Reference: {gate.Inputs.Reference.Reason}");
        var ceilings = await preparation.CeilingsAsync().ConfigureAwait(false);
        gate = gate with { Device = await preparation.DeviceAsync().ConfigureAwait(false) };
        // Not before the device is known to work: otherwise these files could lie beside an older measurement.
        if (gate.Resolved.Baseline is { } baseline)
            JsonFile.Write(_files.Reference, baseline, PerfGateJson.Default.Baseline);
        JsonFile.Write(_files.Inputs, gate.Inputs.Bounded(), PerfGateJson.Default.GateInputs);
        return (gate, ceilings);
    }

    private SettledGate Settle(WorkerResult device)
    {
        var suite = ManifestLoader.Load(request.Manifests, device.Facts(catalog.Compiled.Device), request.Root);
        var selected = CaseFilter.Apply(suite, request.Filter, canaries: true).Cases;
        var resolved = references.Resolve(device.DeviceSlug);
        var policy = request.Override(resolved.Policy);
        var declared =
            resolved.Description.Kind != ReferenceKind.None && resolved.MergeBase is { } mergeBase
                ? new BaseDeclarations(request.Root, request.Manifests, Path.Combine(request.WorkFolder, "base")).Of(
                    mergeBase,
                    suite.Device,
                    request.Filter
                )
                : DeclaredCases.NoBase;
        var inputs = new GateInputs
        {
            Policy = policy,
            Reference = resolved.Description,
            GateEdits =
            [
                .. resolved.GateEdits,
                .. GateSettings.Loosened(catalog.Compiled.Device, resolved.Policy, policy),
                .. GateSettings.Filtered(request.Filter, suite.Cases.Length - selected.Length, suite.Cases.Length),
            ],
            BaseCases = declared.Cases,
            BaseUnknown = [.. resolved.Warnings, .. declared.Unknown],
            // A base without a manifest has nothing to compare with: the first kernels of a project need no comparison.
            Expected = declared.HasManifests ? resolved.Expected : resolved.Expected with { Because = null },
            Day = DateOnly.FromDateTime(startedAt.UtcDateTime),
        };
        ImmutableArray<BenchmarkCase> shared = request.Share is { } share
            ? [.. selected.Where(c => c.Role == CaseRole.Canary || share.Names.Contains(c.Name))]
            : selected;
        return new(device, policy, inputs, resolved, shared, [.. suite.Cases.Except(selected)]);
    }
}
