using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tuning;

/// <summary>What all variants of a tuning have in common.</summary>
internal sealed record TuneSetting
{
    /// <summary>Root of the repository, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The project's manifests, absolute.</summary>
    public required ImmutableArray<string> Manifests { get; init; }

    /// <summary>The response file of the project's build, absolute.</summary>
    public required string Response { get; init; }

    /// <summary>The device.</summary>
    public required DeviceFacts Device { get; init; }

    /// <summary>The policy that judges the confirming trial.</summary>
    public required GatePolicy Policy { get; init; }

    /// <summary>The commit; null outside a repository.</summary>
    public GitState? Git { get; init; }

    /// <summary>Runs the workers.</summary>
    public required IWorkerLauncher Launcher { get; init; }

    /// <summary>Gets what workers have to say.</summary>
    public required IRunProgress Progress { get; init; }

    /// <summary>A request for the gate's own parts.</summary>
    /// <param name="manifests">The manifests, absolute.</param>
    /// <param name="cases">The cases, by name.</param>
    /// <param name="folders">Where things are kept.</param>
    /// <param name="output">Where files are written to.</param>
    public GateRunRequest Gate(
        ImmutableArray<string> manifests,
        IEnumerable<string> cases,
        TuneFolders folders,
        string output
    ) =>
        new()
        {
            Root = Root,
            Manifests = manifests,
            Output = output,
            WorkFolder = folders.Cached,
            Filter = CaseFilter.Exactly(cases),
            Override = policy => policy,
        };
}
