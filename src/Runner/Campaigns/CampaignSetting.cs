using System.Collections.Immutable;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Campaigns;

/// <summary>What all gates of a campaign have in common.</summary>
internal sealed record CampaignSetting
{
    /// <summary>Root of the repository, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The project's manifests, absolute.</summary>
    public required ImmutableArray<string> Manifests { get; init; }

    /// <summary>The response file of the project's build, absolute.</summary>
    public required string Response { get; init; }

    /// <summary>The folder of the campaign's own sources and modules, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder of inputs, expected outputs and jobs, absolute; shared with the gate.</summary>
    public required string Cached { get; init; }

    /// <summary>The device.</summary>
    public required DeviceFacts Device { get; init; }

    /// <summary>The policy that judges.</summary>
    public required GatePolicy Policy { get; init; }

    /// <summary>Selects cases; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>The commit of the kernels; null if it is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>Runs the workers.</summary>
    public required IWorkerLauncher Launcher { get; init; }

    /// <summary>Gets what workers have to say.</summary>
    public required IRunProgress Progress { get; init; }

    /// <summary>A request for the gate's own parts.</summary>
    /// <param name="root">The root of the sources, absolute.</param>
    /// <param name="manifests">The manifests, absolute.</param>
    /// <param name="filter">Selects cases.</param>
    public GateRunRequest Gate(string root, ImmutableArray<string> manifests, string filter) =>
        new()
        {
            Root = root,
            Manifests = manifests,
            Output = Folder,
            WorkFolder = Cached,
            Filter = filter,
            Override = policy => policy,
        };
}
