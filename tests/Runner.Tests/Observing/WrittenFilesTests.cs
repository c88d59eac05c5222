using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Observing;
using PerfGate.Runner.Measuring.Worker;
using PerfGate.Runner.Tests.Measuring;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>Commands that are checked by the files that they write.</summary>
public sealed class WrittenFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Bytes", "abc", "abc", null)]
    [InlineData("Bytes", "abd", "abc", "byte [2] is 0x64 instead of 0x63")]
    [InlineData("Bytes", "ab", "abc", "it has 2 bytes instead of 3 bytes")]
    [InlineData("Text", "a\r\nb", "a\nb\n", null)]
    [InlineData("Text", "a\n c\n", "a\nb\n", "line 2 is \"c\" instead of \"b\"")]
    [InlineData("Text", "a\nb\n\n", "a\nb\n", "it has 3 lines instead of 2 lines")]
    public void Bytes_and_lines_are_compared_exactly(string form, string actual, string expected, string? fault)
    {
        _folder.Write("out", actual);
        _folder.Write("expected", expected);

        var check = Assert.Single(WrittenFiles.Check(Of(Enum.Parse<OutputForm>(form))).Checks);

        Assert.Equal((fault is null, fault), (check.Passed, check.Detail));
    }

    [Fact]
    public void Elements_are_compared_as_those_of_kernels_are()
    {
        WriteFloats("expected", 1, 2, 4);
        WriteFloats("out", 1, 2, 4.001f);
        Assert.True(WrittenFiles.Check(Floats(relative: 1e-3)).Checks[0].Passed);

        var wrong = WrittenFiles.Check(Floats(relative: 1e-5)).Checks[0];
        Assert.StartsWith("relative error ", wrong.Detail, StringComparison.Ordinal);
        Assert.EndsWith(
            " is above 1e-5; worst element [2]: 4.000999927520752 instead of 4",
            wrong.Detail,
            StringComparison.Ordinal
        );

        WriteFloats("out", 1, float.NaN, 4);
        Assert.Equal("1 of 3 elements are NaN or infinite, first [1]", Fault());
        WriteFloats("out", 1);
        Assert.Equal("it has 4 bytes instead of 12 bytes", Fault());

        string? Fault() => WrittenFiles.Check(Floats(1)).Checks[0].Detail;
    }

    [Fact]
    public void A_file_of_an_earlier_run_is_deleted_so_that_a_command_that_writes_none_is_wrong()
    {
        _folder.Write("out", "abc");
        _folder.Write("expected", "abc");
        Assert.Equal(CaseStatus.Measured, Take("echo -n abc > out").Status);

        var silent = Take("true");

        Assert.Equal(CaseStatus.Incorrect, silent.Status);
        Assert.Equal("output out is wrong: the command did not write it", silent.Reason);
        Assert.False(Assert.Single(silent.Checks).Passed);
    }

    [Fact]
    public void Each_process_is_compared_and_other_bytes_each_time_are_told()
    {
        _folder.Write("expected", "a\n");
        var steady = Take("echo a > out", form: OutputForm.Text);
        var varying = Take(AtRun(2, "printf a > out"), form: OutputForm.Text);
        File.Delete(_folder.PathOf("n"));
        var late = Take(AtRun(3, "echo b > out"), form: OutputForm.Text);

        Assert.Equal((false, true), (steady.Varies.Single(), varying.Varies.Single()));
        Assert.Equal(2, steady.Samples.Length);
        Assert.Equal("output out is wrong: line 1 is \"b\" instead of \"a\"", late.Reason);

        static string AtRun(int run, string does) =>
            $"echo >> n; if [ $(wc -l < n) = {run} ]; then {does}; else echo a > out; fi";
    }

    [Fact]
    public void What_one_process_wrote_and_was_right_is_right_in_the_next_without_the_expected_file()
    {
        _folder.Write("expected", "a");
        var taken = Take("printf a > out; echo >> n; if [ $(wc -l < n) = 2 ]; then rm expected; fi");

        Assert.Null(taken.Reason);
        Assert.False(File.Exists(_folder.PathOf("expected")));
    }

    [Fact]
    public void A_base_whose_file_is_wrong_says_nothing_about_the_branch()
    {
        _folder.Write("expected", "a");

        var taken = Take("printf a > out", theirs: "printf b > out");

        Assert.Equal(CaseStatus.NotRun, taken.Status);
        Assert.StartsWith("at the base, ", taken.Reason, StringComparison.Ordinal);
        Assert.EndsWith("output out is wrong: byte [0] is 0x62 instead of 0x61", taken.Reason);
    }

    [Theory]
    [InlineData("printf a > out", CaseStatus.Measured, null)]
    [InlineData("printf b > out", CaseStatus.Incorrect, "output out is wrong: byte [0] is 0x62 instead of 0x61")]
    [InlineData("echo no licence; exit 3", CaseStatus.Failed, "it exited with 3; it said: no licence")]
    public void A_command_that_is_only_checked_ends_as_one_that_is_timed(string script, CaseStatus status, string? said)
    {
        _folder.Write("expected", "a");
        using var taker = Taker();
        var looked = taker.Check(Case(script, OutputForm.Bytes));

        Assert.Equal(("work", status), (looked.Name, looked.Status));
        Assert.Contains(said ?? "", looked.Reason ?? "", StringComparison.Ordinal);
        Assert.Equal(said is null, looked.Reason is null);
    }

    private CaseResult Take(string script, OutputForm form = OutputForm.Bytes, string? theirs = null)
    {
        using var taker = Taker();
        return taker.Take(Case(script, form), theirs is null ? null : Case(theirs, form));
    }

    private CommandTaker Taker() =>
        new(Jobs.Any with { Cached = _folder.PathOf("work/cached") }, new PhaseClock(), _ => { }, _ => null);

    private BenchmarkCase Case(string script, OutputForm form) =>
        new()
        {
            Name = "work",
            Benchmark = "work",
            DeclaredAt = new SourceLocation("work.bench.json", 3),
            Source = "",
            Defines = "",
            Buffers = [],
            Launches = [],
            Check = Of(form),
            Command = new(
                ["/bin/sh", "-c", script],
                _folder.Root,
                ".",
                ImmutableSortedDictionary<string, string>.Empty,
                new()
                {
                    Work = MeasuredWork.WallTime,
                    WarmUp = 1,
                    // As many as are taken however long they take.
                    Samples = 2,
                }
            ),
        };

    private CheckSpec Of(OutputForm form) => Of(form, ElementType.U8, null);

    private CheckSpec Floats(double relative) => Of(OutputForm.Elements, ElementType.F32, relative);

    private CheckSpec Of(OutputForm form, ElementType type, double? relative) =>
        new(null, null, null, [new("out", relative, null)])
        {
            Files = [new("out", _folder.PathOf("out"), _folder.PathOf("expected"), form, type)],
        };

    private void WriteFloats(string name, params float[] values) =>
        File.WriteAllBytes(_folder.PathOf(name), MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
