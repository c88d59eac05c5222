using PerfGate.Core.Judgement;

namespace PerfGate.Gate.Tests;

/// <summary>What a branch can and cannot do to its own checks and to the work of its cases.</summary>
[Collection("the machine")]
public sealed class CheckEditTests : IDisposable
{
    private const string Bound =
        "\"function\": \"rising_reference\", \"arguments\": [\"x\", \"y\", { \"i32\": \"N\" }], \"outputs\": { \"y\": "
            + "{ \"relative\": 1e-5 } }";
    private const string Step = "v = fmaf(v, 0.5f, 1.0f);";
    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    private CaseJudgement Rising => _project.Verdict.Cases.Single(c => c.Name == "rising/N=16384");

    [Fact]
    public async Task A_loosened_bound_hides_no_wrong_kernel()
    {
        await BaseAsync();
        _project.Replace("waves.bench.json", Bound, Bound.Replace("1e-5", "10", StringComparison.Ordinal));
        _project.Replace("waves.cu", Step, "v = v + 0.001f;");
        await _project.CommitAsync("nothing to see");

        var built = await GateAsync();

        Assert.NotEqual(0, built.ExitCode);
        Assert.Equal(CaseVerdict.Incorrect, Rising.Verdict);
        Assert.Contains("is above 1e-5", Rising.Reason, StringComparison.Ordinal);
        Assert.Contains(
            _project.Verdict.GateEdits,
            e =>
                e.StartsWith(
                    "rising/N=16384: the relative bound of output y was loosened from 1e-5 to 10",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task A_changed_meaning_fails_until_the_branch_stands_for_it_and_is_then_compared()
    {
        await BaseAsync();
        _project.Replace("waves.cu", Step, "v = fmaf(v, 0.5f, 2.0f);");
        _project.Replace("waves.ref.cpp", "v = v * 0.5 + 1.0;", "v = v * 0.5 + 2.0; /* twice */");
        await _project.CommitAsync("rising rises twice as far");

        var refused = await GateAsync();

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal(CaseVerdict.WeakerCheck, Rising.Verdict);
        var error = Assert.Single(refused.Errors);
        Assert.Contains("waves.bench.json(6", error, StringComparison.Ordinal);
        Assert.Contains("PG3030", error, StringComparison.Ordinal);
        Assert.Contains(
            "the expected-output function rising_reference in waves.ref.cpp changed", error, StringComparison.Ordinal);
        Assert.Contains("acceptedCheckEdits", error, StringComparison.Ordinal);
        Assert.Empty(_project.Verdict.Cases.Single(c => c.Name == "falling/N=16384").Edits);

        _project.Policy(
            """
            "acceptedCheckEdits": [ { "case": "rising/*", "reason": "it rises twice as far", "expires": "9999-12-31" } ]
            """
        );
        await _project.CommitAsync("and we stand for it");

        var accepted = await GateAsync();

        Assert.True(accepted.ExitCode == 0, accepted.Output);
        Assert.NotNull(Rising.Ratio);
        Assert.Contains(
            _project.Verdict.GateEdits,
            e =>
                e.Contains("rising_reference", StringComparison.Ordinal)
                && e.EndsWith("accepted until 9999-12-31: it rises twice as far", StringComparison.Ordinal)
        );
        Assert.Contains(
            _project.Verdict.GateEdits,
            e => e.StartsWith("perfgate.json newly accepts", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Half_the_work_under_the_old_name_is_not_compared_and_another_block_is_compared()
    {
        await BaseAsync();
        var manifest = File.ReadAllText(_project.PathOf("waves.bench.json"));
        var rising = manifest[..manifest.IndexOf("\"name\": \"falling\"", StringComparison.Ordinal)];
        _project.Write(
            "waves.bench.json",
            rising
                .Replace("\"count\": \"N\"", "\"count\": \"N / 2\"", StringComparison.Ordinal)
                .Replace("\"i32\": \"N\"", "\"i32\": \"N / 2\"", StringComparison.Ordinal)
                .Replace("ceil_div(N, 128)", "ceil_div(N / 2, 128)", StringComparison.Ordinal)
                + manifest[rising.Length..]
                    .Replace("ceil_div(N, 128)", "ceil_div(N, 64)", StringComparison.Ordinal)
                    .Replace("\"block\": [128]", "\"block\": [64]", StringComparison.Ordinal)
        );
        _project.Replace(
            "waves.cu",
            Step,
            $"{{ {Step} {Step.Replace("1.0f", "0.5f * v * 0.0f + 1.0f", StringComparison.Ordinal)} }}"
        );
        await _project.CommitAsync("half of it is enough");

        var built = await GateAsync();

        Assert.NotEqual(0, built.ExitCode);
        Assert.Equal(CaseVerdict.ChangedWork, Rising.Verdict);
        Assert.Null(Rising.Ratio);
        Assert.Contains("x holds 8192 f32 instead of 16384 f32", Rising.Reason, StringComparison.Ordinal);
        Assert.Matches(@"it is \S+ times (slower|faster) per element \(\S+ against \S+ ns\)", Rising.Reason);
        var falling = _project.Verdict.Cases.Single(c => c.Name == "falling/N=16384");
        Assert.NotNull(falling.Ratio);
        Assert.Contains(
            _project.Verdict.GateEdits,
            e =>
                e.StartsWith(
                    "falling/N=16384: it launches falling<<<256, 64>>> instead of falling<<<128, 128>>>",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task Results_that_a_branch_prepares_outside_of_the_time_are_other_work_and_a_kept_file_is_refused()
    {
        await BaseAsync();
        _project.Replace("waves.cu", Step, "v = x[i];");
        var manifest = File.ReadAllText(_project.PathOf("waves.bench.json"));
        var end = manifest.IndexOf("\"name\": \"falling\"", StringComparison.Ordinal);
        _project.Write(
            "waves.bench.json",
            manifest[..end]
                .Replace(
                    "\"buffers\": [",
                    "\"inputs\": { \"source\": \"waves.ref.cpp\", \"function\": \"rising_reference\", "
                        + "\"arguments\": [\"x\", \"answers\", { \"i32\": \"N\" }] }, \"buffers\": [ "
                        + "{ \"name\": \"answers\", \"type\": \"f32\", \"count\": \"N\" }, ",
                    StringComparison.Ordinal)
                .Replace(
                    "\"block\": [128], \"arguments\": [\"x\"",
                    "\"block\": [128], \"arguments\": [\"answers\"",
                    StringComparison.Ordinal)
                + manifest[end..]
        );
        await _project.CommitAsync("a thousand times faster");

        var built = await GateAsync();

        Assert.NotEqual(0, built.ExitCode);
        Assert.Equal(CaseVerdict.ChangedWork, Rising.Verdict);
        Assert.Contains(
            "there is a new buffer answers (16384 f32, filled with function rising_reference(x, answers, i32 16384)",
            Rising.Reason,
            StringComparison.Ordinal);

        // Also one that this build does not use: the next one may.
        var kept = Directory.CreateDirectory(_project.PathOf("obj/perfgate/host/waves-0123456789ab")).FullName;
        File.WriteAllText(Path.Combine(kept, "waves.so"), "from elsewhere");
        await _project.GitAsync("add", "--force", kept);

        var refused = await GateAsync();

        Assert.Contains(
            "PG4024: git tracks this file",
            Assert.Single(refused.Errors, e => e.Contains("PG4", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    // Two runs tell whether a case is compared, which is all that is asked of its times.
    private Task<BuildResult> GateAsync() =>
        _project.TargetAsync("PerfGate", "PerfGateReference=base", "PerfGateRuns=2");

    private async Task BaseAsync()
    {
        // What these tests ask is not how fast this machine is today.
        _project.Policy("\"tolerance\": { \"host\": 5 }");
        await _project.InitAsync("feature");
    }
}
