using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Prechecking;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Benchmarks;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.Prechecking;

/// <summary>What a precheck tells beside the cases.</summary>
public sealed class PrecheckRunTests : IDisposable
{
    private const string Noted = "the tags could not be read";

    private readonly TemporaryRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task A_manifest_of_the_base_that_cannot_be_read_is_named()
    {
        using var good = new ManifestFolder();
        foreach (var file in new[] { ManifestFolder.Manifest, "kernels/softmax.cu", "kernels/softmax.ref.cpp" })
            _repository.Write(file, File.ReadAllText(Path.Combine(good.Root, file)));
        var commit = _repository.Commit("kernels/broken.bench.json", """{ "schemaVersion": 1, "benchmarks": 3 }""");
        File.Delete(_repository.PathOf("kernels/broken.bench.json"));

        var report = await RunAsync(commit);

        Assert.Equal(Noted, report.Warnings[0]);
        var unread = Assert.Single(
            report.Warnings.Skip(1),
            w => w.Contains("broken.bench.json", StringComparison.Ordinal)
        );
        Assert.Contains("A case that only it declares is not missed.", unread, StringComparison.Ordinal);
        Assert.Contains("broken.bench.json", PrecheckMarkdown.Render(report), StringComparison.Ordinal);
        Assert.Equal(Outcome.Warning, report.Outcome);
        Assert.Equal(commit, report.Commit);
    }

    private Task<Core.Prechecks.PrecheckReport> RunAsync(string commit) =>
        new PrecheckRun(
            new()
            {
                Root = _repository.Root,
                Manifests = [_repository.PathOf(ManifestFolder.Manifest)],
                Output = _repository.Root,
                WorkFolder = _repository.Beside("work"),
                Override = policy => policy,
            },
            Catalog(),
            ManifestFolder.Host,
            new Reference(commit),
            new NoBase()
        ).RunAsync(TestContext.Current.CancellationToken);

    private KernelCatalog Catalog()
    {
        var kernels = _repository.Beside("kernels.json");
        JsonFile.Write(
            kernels,
            new CompiledKernels
            {
                Device = DeviceKind.Host,
                Compiler = new("g++", "12", ""),
                Modules = [],
            },
            PerfGateJson.Default.CompiledKernels
        );
        return KernelCatalog.Read(kernels);
    }

    private sealed class Reference(string commit) : IReferenceSource
    {
        public GitState? Git => new(commit, Dirty: false);

        public ResolvedReference Resolve(string deviceSlug) =>
            new()
            {
                Description = new() { Kind = ReferenceKind.Base, Reason = "the test says so" },
                Policy = new(),
                MergeBase = commit,
                TrialCommit = commit,
                Warnings = [Noted],
            };
    }

    private sealed class NoBase : IAccusedTrial
    {
        public Task<TrialSide> PrepareAsync(
            ResolvedReference resolved,
            ImmutableArray<string> accused,
            CancellationToken cancellation
        ) => Task.FromResult(new TrialSide(null, [], "the base's kernels do not compile"));
    }
}
