using System.Text.Json;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Tuning;

namespace PerfGate.Gate.Tests;

/// <summary>
/// A tuning on the host device, killed in the middle and started again. Which variant is the fastest nobody asserts:
/// only that none is measured twice, and that a wrong one is never chosen.
/// </summary>
[Collection("processes")]
public sealed class TuneTests : IDisposable
{
    private const string Kernel = """
        #if STEPS == 96
        #error STEPS 96 is not made
        #endif
        extern "C" __global__ void steps(const float* x, float* y, int n)
        {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i >= n) return;
            float v = x[i];
            for (int k = 0; k < STEPS; ++k) v = fmaf(v, 1.0f, 0.0f);
        #if STEPS == 0
            v = 0.0f; // the fastest, and wrong
        #endif
            y[i] = v;
        }
        """;

    // One batch of 16, of which four variants are worth timing, two and two of the same machine code.
    private const string Manifest = """
        { "schemaVersion": 1, "source": "waves.cu", "benchmarks": [ {
            "name": "steps", "axes": { "N": [4096] },
            "tune": { "STEPS": [64, 16, 96, 0], "UNUSED": [1, 2], "BLOCK": [128, 2048] },
            "defines": { "STEPS": "STEPS", "UNUSED": "UNUSED" },
            "buffers": [ { "name": "x", "type": "f32", "count": "N" }, { "name": "y", "type": "f32", "count": "N" } ],
            "launches": [ { "kernel": "steps", "grid": "ceil_div(N, BLOCK)", "block": "BLOCK",
              "arguments": ["x", "y", { "i32": "N" }] } ],
            "check": { "source": "waves.ref.cpp", "function": "steps_expected",
              "arguments": ["x", "y", { "i32": "N" }], "outputs": { "y": { "relative": 1e-6 } } } } ] }
        """;

    private readonly GateProject _project = new();

    public TuneTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    private string Log => _project.Output("tune.jsonl");

    [Fact]
    public async Task A_tuning_that_was_killed_goes_on_without_repeating_anything_and_no_wrong_variant_wins()
    {
        _project.Write("waves.cu", Kernel);
        _project.Write("waves.bench.json", Manifest);
        _project.Write(
            "waves.ref.cpp",
            "extern \"C\" void steps_expected(const double* x, double* y, int n) "
                + "{ for (int i = 0; i < n; ++i) y[i] = x[i]; }"
        );
        var before = await KilledAsync();
        await File.AppendAllTextAsync(Log, "{\"key\":\"torn", TestContext.Current.CancellationToken);

        var resumed = await _project.TargetAsync("PerfGateTune", "PerfGateTuneStrategy=bruteForce");

        Assert.True(resumed.ExitCode == 0, resumed.Output);
        Assert.Contains("except its last line, which was cut off", resumed.Output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(Log, TestContext.Current.CancellationToken);
        Assert.Equal(before, lines[..before.Length]);
        var keys = lines
            .Select(l => JsonSerializer.Deserialize(l, TuneJson.Default.TuneRecord)!)
            .Select(r => (r.Stage, r.Key))
            .ToList();
        Assert.Equal(keys.Distinct(), keys);
        var report = JsonFile.Read(_project.Output("tune.json"), PerfGateJson.Default.TuneReport, "tune.schema.json");
        var tuned = Assert.Single(report.Benchmarks);
        Assert.Equal(16, tuned.Evaluations);
        Assert.Equal(
            ["doesNotCompile", "incorrect", "invalid"],
            tuned.Failures.Select(f => f.Outcome).Order(StringComparer.Ordinal)
        );
        Assert.True(tuned.SameCode > 0);
        Assert.DoesNotContain(tuned.Finalists, f => f.Values.StartsWith("STEPS=0 ", StringComparison.Ordinal));
        Assert.DoesNotContain("STEPS=0 ", tuned.Adopted ?? "", StringComparison.Ordinal);
    }

    // As soon as the first variant was timed. The build's process is killed, and perfgate and its workers end with it.
    private async Task<string[]> KilledAsync()
    {
        using var tuning = _project.Start([
            "msbuild",
            "-v:m",
            "-t:PerfGateTune",
            "-tl:off",
            "-p:PerfGateDevice=host",
            "-p:PerfGateTuneStrategy=bruteForce",
        ]);
        while (!IsTimed())
        {
            Assert.False(tuning.HasExited, "the tuning ended before it could be killed");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        tuning.Kill(entireProcessTree: true);
        await tuning.WaitForExitAsync(TestContext.Current.CancellationToken);
        var text = await File.ReadAllTextAsync(Log, TestContext.Current.CancellationToken);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private bool IsTimed()
    {
        if (!File.Exists(Log))
            return false;
        using var file = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Contains("\"outcome\":\"timed\"", StringComparison.Ordinal);
    }
}
