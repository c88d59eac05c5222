using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Observing;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Optimizing;

/// <summary>
/// Compiles benchmarks by the project's own build, and measures them side by side: every run is a fresh process that
/// visits all of them.
/// </summary>
/// <param name="setting">Project, device, policy and workers.</param>
/// <param name="work">The folder of what is kept, absolute.</param>
/// <param name="progress">Shows how a measurement goes on.</param>
internal sealed class PairBench(TuneSetting setting, string work, IRunProgress progress)
{
    /// <summary>The manifests' cases as they are now, tuned values included.</summary>
    public BenchmarkSuite Suite() => ManifestLoader.Load(setting.Manifests, setting.Device, setting.Root);

    /// <summary>Compiles the cases of benchmarks.</summary>
    /// <param name="benchmarks">The benchmarks.</param>
    /// <param name="output">Where to, absolute.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PerfGateException">PG2077: they do not compile.</exception>
    public async Task<KernelCatalog> CompileAsync(
        ImmutableArray<string> benchmarks,
        string output,
        CancellationToken cancellation
    )
    {
        var compiler = new BaseCompiler(setting.Response, setting.Device.Kind)
        {
            Properties =
            [
                $"PerfGateBaseModules={Path.Combine(work, "optimize", "modules")}{Path.DirectorySeparatorChar}",
            ],
        };
        var compiled = await compiler
            .CompileAsync(setting.Root, setting.Manifests, Names(benchmarks), output, cancellation)
            .ConfigureAwait(false);
        return compiled.Side is { } side
            ? KernelCatalog.Read(side.Kernels)
            : throw new PerfGateException(
                DiagnosticCatalog.PairNotCompiled(compiled.Failure ?? "no reason is known"),
                ExitCode.Usage
            );
    }

    /// <summary>Measures the cases of benchmarks.</summary>
    /// <param name="benchmarks">The benchmarks.</param>
    /// <param name="shape">The only shape that is measured; null for all.</param>
    /// <param name="catalog">Their kernels.</param>
    /// <param name="output">Where the files go, absolute.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PerfGateException">PG2073: one gives wrong results, or fails.</exception>
    public async Task<Measurement> MeasureAsync(
        ImmutableArray<string> benchmarks,
        string? shape,
        KernelCatalog catalog,
        string output,
        CancellationToken cancellation
    )
    {
        GateOutput.Forget(output, GateStep.Measure);
        var folders = new TuneFolders(work, work);
        var request = setting.Gate(setting.Manifests, Names(benchmarks, shape), folders, output) with
        {
            CheckSeed = (ulong)Random.Shared.NextInt64(1L << 53),
        };
        await new GateRun(request, catalog, setting.Launcher, progress, new Alone(setting), new NoTrial())
            .RunAsync(cancellation)
            .ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var measurement = Read(output);
        var wrong = measurement.Cases.FirstOrDefault(c =>
            c.Role == CaseRole.Case && c.Status is CaseStatus.Incorrect or CaseStatus.Failed
        );
        return wrong is null
            ? measurement
            : throw new PerfGateException(
                DiagnosticCatalog.PairFails(wrong.Name, wrong.Reason ?? "its results are wrong"),
                ExitCode.Incorrect
            );
    }

    /// <summary>Reads what was measured.</summary>
    /// <param name="output">The folder of the files.</param>
    public static Measurement Read(string output) =>
        JsonFile.Read<Measurement>(new GateFiles(output).Measurement, PerfGateJson.Default, "measurement.schema.json");

    /// <summary>Digest of all that times depend on: machine code, manifests, policy, device, driver.</summary>
    /// <remarks>Of a command its scripts count, and the versions that it states. Nobody can see more.</remarks>
    /// <param name="catalog">The kernels.</param>
    /// <param name="benchmarks">The benchmarks.</param>
    /// <param name="more">What else counts.</param>
    public string Inputs(
        KernelCatalog catalog,
        ImmutableArray<string> benchmarks,
        params ReadOnlySpan<string> more
    )
    {
        var cases = Suite().Cases.Where(c => benchmarks.Contains(c.Benchmark)).ToList();
        IEnumerable<string> parts =
        [
            setting.Device.Slug ?? "",
            setting.Device.Driver ?? "",
            JsonText(setting),
            .. setting.Manifests.Select(m => $"{m}\n{InputFile.Text(m, FileLimit.Manifest)}"),
            $"{catalog.Compiled.Compiler}",
            .. catalog.ModulesFor(cases).Select(m =>
                $"{m.Source} {m.Defines} {m.Architecture} "
                + string.Join(',', m.Kernels.Select(k => $"{k.Name}={k.CodeHash}"))
            ),
            .. CommandDigests([.. cases.Where(c => c.Command is not null)]),
            .. benchmarks,
            .. more,
        ];
        return Digest(parts);
    }

    /// <summary>Digest of texts.</summary>
    public static string Digest(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));

    private ImmutableArray<string> Names(ImmutableArray<string> benchmarks, string? shape = null) =>
        [
            .. Suite()
                .Cases.Where(c => benchmarks.Contains(c.Benchmark) && c.SkipReason is null)
                .Where(c => shape is null || VariantBench.ShapeOf(c) == shape)
                .Select(c => c.Name),
        ];

    // A script is what is measured, as machine code is for kernels.
    private IEnumerable<string> CommandDigests(ImmutableArray<BenchmarkCase> cases)
    {
        var files = cases.SelectMany(c => CommandFiles.Of(c.Command!, setting.Root)).Distinct(StringComparer.Ordinal);
        return cases
            .Select(c => CommandNeeds.Said(c) ?? "")
            .Distinct(StringComparer.Ordinal)
            .Concat(
                files
                    .Order(StringComparer.Ordinal)
                    .Select(f => $"{f}\n{Convert.ToHexStringLower(SHA256.HashData(Script(f)))}")
            );
    }

    private static byte[] Script(string path) => InputFile.Bytes(path, FileLimit.Source);

    private static string JsonText(TuneSetting setting) =>
        System.Text.Json.JsonSerializer.Serialize(setting.Policy, PerfGateJson.Default.GatePolicy);

    private sealed class Alone(TuneSetting setting) : IReferenceSource
    {
        public GitState? Git => setting.Git;

        public ResolvedReference Resolve(string deviceSlug) =>
            new()
            {
                Description = new() { Kind = ReferenceKind.None, Reason = "both sides are measured together" },
                Policy = setting.Policy,
            };
    }

    private sealed class NoTrial : IAccusedTrial
    {
        public Task<TrialSide> PrepareAsync(
            ResolvedReference resolved,
            ImmutableArray<string> accused,
            CancellationToken cancellation
        ) => Task.FromResult(new TrialSide(null, [], "both sides are measured together"));
    }
}
