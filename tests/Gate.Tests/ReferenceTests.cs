using System.Text.Json;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;

namespace PerfGate.Gate.Tests;

/// <summary>The gate against a history: what a branch can and cannot do to its reference.</summary>
[Collection("the machine")]
public sealed class ReferenceTests : IDisposable
{
    private const string Fast = "for (int k = 0; k < 64; ++k) v = fmaf(v, 0.5f, 1.0f);";
    private const string Slow = "for (int k = 0; k < 640; ++k) v = fmaf(v, 0.5f, 1.0f);";
    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_slowdown_behind_a_rewritten_baseline_and_policy_is_tried_against_the_base_and_fails()
    {
        await CommitBaselineAsync(scale: 1);
        await _project.GitAsync("checkout", "--quiet", "-b", "feature");
        _project.Replace("waves.cu", Fast, Slow);
        Rescale(100);
        _project.Policy("\"tolerance\": { \"host\": 0.9 }");
        await _project.GitAsync("commit", "--quiet", "--all", "--message", "nothing to see");

        var built = await _project.TargetAsync("PerfGate");

        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains($"waves.cu({WaveKernels.LineOfRising}", Assert.Single(built.Errors), StringComparison.Ordinal);
        Assert.Equal(2, _project.Verdict.GateEdits.Length);
        var rising = _project.Verdict.Cases.Single(c => c.Name == "rising/N=16384");
        Assert.Equal(CaseVerdict.Regression, rising.Verdict);
        Assert.NotNull(rising.Accusation);
    }

    [Fact]
    public async Task A_machine_that_drifted_accuses_nobody_and_hides_no_real_slowdown()
    {
        await CommitBaselineAsync(scale: 0.5);

        var untouched = await _project.TargetAsync("PerfGate");

        Assert.True(untouched.ExitCode == 0, untouched.Output);
        Assert.True(_project.Verdict.Drift!.Void);

        _project.Replace("waves.cu", Fast, Slow);
        var slowed = await _project.TargetAsync("PerfGate");

        Assert.NotEqual(0, slowed.ExitCode);
        Assert.Contains("rising/N=16384", Assert.Single(slowed.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Against_the_bases_kernels_a_renamed_case_is_new_and_missing_and_the_others_are_tried()
    {
        await _project.InitAsync();
        _project.Replace("waves.bench.json", "\"name\": \"falling\"", "\"name\": \"sinking\"");
        _project.Replace("waves.cu", Fast, Slow);

        var built = await _project.TargetAsync("PerfGate", "PerfGateReference=base");

        Assert.NotEqual(0, built.ExitCode);
        Assert.Equal(
            [
                ("falling/N=16384", CaseVerdict.Missing),
                ("rising/N=16384", CaseVerdict.Regression),
                ("sinking/N=16384", CaseVerdict.New),
            ],
            _project.Verdict.Cases.Select(c => (c.Name, c.Verdict))
        );
    }

    private async Task CommitBaselineAsync(double scale)
    {
        await _project.BaselineAsync();
        Rescale(scale);
        await _project.InitAsync();
    }

    private void Rescale(double scale)
    {
        var path = Directory.GetFiles(_project.PathOf("baselines"), "host-*.json").Single();
        var baseline = BaselineFile.Read(path)!;
        var scaled = baseline with
        {
            Measurements =
            [
                .. baseline.Measurements.Select(m => m with
                {
                    Cases =
                    [
                        .. m.Cases.Select(c => c with
                        {
                            Runs = [.. c.Runs.Select(r => r with { Samples = [.. r.Samples.Select(s => s * scale)] })],
                        }),
                    ],
                }),
            ],
        };
        File.WriteAllText(path, JsonSerializer.Serialize(scaled, PerfGateJson.Default.Baseline));
    }
}
