using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Gate.Tests;

/// <summary>The gate end to end, as a user runs it, on the host device.</summary>
// One collection for both classes: two gates at a time on one machine would be each other's noise.
[Collection("the machine")]
public sealed class WholeGateTests : IDisposable
{
    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_slowed_kernel_fails_at_its_line_alone_and_passes_once_it_is_mended()
    {
        // In a repository the accused case is tried against the commit's own kernels in the same processes: that holds
        // on a busy machine too.
        await _project.InitAsync();
        await _project.BaselineAsync();
        var fast = File.ReadAllText(_project.PathOf("waves.cu"));
        _project.Replace(
            "waves.cu",
            "for (int k = 0; k < 64; ++k) v = fmaf(v, 0.5f, 1.0f);",
            "for (int k = 0; k < 1024; ++k) v = fmaf(v, 0.5f, 1.0f);"
        );

        var slowed = await _project.BuildAsync("PerfGate");

        Assert.True(slowed.ExitCode != 0, slowed.Output);
        var error = Assert.Single(slowed.Errors);
        Assert.Contains($"waves.cu({WaveKernels.LineOfRising}", error, StringComparison.Ordinal);
        Assert.Contains("error PG3001: rising/N=16384 is", error, StringComparison.Ordinal);
        Assert.Equal(CaseVerdict.Regression, VerdictOf("rising/N=16384"));
        Assert.Equal(CaseVerdict.Unchanged, VerdictOf("falling/N=16384"));
        Assert.True(File.Exists(_project.Output("report.md")), "a failing verdict is reported all the same");

        _project.Write("waves.cu", fast);
        var fixedAgain = await _project.TargetAsync("PerfGate");

        Assert.True(fixedAgain.ExitCode == 0, fixedAgain.Output);
        Assert.Equal(CaseVerdict.Unchanged, VerdictOf("rising/N=16384"));
    }

    [Fact]
    public async Task A_changed_comment_changes_nothing()
    {
        await _project.BaselineAsync();
        _project.Replace("waves.cu", "// Two kernels", "// A comment that\n// takes two lines: two kernels");

        var built = await _project.TargetAsync("PerfGate");

        Assert.True(built.ExitCode == 0, built.Output);
        Assert.All(_project.Verdict.Cases, c => Assert.Equal(CaseVerdict.Unchanged, c.Verdict));
        // The outputs are checked and the drift is told; no case is there to take five runs and more for.
        Assert.All(_project.Measurement.Cases, c => Assert.Equal((2, CaseStatus.Measured), (c.Runs.Length, c.Status)));
        Assert.NotNull(_project.Verdict.Drift);
    }

    [Fact]
    public async Task A_wrong_kernel_is_incorrect_whatever_its_speed()
    {
        _project.JudgeNoTimes();
        _project.Replace("waves.cu", "k < 64; ++k) v = fmaf(v, 0.5f, 1.0f)", "k < 1; ++k) v = fmaf(v, 0.5f, 1.0f)");

        var built = await _project.TargetAsync("PerfGate", "PerfGateRuns=2");

        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains(built.Errors, e => e.Contains("rising/N=16384", StringComparison.Ordinal));
        Assert.DoesNotContain(built.Errors, e => e.Contains("falling", StringComparison.Ordinal));
        Assert.Equal(CaseVerdict.Incorrect, VerdictOf("rising/N=16384"));
    }

    [Fact]
    public async Task A_kernel_that_crashes_or_hangs_costs_no_other_case()
    {
        _project.JudgeNoTimes();
        _project.Replace(
            "waves.cu",
            "    for (int k = 0; k < 64; ++k) v = fmaf(v, 0.5f, -1.0f);",
            "    v += *(volatile float*)(size_t)(8 + i % 2);"
        );

        var built = await _project.TargetAsync("PerfGate", "PerfGateRuns=2");

        Assert.NotEqual(0, built.ExitCode);
        Assert.Equal(CaseVerdict.Incorrect, VerdictOf("falling/N=16384"));
        Assert.Equal(CaseStatus.Measured, _project.Measurement.Cases.Single(c => c.Name == "rising/N=16384").Status);
        Assert.Contains(
            "the worker",
            _project.Verdict.Cases.Single(c => c.Name == "falling/N=16384").Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_a_baseline_every_case_is_new_and_nothing_fails()
    {
        _project.JudgeNoTimes();
        var built = await _project.TargetAsync("PerfGate", "PerfGateRuns=2");

        Assert.True(built.ExitCode == 0, built.Output);
        Assert.All(_project.Verdict.Cases, c => Assert.Equal(CaseVerdict.New, c.Verdict));
    }

    [Fact]
    public async Task A_filtered_case_is_named_as_skipped_and_not_as_missing()
    {
        await _project.BaselineAsync();

        var built = await _project.TargetAsync("PerfGate", "PerfGateFilter=rising*", "PerfGateRuns=2");

        Assert.True(built.ExitCode == 0, built.Output);
        Assert.Equal(CaseVerdict.Skipped, VerdictOf("falling/N=16384"));
        var canaries = _project.Measurement.Cases.Where(c => c.Role == CaseRole.Canary);
        Assert.NotEmpty(canaries);
        Assert.All(canaries, c => Assert.Equal(CaseStatus.Measured, c.Status));
    }

    private CaseVerdict VerdictOf(string name) => _project.Verdict.Cases.Single(c => c.Name == name).Verdict;
}
