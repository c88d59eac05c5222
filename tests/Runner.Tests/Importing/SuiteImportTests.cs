using System.IO.Compression;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Importing;

/// <summary>Imported suites from their files to a verdict, by the commands, in this process.</summary>
/// <remarks>
/// <c>tests/data/suites/pairs.zip</c> was recorded with Google Benchmark 1.7.1: in turns a program (a), the same
/// program again (b), and one that does 5 % more work (c).
/// </remarks>
public sealed class SuiteImportTests : IDisposable
{
    private static readonly string _recorded = Path.Combine(AppContext.BaseDirectory, "data", "pairs.zip");

    private readonly TemporaryFolder _folder = new();

    public SuiteImportTests() => ZipFile.ExtractToDirectory(_recorded, _folder.PathOf("pairs"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_program_in_turns_is_not_found_slower()
    {
        var verdict = await JudgeAsync([.. Pairs("b"), "--against", .. Pairs("a"), "--tolerance", "2%"]);

        Assert.Equal(2, verdict.Cases.Length);
        Assert.DoesNotContain(verdict.Cases, c => c.Verdict == CaseVerdict.Regression);
        Assert.Contains(verdict.Cases, c => c.Verdict == CaseVerdict.Pass);
    }

    [Fact]
    public async Task Five_per_cent_more_work_in_turns_is_a_regression()
    {
        var verdict = await JudgeAsync([.. Pairs("c"), "--against", .. Pairs("a"), "--tolerance", "2%"]);

        Assert.All(verdict.Cases, c => Assert.Equal(CaseVerdict.Regression, c.Verdict));
        Assert.All(verdict.Cases, c => Assert.InRange(c.Ratio!.Value, 1.03, 1.07));
        Assert.All(
            verdict.Cases,
            c => Assert.Contains("the base's files, measured in turns", c.Reason, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_baseline_is_made_of_an_import_and_a_second_import_confirms_what_is_slower_than_it()
    {
        var baselines = _folder.PathOf("baselines");
        await RunAsync(["import", .. Pairs("a"), .. Folders]);
        await RunAsync(["baseline", "update", "--output", Output, "--root", _folder.Root, "--baselines", baselines]);

        var accused = await JudgeAsync([.. Pairs("c"), "--tolerance", "2%"]);
        var confirmed = await JudgeAsync([.. Half(0), "--again", .. Half(1), "--tolerance", "2%"]);
        var same = await JudgeAsync([.. Pairs("b"), "--tolerance", "2%"]);

        Assert.All(accused.Cases, c => Assert.Equal(CaseVerdict.Inconclusive, c.Verdict));
        Assert.All(accused.Cases, c => Assert.Contains("--against", c.Reason, StringComparison.Ordinal));
        Assert.All(confirmed.Cases, c => Assert.Equal(CaseVerdict.Regression, c.Verdict));
        Assert.DoesNotContain(same.Cases, c => c.Verdict == CaseVerdict.Regression);
    }

    // A measurement cannot confirm itself, whatever its files are called.
    [Theory]
    [InlineData(false, "given twice")]
    [InlineData(true, "the same content")]
    public async Task A_second_import_of_the_same_files_is_refused(bool copied, string says)
    {
        var again = copied ? Pairs("c").Select((p, i) => _folder.Write($"{i}.json", File.ReadAllText(p))) : Pairs("c");

        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CommandLine.RunAsync(["import", .. Pairs("c"), "--again", .. again, .. Folders]));

        var said = Assert.Single(refused.Diagnostics);
        Assert.Equal("PG9133", said.Code);
        Assert.Contains(says, said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_import_of_another_suite_is_refused()
    {
        var other = _folder.Write("other.json", """
            { "HostEnvironmentInfo": {}, "Benchmarks": [ { "FullName": "BM_Divide", "Measurements": [
              { "IterationMode": "Workload", "IterationStage": "Result", "LaunchIndex": 1, "Operations": 1,
                "Nanoseconds": 5 } ] } ] }
            """);

        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CommandLine.RunAsync(["import", .. Pairs("c"), "--again", other, .. Folders]));

        Assert.Equal(other, Assert.Single(refused.Diagnostics).Location?.File);
    }

    [Fact]
    public async Task A_baseline_of_too_few_files_is_refused_with_what_to_import()
    {
        await RunAsync(["import", .. Pairs("a").Take(3), .. Folders]);

        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CommandLine.RunAsync(["baseline", "update", "--output", Output, "--root", _folder.Root]));

        Assert.All(
            refused.Diagnostics,
            d => Assert.Contains("Import at least 5 processes", d.Message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_machine_s_name_that_no_file_can_have_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CommandLine.RunAsync(["import", .. Pairs("a"), "--machine", new string('x', 300), .. Folders]));

        Assert.Equal("PG9013", Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public async Task A_case_that_only_the_base_has_is_missing()
    {
        var files = Pairs("b")
            .Select(
                (path, i) =>
                {
                    var text = File.ReadAllText(path).Replace("BM_Divide", "BM_Renamed", StringComparison.Ordinal);
                    return _folder.Write($"renamed{i}.json", text);
                }
            )
            .ToArray();

        var verdict = await JudgeAsync([.. files, "--against", .. Pairs("a")]);

        Assert.Equal(CaseVerdict.Missing, verdict.Cases.Single(c => c.Name == "BM_Divide").Verdict);
        Assert.Equal(CaseVerdict.New, verdict.Cases.Single(c => c.Name == "BM_Renamed").Verdict);
    }

    [Fact]
    public async Task Times_of_two_clocks_are_not_compared()
    {
        var baselines = _folder.PathOf("baselines");
        await RunAsync(["import", .. Pairs("a"), .. Folders]);
        await RunAsync(["baseline", "update", "--output", Output, "--root", _folder.Root, "--baselines", baselines]);

        var verdict = await JudgeAsync([.. Pairs("b"), "--time", "cpu"]);

        Assert.All(verdict.Cases, c => Assert.Equal(InconclusiveCause.NotComparable, c.Cause));
    }

    [Fact]
    public async Task The_verdict_says_what_was_not_controlled()
    {
        var verdict = await JudgeAsync([.. Pairs("b"), "--against", .. Pairs("a")]);

        Assert.Contains(verdict.Warnings, w => w.Contains("imported from Google Benchmark", StringComparison.Ordinal));
    }

    private string[] Half(int which) => [.. Pairs("c").Where((_, i) => i % 2 == which)];

    private string Output => _folder.PathOf("out");

    private string[] Folders => ["--output", Output, "--root", _folder.Root];

    private string[] Pairs(string side) =>
        [.. Directory.GetFiles(_folder.PathOf("pairs"), $"{side}*.json").Order(StringComparer.Ordinal)];

    private async Task<Verdict> JudgeAsync(string[] import)
    {
        await RunAsync(["import", .. import, .. Folders]);
        return Judge.Decide(JudgementFiles.Input(new(Output), policy => policy));
    }

    private static async Task RunAsync(string[] arguments) => Assert.Equal(0, await CommandLine.RunAsync(arguments));
}
