using PerfGate.Core.Judgement;

namespace PerfGate.Gate.Tests;

/// <summary>A gate that has nothing to compare with: in CI it is red, and every file says why.</summary>
[Collection("no times")]
public sealed class NothingComparedTests : IDisposable
{
    private const string Runs = "PerfGateRuns=2";
    private readonly GateProject _project = new();

    public NothingComparedTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    private string Read(string name) => File.ReadAllText(_project.Output(name));

    [Fact]
    public async Task A_base_that_does_not_compile_fails_in_ci_and_every_report_has_its_first_error()
    {
        _project.Replace("waves.cu", "float v = x[i];", "float v = gone[i];");
        await _project.InitAsync("feature");
        _project.Replace("waves.cu", "float v = gone[i];", "float v = x[i];");
        await _project.CommitAsync("fixed, and who knows how slow");
        _project.Environment["CI"] = "true";

        var built = await _project.TargetAsync("PerfGate", Runs);

        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains("error PG3008: nothing was compared:", built.Output, StringComparison.Ordinal);
        Assert.Equal(Outcome.NothingCompared, _project.Verdict.Outcome);
        Assert.All(
            new[]
            {
                _project.Verdict.NothingCompared!.Reason,
                Read("report.md"),
                Read("report.html"),
                Read("junit.xml"),
                Read("perfgate.sarif"),
            },
            text => Assert.Contains("waves.cu(", text, StringComparison.Ordinal)
        );
        Assert.All(_project.Verdict.Cases, c => Assert.Contains("do not compile", c.Reason, StringComparison.Ordinal));

        // By the same files, where the policy says so, and with an exit code of its own.
        Assert.Equal(7, (await _project.WarmPerfGateAsync("judge")).ExitCode);
    }

    [Fact]
    public async Task Through_a_symbolic_link_a_renamed_case_is_missing_all_the_same()
    {
        await _project.InitAsync("feature");
        _project.Replace("waves.bench.json", "\"name\": \"falling\"", "\"name\": \"sinking\"");
        await _project.CommitAsync("renamed");
        var link = _project.PathOf("").TrimEnd('/') + "-link";
        Directory.CreateSymbolicLink(link, _project.PathOf("").TrimEnd('/'));
        try
        {
            _project.Folder = link;
            // The shell's PWD is what keeps the link in the paths of a build.
            _project.Environment["PWD"] = link;
            var built = await _project.MSBuildAsync("PerfGate", Runs, $"PerfGateRepositoryRoot={link}/");

            Assert.NotEqual(0, built.ExitCode);
            Assert.Contains("PG3003", built.Output, StringComparison.Ordinal);
            Assert.Equal(
                CaseVerdict.Missing,
                _project.Verdict.Cases.Single(c => c.Name.StartsWith("falling", StringComparison.Ordinal)).Verdict
            );
            Assert.Contains(
                _project.Verdict.Cases,
                c => c.Name.StartsWith("rising", StringComparison.Ordinal) && c.Verdict == CaseVerdict.Unchanged
            );
        }
        finally
        {
            Directory.Delete(link);
        }
    }

    [Fact]
    public async Task A_comparison_that_is_switched_off_although_a_base_is_named_is_never_green()
    {
        await _project.InitAsync("feature");

        var built = await _project.TargetAsync("PerfGate", Runs, "PerfGateReference=none", "PerfGateBase=main");

        Assert.NotEqual(0, built.ExitCode);
        Assert.Equal(Outcome.NothingCompared, _project.Verdict.Outcome);
        Assert.Contains("PerfGateReference=none", _project.Verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_repository_that_cannot_be_read_the_kernels_are_measured_where_no_comparison_is_asked_for()
    {
        await _project.InitAsync();
        await _project.GitAsync("config", "core.repositoryformatversion", "1");
        await _project.GitAsync("config", "extensions.refStorage", "reftable");

        var refused = await _project.TargetAsync("PerfGate", Runs);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("error PG4012", refused.Output, StringComparison.Ordinal);

        var measured = await _project.TargetAsync("PerfGate", Runs, "PerfGateReference=none");
        Assert.True(measured.ExitCode == 0, measured.Output);
        Assert.Equal(["falling/N=16384", "rising/N=16384"], _project.Verdict.Cases.Select(c => c.Name));
        Assert.All(_project.Verdict.Cases, c => Assert.NotNull(c.CandidateNs));
    }

    [Fact]
    public async Task Without_a_repository_a_named_base_is_an_error_and_no_base_is_a_warning_outside_of_ci()
    {
        var named = await _project.TargetAsync("PerfGate", Runs, "PerfGateBase=main");
        Assert.NotEqual(0, named.ExitCode);
        Assert.Contains("error PG4013", named.Output, StringComparison.Ordinal);

        var warned = await _project.TargetAsync("PerfGate", Runs);
        Assert.True(warned.ExitCode == 0, warned.Output);
        Assert.Contains("warning PG3008", warned.Output, StringComparison.Ordinal);

        var policy = await _project.TargetAsync("PerfGate", Runs, "PerfGateConfiguration=nosuch.json");
        Assert.NotEqual(0, policy.ExitCode);
        Assert.Contains("error PG9001", policy.Output, StringComparison.Ordinal);
    }
}
