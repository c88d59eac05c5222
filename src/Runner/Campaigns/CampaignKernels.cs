using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Git;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Campaigns;

/// <summary>The kernels that the gates of a campaign compare, compiled once.</summary>
/// <param name="Original">The kernels as they are.</param>
/// <param name="Renamed">
/// The same modules, listed with other hashes: so no case counts as unchanged, and each is judged by its times.
/// </param>
/// <param name="Delayed">The kernels with a delay built in, which no launch of these manifests waits for.</param>
/// <param name="Manifests">The manifests of <paramref name="Delayed"/>, in their order.</param>
/// <param name="Cases">The cases of the campaign, ordered by name.</param>
/// <param name="LeftOut">Cases that are not part of it, with the reason.</param>
internal sealed record CampaignKernels(
    BaseSide Original,
    BaseSide Renamed,
    BaseSide Delayed,
    ImmutableArray<DelayedManifest> Manifests,
    ImmutableArray<BenchmarkCase> Cases,
    ImmutableArray<(string Name, string Why)> LeftOut
)
{
    /// <summary>Copies the sources, builds delays in, and compiles both.</summary>
    /// <param name="setting">Project, device and folders.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PerfGateException">PG2110: there is no case. PG2111: something does not compile.</exception>
    public static async Task<CampaignKernels> CompileAsync(CampaignSetting setting, CancellationToken cancellation)
    {
        var (manifests, cases) = Selected(setting);
        ImmutableArray<string> names = [.. cases.Select(c => c.Name)];
        var tree = DelayedTree.Write(
            setting.Root,
            manifests,
            Path.Combine(setting.Folder, "delayed", "tree"),
            setting.Device.Kind
        );
        ImmutableArray<DelayedManifest> delayed = [.. manifests.Select(m => new DelayedManifest(m, tree.Kernels))];
        ImmutableArray<string> paths = [.. manifests.Select(m => tree.PathOf(setting.Root, m))];
        Write(paths, delayed, m => m.With(ImmutableDictionary<string, PlannedDelay>.Empty));
        // At the same time: the device waits for both.
        var compiled = await Task.WhenAll(
                CompileAsync(setting, setting.Root, manifests, names, "original", cancellation),
                CompileAsync(setting, tree.Root, paths, names, "delayed", cancellation)
            )
            .ConfigureAwait(false);
        var (original, other) = (compiled[0], compiled[1]);
        ImmutableArray<(string Name, string Why)> leftOut =
        [
            .. cases
                .Select(c => (c.Name, Why: (WhyNot(c, original) ?? WhyNot(c, other))!))
                .Where(c => c.Why is not null),
        ];
        if (leftOut.Length == cases.Length)
            throw new PerfGateException(
                DiagnosticCatalog.CampaignNotCompiled("every case of the campaign", leftOut[0].Why),
                ExitCode.Usage
            );
        return new(
            new(setting.Root, manifests, original.Path),
            new(setting.Root, manifests, WithOtherHashes(original)),
            new(tree.Root, paths, other.Path),
            delayed,
            [.. cases.Where(c => !leftOut.Any(l => l.Name == c.Name))],
            leftOut
        );

        string? WhyNot(BenchmarkCase one, KernelCatalog catalog) =>
            CasesBeforeMeasuring.Of(one, catalog, setting.Device.ComputeCapability, setting.Root) is
            { Status: not CaseStatus.Measured } blank
                ? catalog
                    .Compiled.Failed?.FirstOrDefault(f => f.Source == one.Source && f.Defines == one.Defines)
                    ?.Why ?? blank.Reason ?? "it was not compiled"
                : null;
    }

    /// <summary>The kernels with delays as the candidate of a gate.</summary>
    /// <param name="delays">The delay of each case, by name.</param>
    public BaseSide Waiting(ImmutableDictionary<string, PlannedDelay> delays) => As("waiting", m => m.With(delays));

    /// <summary>The kernels with delays, in which nothing comes of it: other machine code that does the same.</summary>
    public BaseSide Harmless() => As("harmless", m => m.WithoutCounting());

    // Beside the others, because paths in a manifest are relative to it.
    private BaseSide As(string name, Func<DelayedManifest, string> text)
    {
        ImmutableArray<string> paths =
        [
            .. Delayed.Manifests.Select(m =>
                $"{m[..^SourceFiles.ManifestEnding.Length]}.{name}{SourceFiles.ManifestEnding}"
            ),
        ];
        Write(paths, Manifests, text);
        return Delayed with { Manifests = paths };
    }

    private static void Write(
        ImmutableArray<string> paths,
        ImmutableArray<DelayedManifest> manifests,
        Func<DelayedManifest, string> text
    )
    {
        foreach (var (path, manifest) in paths.Zip(manifests))
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(text(manifest)));
    }

    // A manifest of canaries alone is left out: both sides of a gate run in the same processes, so that nothing has to
    // tell whether the machine moved.
    private static (ImmutableArray<string> Manifests, ImmutableArray<BenchmarkCase> Cases) Selected(
        CampaignSetting setting
    )
    {
        ImmutableArray<string> inside =
        [
            .. setting.Manifests.Where(m => WorkTreePath.Relative(setting.Root, m) is not null),
        ];
        var declared = ManifestLoader
            .Load(inside, setting.Device, setting.Root)
            .Cases.Where(c => c.Role == CaseRole.Case)
            .Select(c => Path.GetFullPath(c.DeclaredAt.File, setting.Root))
            .ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> manifests = [.. inside.Where(declared.Contains)];
        ImmutableArray<BenchmarkCase> cases = manifests.IsEmpty
            ? []
            :
            [
                .. CaseFilter
                    .Apply(ManifestLoader.Load(manifests, setting.Device, setting.Root), setting.Filter)
                    .Cases.Where(c => c is { Role: CaseRole.Case, SkipReason: null, Command: null })
                    .Where(c => c.LaunchedFrom == ModuleKind.Kernels)
                    .OrderBy(c => c.Name, StringComparer.Ordinal),
            ];
        return cases.IsEmpty
            ? throw new PerfGateException(DiagnosticCatalog.NothingForCampaign(setting.Filter), ExitCode.Usage)
            : (manifests, cases);
    }

    private static async Task<KernelCatalog> CompileAsync(
        CampaignSetting setting,
        string root,
        ImmutableArray<string> manifests,
        ImmutableArray<string> cases,
        string name,
        CancellationToken cancellation
    )
    {
        var folder = Path.Combine(setting.Folder, name);
        var compiler = new BaseCompiler(setting.Response, setting.Device.Kind)
        {
            Properties =
            [
                $"PerfGateBaseModules={Path.Combine(folder, "modules")}{Path.DirectorySeparatorChar}",
                "PerfGateBaseKeepGoing=true",
            ],
        };
        var compiled = await compiler
            .CompileAsync(root, manifests, cases, Path.Combine(folder, "build"), cancellation)
            .ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return compiled.Side is { } side
            ? KernelCatalog.Read(side.Kernels)
            : throw new PerfGateException(
                DiagnosticCatalog.CampaignNotCompiled($"the {name} kernels", compiled.Failure ?? "no reason is known"),
                ExitCode.Usage
            );
    }

    // Functions of expected outputs keep theirs: what is kept of them is found by it.
    private static string WithOtherHashes(KernelCatalog catalog)
    {
        var path = Path.Combine(Path.GetDirectoryName(catalog.Path)!, "kernels-renamed.json");
        var modules = catalog.Compiled.Modules.Select(m =>
            m.Kind == ModuleKind.Expected
                ? m
                : m with
                {
                    Kernels = [.. m.Kernels.Select(k => k with { CodeHash = Other(k.CodeHash) })],
                }
        );
        JsonFile.Write(path, catalog.Compiled with { Modules = [.. modules] }, PerfGateJson.Default.CompiledKernels);
        return path;
    }

    private static string Other(string hash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"another name of {hash}")));
}
