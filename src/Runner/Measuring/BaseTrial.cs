using System.Collections.Immutable;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Measuring;

/// <summary>Exports and compiles the base's kernels for a trial.</summary>
internal sealed class BaseTrial(GateRunRequest request) : IAccusedTrial
{
    public Task<TrialSide> PrepareAsync(ResolvedReference resolved, ImmutableArray<string> accused, CancellationToken cancellation) =>
        Task.FromResult(new TrialSide(null, [], resolved.TrialCommit is null
            ? "there is no base commit whose kernels could be tried against"
            : $"{request.Root} was not asked to compile the base's kernels"));
}
