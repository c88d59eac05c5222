using System.IO.Compression;
using PerfGate.Core.Claims;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;

namespace PerfGate.Gate.Tests;

/// <summary>
/// The whole pipeline on the host device, once more without a change, and its archive measured again. How fast anything
/// is nobody asserts.
/// </summary>
[Collection("no times")]
public sealed class OptimizeTests : IDisposable
{
    private const string Kernel = """
        #include "steps.cuh"
        extern "C" __global__ void quick(const float* x, float* y, int n) { work(x, y, n, 32); }
        extern "C" __global__ void slow(const float* x, float* y, int n) { work(x, y, n, 512); }
        extern "C" __global__ void slower(const float* x, float* y, int n) { work(x, y, n, 4096); }
        """;

    private const string Header = """
        inline __device__ void work(const float* x, float* y, int n, int steps)
        {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i >= n) return;
            float v = x[i];
            for (int k = 0; k < steps; ++k) v = fmaf(v, 1.0f, 0.0f);
            y[i] = v;
        }
        """;

    private readonly GateProject _project = new();

    public OptimizeTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    private string Optimized(string name) => _project.Output(Path.Combine("optimize", name));

    [Fact]
    public async Task A_pipeline_publishes_is_resumed_and_its_archive_is_reproduced()
    {
        _project.Write("waves.cu", Kernel);
        _project.Write("steps.cuh", Header);
        _project.Write("waves.bench.json", Manifest);
        _project.Write(
            "waves.ref.cpp",
            "extern \"C\" void copied(const double* x, double* y, int n) { for (int i = 0; i < n; ++i) y[i] = x[i]; }"
        );

        var first = await OptimizeAsync();

        Assert.True(first.ExitCode == 0, first.Output);
        Assert.Contains("[2/6] baseline", first.Output, StringComparison.Ordinal);
        Assert.Contains("fastest: slow (", first.Output, StringComparison.Ordinal);
        Assert.Contains(
            "not available: the manifest of quick has no section tune",
            first.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not available: kernels run on the host device, and nothing counts there",
            first.Output,
            StringComparison.Ordinal
        );
        var claims = JsonFile.Read(
            Optimized("publication/publication.json"),
            PerfGateJson.Default.SpeedClaims,
            SpeedClaims.SchemaName
        );
        Assert.Equal(("quick", "slow", "N=512"), (claims.Candidate, claims.Baseline, claims.FixedShape));
        Assert.Equal(["N=512", "N=1024"], claims.Claims.Select(c => c.Shape));
        using (var zip = await ZipFile.OpenReadAsync(Archive, TestContext.Current.CancellationToken))
        {
            var names = zip.Entries.Select(e => e.FullName).ToList();
            Assert.Contains("sources/steps.cuh", names);
            Assert.Contains("sources/waves.ref.cpp", names);
            Assert.Contains("measurement.json", names);
            Assert.Contains("REPORT.md", names);
            Assert.Contains(names, n => n.StartsWith("code/", StringComparison.Ordinal));
        }

        var second = await OptimizeAsync();

        Assert.True(second.ExitCode == 0, second.Output);
        Assert.Equal(2, second.Output.Split("skipped: its inputs have not changed").Length - 1);

        var again = await _project.WarmPerfGateAsync(
            "report",
            "--publication",
            "--output",
            Optimized("shapes"),
            "--candidate",
            "quick",
            "--baseline",
            "slow"
        );

        Assert.True(again.ExitCode == 0, again.Output);
        Assert.Equal(
            await ReadAsync("publication/publication.json"),
            await ReadAsync("shapes/publication/publication.json")
        );

        var found = await _project.PerfGateAsync(
            "reproduce",
            Archive,
            "--runs",
            "2",
            "-p:PerfGateDevice=host",
            "-p:PerfGateTolerance=0.5"
        );

        // How much was found is this machine's affair.
        Assert.True(found.ExitCode is 0 or 1, found.Output);
        Assert.Contains("claimed, found, within the interval?", found.Output, StringComparison.Ordinal);
        var reproduced = JsonFile.Read(
            _project.Output(Path.Combine("reproduce", "reproduced.json")),
            PerfGateJson.Default.ReproducedClaims,
            ReproducedClaims.SchemaName
        );
        Assert.All(reproduced.Claims, c => Assert.NotNull(c.Found));
        Assert.Equal(claims.Device, reproduced.FoundOn);
        await RefusesAChangedByteAsync();
    }

    private async Task RefusesAChangedByteAsync()
    {
        await using (var zip = await ZipFile.OpenAsync(Archive, ZipArchiveMode.Update))
        {
            zip.GetEntry("sources/steps.cuh")!.Delete();
            await using var changed = await zip.CreateEntry("sources/steps.cuh").OpenAsync();
            await changed.WriteAsync("// changed"u8.ToArray());
        }

        var refused = await _project.WarmPerfGateAsync("reproduce", Archive);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("PG2080", refused.Output, StringComparison.Ordinal);
        Assert.Contains("sources/steps.cuh was changed", refused.Output, StringComparison.Ordinal);
    }

    private string Archive => Optimized("publication/artifact.zip");

    private Task<string> ReadAsync(string name) =>
        File.ReadAllTextAsync(Optimized(name), TestContext.Current.CancellationToken);

    private Task<BuildResult> OptimizeAsync() =>
        _project.TargetAsync(
            "PerfGateOptimize",
            "PerfGateOptimizeCandidate=quick",
            "PerfGateOptimizeBaseline=slower%3Bslow",
            "PerfGateRuns=2"
        );

    private static string Manifest =>
        $$"""
            { "schemaVersion": 1, "source": "waves.cu", "benchmarks": [
              {{Benchmark("quick")}}, {{Benchmark("slow")}}, {{Benchmark("slower")}} ] }
            """;

    private static string Benchmark(string name) =>
        $$"""
            { "name": "{{name}}", "axes": { "N": [512, 1024] },
              "buffers": [ { "name": "x", "type": "f32", "count": "N" }, { "name": "y", "type": "f32", "count": "N" } ],
              "launches": [ { "kernel": "{{name}}", "grid": "ceil_div(N, 128)", "block": 128,
                "arguments": ["x", "y", { "i32": "N" }] } ],
              "check": { "source": "waves.ref.cpp", "function": "copied",
                "arguments": ["x", "y", { "i32": "N" }], "outputs": { "y": { "relative": 1e-6 } } } }
            """;
}
