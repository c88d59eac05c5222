using System.Collections.Immutable;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Campaigns;

/// <summary>
/// Holds gates: interleaved runs of two sides in fresh processes, judged as a branch is against its base.
/// </summary>
internal interface ICampaignGate
{
    /// <summary>The cases that can be judged, ordered by name.</summary>
    ImmutableArray<string> Cases { get; }

    /// <summary>Holds a gate.</summary>
    /// <param name="kind">What its sides are.</param>
    /// <param name="delays">The delay of each case; empty if nothing is planted.</param>
    /// <param name="cancellation">Stops it at once.</param>
    Task<GateFound> HoldAsync(
        CampaignKind kind,
        ImmutableDictionary<string, PlannedDelay> delays,
        CancellationToken cancellation
    );
}

/// <summary>What a gate of a campaign found.</summary>
/// <param name="Cases">The judgement of each case.</param>
/// <param name="ClockMhz">The highest clock while the GPU was busy, MHz; null if nothing watched it.</param>
internal sealed record GateFound(ImmutableArray<CaseJudgement> Cases, int? ClockMhz);

/// <inheritdoc/>
/// <param name="setting">Device, policy and workers.</param>
/// <param name="kernels">The kernels.</param>
/// <param name="device">What a worker said of the device.</param>
internal sealed class CampaignGate(CampaignSetting setting, CampaignKernels kernels, WorkerResult device)
    : ICampaignGate
{
    /// <inheritdoc/>
    public ImmutableArray<string> Cases { get; } =
        [.. kernels.Cases.Select(c => c.Name).Except(device.Cases.Select(c => c.Name))];

    /// <summary>Prepares the device, and the expected outputs that are not kept yet.</summary>
    /// <param name="setting">Device, policy and workers.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="cancellation">Stops it at once.</param>
    public static async Task<WorkerResult> PrepareAsync(
        CampaignSetting setting,
        CampaignKernels kernels,
        CancellationToken cancellation
    )
    {
        var request = Request(setting, kernels.Original, kernels.Cases.Select(c => c.Name));
        await using var preparation = Preparation.Begin(
            request,
            KernelCatalog.Read(kernels.Original.Kernels),
            setting.Launcher,
            cancellation
        );
        return await preparation.DeviceAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<GateFound> HoldAsync(
        CampaignKind kind,
        ImmutableDictionary<string, PlannedDelay> delays,
        CancellationToken cancellation
    )
    {
        var (candidate, reference) = Sides(kind, delays);
        var catalog = KernelCatalog.Read(candidate.Kernels);
        var startedAt = DateTimeOffset.UtcNow;
        var gate = Settled(candidate);
        var session = new GateSessions(
            Request(setting, candidate, Cases),
            catalog,
            setting.Launcher,
            setting.Progress,
            null
        ).NewTrial(
            gate,
            reference,
            ManifestLoader.Load(reference.Manifests, setting.Device, reference.Root),
            Cases
        );
        var measured = await new GateRounds(gate, setting.Progress)
            .DecideAsync(
                session,
                session.Open,
                () => Record(session, catalog, startedAt),
                m => gate.Judged(m),
                gate.Deadline(startedAt),
                cancellation
            )
            .ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var verdict = Judge.Decide(gate.Judged(measured) with { AtEndOfBudget = true });
        return new(
            [.. verdict.Cases.Where(c => Cases.Contains(c.Name))],
            measured.Workers.Select(w => w.Watch?.SmClockMhz is [_, var high] ? (int?)high : null).Max()
        );
    }

    private (BaseSide Candidate, BaseSide Reference) Sides(
        CampaignKind kind,
        ImmutableDictionary<string, PlannedDelay> delays
    ) =>
        kind switch
        {
            CampaignKind.Aa => (kernels.Renamed, kernels.Original),
            CampaignKind.Harmless => (kernels.Harmless(), kernels.Original),
            CampaignKind.Planted or CampaignKind.Calibration => (kernels.Waiting(delays), kernels.Delayed),
        };

    private SettledGate Settled(BaseSide candidate)
    {
        var reference = new ReferenceDescription { Kind = ReferenceKind.Base, Reason = "the other side of a campaign" };
        return new(
            device,
            setting.Policy,
            new()
            {
                Policy = setting.Policy,
                Reference = reference,
                Day = DateOnly.FromDateTime(DateTime.UtcNow),
            },
            new ResolvedReference { Description = reference, Policy = setting.Policy },
            [
                .. ManifestLoader
                    .Load(candidate.Manifests, setting.Device, candidate.Root)
                    .Cases.Where(c => Cases.Contains(c.Name)),
            ],
            []
        );
    }

    private Measurement Record(MeasurementSession session, KernelCatalog catalog, DateTimeOffset startedAt) =>
        new()
        {
            StartedAt = startedAt,
            WallSeconds = (DateTimeOffset.UtcNow - startedAt).TotalSeconds,
            Interleaved = true,
            Environment = EnvironmentRecord.Of(
                setting.Device.Kind,
                device,
                setting.Policy,
                catalog.Compiled.Compiler,
                null
            ),
            Cases = session.Cases,
            Workers = session.Workers,
            Warnings = session.Warnings,
        };

    private static GateRunRequest Request(CampaignSetting setting, BaseSide side, IEnumerable<string> cases) =>
        setting.Gate(side.Root, side.Manifests, CaseFilter.Exactly(cases));
}
