using System.Text.Json;

namespace PerfGate.Gate.Tests;

/// <summary>A search over real commits, compiled and timed.</summary>
[Collection("the machine")]
public sealed class BisectTests : IDisposable
{
    private const int Commits = 16;
    private const int Planted = 11;
    private const string Fast = "for (int k = 0; k < 64; ++k) v = fmaf(v, 0.5f, 1.0f);";
    private const string Slow = "for (int k = 0; k < 256; ++k) v = fmaf(v, 0.5f, 1.0f);";
    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Of_sixteen_commits_the_planted_one_is_found_in_at_most_five_trials()
    {
        var good = await _project.InitAsync();
        var planted = "";
        for (var i = 1; i <= Commits; i++)
        {
            // Every commit has machine code of its own, so that none is told from another without a trial.
            _project.Write("waves.cu", WaveKernels.Kernels
                .Replace("float v = x[i];", $"if (n == -{i}) return;\n    float v = x[i];", StringComparison.Ordinal)
                .Replace(Fast, i < Planted ? Fast : Slow, StringComparison.Ordinal));
            var commit = await _project.CommitAsync($"commit {i}");
            planted = i == Planted ? commit : planted;
        }

        Assert.Equal(0, (await _project.TargetAsync("PerfGateCompile")).ExitCode);
        var before = await _project.GitAsync("status", "--porcelain", "--branch");

        var found = await _project.WarmPerfGateAsync(
            "bisect",
            "--good",
            good,
            "--bad",
            "HEAD",
            "--case",
            "rising/N=16384",
            "--device",
            "host",
            "--json"
        );

        Assert.True(found.ExitCode == 0, found.Output);
        // Beside the report there may be a line that says whom it waited for.
        using var report = JsonDocument.Parse(
            found.Output[found.Output.IndexOf('{', StringComparison.Ordinal)..(found.Output.LastIndexOf('}') + 1)]
        );
        Assert.Equal(
            planted,
            Assert.Single(report.RootElement.GetProperty("suspects").EnumerateArray()).GetProperty("sha").GetString()
        );
        Assert.InRange(report.RootElement.GetProperty("trials").GetInt32(), 1, 5);
        Assert.Equal(before, await _project.GitAsync("status", "--porcelain", "--branch"));
    }
}
