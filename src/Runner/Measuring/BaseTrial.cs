using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Measuring;

/// <summary>Exports and compiles the base's kernels for a trial.</summary>
/// <param name="kernels">Gives the kernels of a commit; null if the build gave no way to compile them.</param>
internal sealed class BaseTrial(CommitKernels? kernels) : IAccusedTrial
{
    /// <summary>The trial of a gate invocation.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="device">The device that the candidate was compiled for.</param>
    /// <param name="elsewhere">The device as baselines name it, where it is not here; null if it is.</param>
    public static BaseTrial Of(GateRunRequest request, DeviceKind device, string? elsewhere = null) =>
        new(
            request.CompileBase is { } response
                ? new(
                    request.Root,
                    request.Manifests,
                    Path.Combine(request.WorkFolder, "base"),
                    new BaseCompiler(response, device) { Elsewhere = elsewhere }
                )
                : null
        );

    public async Task<TrialSide> PrepareAsync(
        ResolvedReference resolved,
        ImmutableArray<string> accused,
        CancellationToken cancellation
    )
    {
        if (resolved.TrialCommit is not { } commit)
            return new(null, [], "there is no base commit whose kernels they could be tried against");
        if (kernels is null)
            return new(
                null,
                [],
                "no build has left its settings here (--compile-base), so the base's kernels cannot be compiled: "
                    + "build the project once"
            );
        return Of(commit, accused, await kernels.OfAsync(commit, accused, cancellation).ConfigureAwait(false));
    }

    /// <summary>The side that the compiled kernels of a commit make.</summary>
    /// <param name="commit">The commit, in full.</param>
    /// <param name="accused">The cases to try.</param>
    /// <param name="compiled">Its kernels.</param>
    public static TrialSide Of(string commit, ImmutableArray<string> accused, CompiledBase compiled)
    {
        if (compiled.Side is not { } side)
            return new(null, [], compiled.Failure);
        var missing = accused.Except(compiled.Cases).ToArray();
        return new(
            side,
            [.. accused.Intersect(compiled.Cases)],
            missing.Length == 0 ? null : $"the commit {commit[..12]} does not have {string.Join(", ", missing)}"
        );
    }
}
