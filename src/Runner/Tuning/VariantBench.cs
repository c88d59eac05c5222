using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Core.Text;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Tuning;

/// <summary>
/// Compiles variants by the project's own build, and times them in the workers of the gate. To both a variant is a
/// benchmark like any other.
/// </summary>
/// <param name="setting">What all variants have in common.</param>
/// <param name="use">The benchmark's section <c>tune</c>.</param>
/// <param name="benchmark">The benchmark.</param>
/// <param name="folders">Where things are kept.</param>
internal sealed class VariantBench(TuneSetting setting, TuneUse use, string benchmark, TuneFolders folders)
    : ITuningBench
{
    private const int LongestReason = 300;

    // Of every GPU that CUDA knows today.
    private const long RegistersOfMultiprocessor = 65_536;

    private readonly VariantManifest _manifest = new(use.Manifest, benchmark, use.Space);
    private readonly Dictionary<long, ImmutableArray<BenchmarkCase>> _cases = [];
    private ImmutableArray<string> _manifests = [];
    private KernelCatalog? _catalog;

    /// <summary>The compiler, its version and its flags, once something was compiled.</summary>
    public string? Toolkit => _catalog?.Compiled.Compiler is { } c ? $"{c.Name} {c.Version} {c.Flags}".TrimEnd() : null;

    /// <inheritdoc/>
    public string SourceKey(long point) =>
        Digest([use.Source, Flags(), _manifest.Alone(point), setting.Device.Kind.ToString()]);

    /// <inheritdoc/>
    public async Task<ImmutableArray<PreparedVariant>> PrepareAsync(
        ImmutableArray<long> points,
        CancellationToken cancellation
    )
    {
        var prepared = new Dictionary<long, PreparedVariant>();
        _cases.Clear();
        var variants = Written(points, folders.Batch, _cases, prepared);
        _manifests = [.. setting.Manifests, .. variants];
        _catalog = await CompileAsync(
                _manifests,
                [.. _cases.Values.SelectMany(c => c).Select(c => c.Name)],
                Path.Combine(folders.Batch, "build"),
                cancellation
            )
            .ConfigureAwait(false);
        foreach (var (point, cases) in _cases)
            prepared[point] = Identified(point, cases, _catalog);
        return [.. points.Select(p => prepared[p])];
    }

    /// <inheritdoc/>
    public async Task CompileAheadAsync(ImmutableArray<long> points, CancellationToken cancellation)
    {
        // There the processor that would compile is the device that is timed.
        if (setting.Device.Kind.RunsOnProcessor)
            return;
        var cases = new Dictionary<long, ImmutableArray<BenchmarkCase>>();
        var variants = Written(points, folders.Ahead, cases, []);
        // The modules stay where those of all batches are; the next batch finds them there.
        await CompileAsync(
                [.. setting.Manifests, .. variants],
                [.. cases.Values.SelectMany(c => c).Select(c => c.Name)],
                Path.Combine(folders.Ahead, "build"),
                cancellation
            )
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IVariantTiming> OpenAsync(ImmutableArray<long> points, CancellationToken cancellation)
    {
        var cases = points.ToImmutableDictionary(p => p, p => _cases[p]);
        var request = setting.Gate(
            _manifests,
            cases.Values.SelectMany(c => c).Select(c => c.Name),
            folders,
            folders.Batch
        );
        await using var preparation = Preparation.Begin(request, _catalog!, setting.Launcher, cancellation);
        var device = await preparation.DeviceAsync().ConfigureAwait(false);
        return VariantTiming.Open(setting, request, _catalog!, device, cases);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<TunedCase>> ConfirmAsync(long winner, long incumbent, CancellationToken cancellation) =>
        new TuneTrial(setting, use, _manifest, benchmark, folders, CompileAsync).RunAsync(
            winner,
            incumbent,
            cancellation
        );

    // A variant whose manifest is not valid with its values takes no other one along.
    private List<string> Written(
        ImmutableArray<long> points,
        string output,
        Dictionary<long, ImmutableArray<BenchmarkCase>> cases,
        Dictionary<long, PreparedVariant> prepared
    )
    {
        var folder = Path.Combine(output, "manifests");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var written = new List<string>();
        foreach (var point in points)
        {
            var path = Path.Combine(folder, $"{_manifest.NameOf(point)}{SourceFiles.ManifestEnding}");
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(_manifest.Alone(point)));
            try
            {
                var suite = ManifestLoader.Load([.. setting.Manifests, path], setting.Device, setting.Root);
                cases[point] =
                [
                    .. suite.Cases.Where(c => c.Benchmark == _manifest.NameOf(point) && c.SkipReason is null),
                ];
                written.Add(path);
            }
            catch (PerfGateException e)
            {
                prepared[point] = new(point, null, TuneOutcome.Invalid, Line(e.Diagnostics[0].Message));
            }
        }

        return written;
    }

    private async Task<KernelCatalog> CompileAsync(
        ImmutableArray<string> manifests,
        ImmutableArray<string> cases,
        string output,
        CancellationToken cancellation
    )
    {
        var compiler = new BaseCompiler(setting.Response, setting.Device.Kind)
        {
            Properties =
            [
                $"PerfGateBaseModules={folders.Modules}{Path.DirectorySeparatorChar}",
                "PerfGateBaseKeepGoing=true",
            ],
        };
        var compiled = await compiler
            .CompileAsync(setting.Root, manifests, cases, output, cancellation)
            .ConfigureAwait(false);
        return compiled.Side is { } side
            ? KernelCatalog.Read(side.Kernels)
            : throw new PerfGateException(
                DiagnosticCatalog.TuneNotCompiled(use.Section.At, benchmark, compiled.Failure ?? ""),
                ExitCode.Usage
            );
    }

    private PreparedVariant Identified(long point, ImmutableArray<BenchmarkCase> cases, KernelCatalog catalog)
    {
        var text = new List<string> { setting.Device.Slug ?? "", setting.Device.Driver ?? "", Toolkit ?? "" };
        foreach (var one in cases)
        {
            var blank = CasesBeforeMeasuring.Of(one, catalog, setting.Device.ComputeCapability, setting.Root);
            if (blank.Status != CaseStatus.Measured)
                return NotCompiled(point, one, catalog, blank.Reason ?? "");
            if (TooManyRegisters(one, blank) is { } why)
                return new(point, null, TuneOutcome.Fails, why);
            text.Add($"{ShapeOf(one)} {blank.CodeHash}");
        }

        return new(point, Digest(text));
    }

    private static PreparedVariant NotCompiled(long point, BenchmarkCase one, KernelCatalog catalog, string reason)
    {
        var failed = catalog.Compiled.Failed?.FirstOrDefault(f => f.Source == one.Source && f.Defines == one.Defines);
        return new(point, null, TuneOutcome.DoesNotCompile, Line(failed?.Why ?? reason));
    }

    // Nothing of such a block fits on a multiprocessor: the launch would fail.
    private static string? TooManyRegisters(BenchmarkCase one, MeasuredCase blank) =>
        one
            .Launches.Select(l =>
                (
                    l.Kernel,
                    Threads: l.Block.Aggregate(1L, (product, n) => product * n),
                    Each: blank.Kernels.FirstOrDefault(k => k.Name == l.Kernel)?.Registers
                )
            )
            .Where(l => l.Threads * l.Each > RegistersOfMultiprocessor)
            .Select(l =>
                $"{l.Kernel} needs {l.Threads * l.Each} registers a block, and a multiprocessor has "
                + $"{RegistersOfMultiprocessor}"
            )
            .FirstOrDefault();

    /// <summary>A case's name without that of its benchmark.</summary>
    public static string ShapeOf(BenchmarkCase one) =>
        one.Name.Length > one.Benchmark.Length ? one.Name[(one.Benchmark.Length + 1)..] : "";

    // The settings of the project's build: compiler and flags.
    private string Flags() =>
        File.Exists(setting.Response) ? InputFile.Text(setting.Response, FileLimit.Arguments) : "";

    private static string Line(string text) => PlainText.LogLine(text, LongestReason);

    private static string Digest(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
