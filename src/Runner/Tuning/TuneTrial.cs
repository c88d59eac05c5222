using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Tuning;

/// <summary>
/// Tries a variant against the one in use as the gate tries a branch against its base: interleaved, in fresh runs, as
/// many as it takes, and judged by the same rules. What made the variant look best before counts no more.
/// </summary>
internal sealed class TuneTrial(
    TuneSetting setting,
    TuneUse use,
    VariantManifest manifest,
    string benchmark,
    TuneFolders folders,
    CompileVariants compile
)
{
    /// <summary>Measures and judges.</summary>
    /// <param name="winner">The variant.</param>
    /// <param name="incumbent">The variant in use.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The verdict of each case of the benchmark.</returns>
    public async Task<ImmutableArray<TunedCase>> RunAsync(long winner, long incumbent, CancellationToken cancellation)
    {
        GateOutput.Forget(folders.Confirm, GateStep.Measure);
        var candidate = Manifests(winner, "candidate");
        var inUse = Manifests(incumbent, "in-use");
        ImmutableArray<string> cases =
        [
            .. ManifestLoader
                .Load(candidate, setting.Device, setting.Root)
                .Cases.Where(c => c.Benchmark == benchmark && c.SkipReason is null)
                .Select(c => c.Name),
        ];
        var kernels = await compile(candidate, cases, Build("candidate"), cancellation).ConfigureAwait(false);
        var theirs = await compile(inUse, cases, Build("in-use"), cancellation).ConfigureAwait(false);
        var side = new TrialSide(new BaseSide(setting.Root, inUse, theirs.Path), cases, null);
        await new GateRun(
            setting.Gate(candidate, cases, folders, folders.Confirm) with
            {
                CheckSeed = (ulong)Random.Shared.NextInt64(1L << 53),
            },
            kernels,
            setting.Launcher,
            setting.Progress,
            new InUse(setting),
            new Ready(side)
        )
            .RunAsync(cancellation)
            .ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var verdict = Judge.Decide(JudgementFiles.Input(new GateFiles(folders.Confirm), policy => policy));
        return
        [
            .. verdict
                .Cases.Where(c => cases.Contains(c.Name))
                .Select(c => new TunedCase(
                    c.Name,
                    Adoption.Name(c.Verdict),
                    c.Ratio is { } ratio ? Math.Round(1 / ratio, 4) : null
                )),
        ];
    }

    private ImmutableArray<string> Manifests(long point, string name)
    {
        var path = Path.Combine(folders.Confirm, name, Path.GetFileName(use.Manifest));
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(manifest.Whole(point)));
        return setting.Manifests.Replace(use.Manifest, path);
    }

    private string Build(string name) => Path.Combine(folders.Confirm, name, "build");

    private sealed class InUse(TuneSetting setting) : IReferenceSource
    {
        public GitState? Git => setting.Git;

        public ResolvedReference Resolve(string deviceSlug) =>
            new()
            {
                Description = new() { Kind = ReferenceKind.Base, Reason = "the kernels with the values in use" },
                Policy = setting.Policy,
            };
    }

    private sealed class Ready(TrialSide side) : IAccusedTrial
    {
        public Task<TrialSide> PrepareAsync(
            ResolvedReference resolved,
            ImmutableArray<string> accused,
            CancellationToken cancellation
        ) => Task.FromResult(side with { Cases = [.. side.Cases.Intersect(accused)] });
    }
}

/// <summary>Compiles the cases of manifests.</summary>
/// <param name="manifests">The manifests, absolute.</param>
/// <param name="cases">The cases, by name.</param>
/// <param name="output">Where to, absolute.</param>
/// <param name="cancellation">Stops it.</param>
internal delegate Task<KernelCatalog> CompileVariants(
    ImmutableArray<string> manifests,
    ImmutableArray<string> cases,
    string output,
    CancellationToken cancellation
);
