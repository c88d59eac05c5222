using PerfGate.Core.Judgement;

namespace PerfGate.Gate.Tests;

/// <summary>The user's language, time zone and folders change nothing of what the gate says.</summary>
[Collection("no times")]
public sealed class CultureTests : IDisposable
{
    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    // Turkish has decimal commas, and another i.
    [Fact]
    public async Task Numbers_and_words_are_the_same_everywhere()
    {
        _project.MeasureBesideOthers();
        _project.Environment["LANG"] = _project.Environment["LC_ALL"] = "tr_TR.UTF-8";
        _project.Environment["TZ"] = "Asia/Kathmandu";
        _project.Environment["XDG_CACHE_HOME"] = _project.PathOf("obj/nowhere");

        var built = await _project.TargetAsync("PerfGate", "PerfGateReference=none", "PerfGateRuns=2");

        Assert.True(built.ExitCode == 0, built.Output);
        Assert.All(_project.Verdict.Cases, c => Assert.Equal(CaseVerdict.New, c.Verdict));
        var report = File.ReadAllText(_project.Output("report.md"));
        Assert.Matches(@"\d\.\d+ [mµ]s", report);
        Assert.DoesNotMatch(@"\d,\d+ [mµ]s", report);
        Assert.Matches(@"\d{4}-\d\d-\d\d \d\d:\d\d", report);
        Assert.DoesNotContain("ı", report + built.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compilers_error_is_found_at_its_line_in_any_language()
    {
        _project.Environment["LANG"] = _project.Environment["LC_ALL"] = "de_DE.UTF-8";
        _project.Replace("waves.cu", "v = fmaf(v, 0.5f, 1.0f);", "v = no_such_name;");

        var built = await _project.TargetAsync("PerfGateCompile");

        Assert.NotEqual(0, built.ExitCode);
        Assert.Matches(@"waves\.cu\(\d+,\d+\): error PG1001: .*no_such_name", string.Join('\n', built.Errors));
    }
}
