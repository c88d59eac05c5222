using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Importing;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Importing;

/// <summary>How the processes of a suite's files become runs.</summary>
public sealed class SuiteRunsTests
{
    [Fact]
    public void Of_several_files_each_is_a_run_with_its_repetitions_as_samples()
    {
        var sort = SuiteRuns.Cases([File("1", ("sort", [1, 2])), File("2", ("sort", [3, 4]))]).Single();

        Assert.Equal([[1, 2], [3, 4]], sort.Runs.Select(r => r.Samples.ToArray()));
        Assert.Equal([0, 1], sort.Runs.Select(r => r.Run));
    }

    [Fact]
    public void Of_one_file_of_Google_Benchmark_each_repetition_is_a_run_and_a_warning_says_so()
    {
        ImmutableArray<SuiteFile> files = [File("1", ("sort", [1, 2]))];

        Assert.Equal([[1], [2]], SuiteRuns.Cases(files).Single().Runs.Select(r => r.Samples.ToArray()));
        Assert.Contains(SuiteRuns.Warnings(files), w => w.Contains("repetition", StringComparison.Ordinal));
    }

    [Fact]
    public void The_launches_of_one_file_of_BenchmarkDotNet_are_its_runs()
    {
        var file = new SuiteFile("1", SuiteTool.BenchmarkDotNet, "", [new("sort", "sort", [[1, 2], [3]])]);

        Assert.Equal([[1, 2], [3]], SuiteRuns.Cases([file]).Single().Runs.Select(r => r.Samples.ToArray()));
    }

    [Fact]
    public void A_case_that_failed_in_one_process_has_failed()
    {
        var broken = File("2") with { Cases = [new("sort", "sort", []) { Failure = "no memory" }] };

        var sort = SuiteRuns.Cases([File("1", ("sort", [1])), broken]).Single();

        Assert.Equal((CaseStatus.Failed, "no memory"), (sort.Status, sort.Reason));
        Assert.Empty(sort.Runs);
    }

    [Fact]
    public void Cases_are_ordered_by_name_and_those_of_some_files_only_have_their_runs() =>
        Assert.Equal(
            [("a", 1), ("b", 2)],
            SuiteRuns.Cases([File("1", ("b", [1])), File("2", ("b", [1]), ("a", [1]))])
                .Select(c => (c.Name, c.Runs.Length)));

    [Fact]
    public void Files_measured_in_turns_are_pairs_by_their_order()
    {
        var sort = SuiteRuns.InTurns(
            [File("c1", ("sort", [5])), File("c2", ("sort", [6])), File("c3", ("sort", [7]))],
            [File("b1", ("sort", [1])), File("b2"), File("b3", ("sort", [3]))]).Single();

        Assert.Equal([5, 6, 7], sort.Runs.Select(r => r.Samples[0]));
        Assert.Equal([1, null, 3], sort.Runs.Select(r => r.ReferenceSamples?[0]));
    }

    [Theory]
    [InlineData(2, 3, "as many files")]
    [InlineData(1, 1, "at least 2 times")]
    public void Sides_of_different_lengths_are_refused(int ours, int theirs, string says) => Refused(
        says,
        [.. Enumerable.Range(0, ours).Select(i => File($"c{i}", ("sort", [1])))],
        [.. Enumerable.Range(0, theirs).Select(i => File($"b{i}", ("sort", [1])))]);

    [Fact]
    public void A_file_given_on_both_sides_is_refused() => Refused(
        "given twice",
        [File("1", ("sort", [1])), File("2", ("sort", [1]))],
        [File("1", ("sort", [1])), File("3", ("sort", [1]))]);

    [Fact]
    public void Files_of_two_tools_are_refused() => Refused(
        "BenchmarkDotNet wrote this file",
        [File("1", ("sort", [1])), File("2", ("sort", [1])) with { Tool = SuiteTool.BenchmarkDotNet }],
        []);

    [Fact]
    public void Files_of_two_machines_are_refused() => Refused(
        "measured on Other",
        [File("1", ("sort", [1])), File("2", ("sort", [1])) with { Processor = "Other" }],
        []);

    private static void Refused(string says, ImmutableArray<SuiteFile> ours, ImmutableArray<SuiteFile> theirs)
    {
        var refused = Assert.Throws<PerfGateException>(
            () => theirs.IsEmpty ? SuiteRuns.Cases(ours) : SuiteRuns.InTurns(ours, theirs));

        Assert.Equal(("PG9133", ExitCode.Usage), (refused.Diagnostics[0].Code, refused.ExitCode));
        Assert.Contains(says, refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    private static SuiteFile File(string path, params (string Name, double[] Times)[] cases) =>
        new(path, SuiteTool.GoogleBenchmark, "", [.. cases.Select(c => new SuiteCase(c.Name, c.Name, [[.. c.Times]]))]);
}
