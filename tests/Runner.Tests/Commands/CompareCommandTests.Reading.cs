using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Commands;

namespace PerfGate.Runner.Tests.Commands;

/// <content>How the numbers of a file are read.</content>
public sealed partial class CompareCommandTests
{
    [Theory]
    [InlineData("", "PG9010")]
    [InlineData("\n \n", "PG9010")]
    [InlineData("1 two 3", "PG9010")]
    [InlineData("1 2\n3 -4", "PG9010")]
    [InlineData("0", "PG9010")]
    [InlineData("1 NaN", "PG9010")]
    [InlineData("1 1e999", "PG9010")]
    [InlineData("1 2 3", "PG9011")]
    public void A_file_without_comparable_runs_is_refused(string content, string code)
    {
        var refused = Assert.Throws<PerfGateException>(() => Run(File(Runs(1)), File(content)));

        Assert.Equal((code, ExitCode.Usage), (refused.Diagnostics[0].Code, refused.ExitCode));
    }

    [Fact]
    public void A_wrong_number_is_named_with_its_line()
    {
        var refused = Assert.Throws<PerfGateException>(() => Run(File(Runs(1)), File("1 2\n3 -4")));

        Assert.Equal(2, refused.Diagnostics[0].Location!.Line);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_may_end_as_on_any_system(string end) =>
        Assert.Equal(
            Run(File(Runs(1)), File(Runs(1.05, 0.3))),
            Run(File(Runs(1)), File(Runs(1.05, 0.3).Replace("\n", end, StringComparison.Ordinal)))
        );

    [Fact]
    public void What_is_no_number_is_shown_short_and_without_what_a_terminal_obeys()
    {
        var refused = Assert.Throws<PerfGateException>(() =>
            Run(File(Runs(1)), File("1 2\n\u001b[31m" + new string('x', 100_000)))
        );

        Assert.StartsWith("'\\u001B[31mxxx", refused.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.InRange(refused.Diagnostics[0].Message.Length, 1, 250);
    }

    [Theory]
    [InlineData("12,51")]
    [InlineData("12,51 13,71")]
    [InlineData(",51")]
    [InlineData("1.234,5")]
    [InlineData("1,234")]
    [InlineData("1,234,567.5")]
    [InlineData("100,101,102")]
    [InlineData("12,5e-3")]
    public void A_comma_that_can_be_read_in_two_ways_is_refused_with_its_line(string line)
    {
        var refused = Assert.Throws<PerfGateException>(() => Run(File(Runs(1)), File("1 2\n" + line)));

        Assert.Equal(("PG9021", 2), (refused.Diagnostics[0].Code, refused.Diagnostics[0].Location!.Line));
    }

    [Theory]
    [InlineData("12, 51\n12, 52\n12, 50\n12,\t51\n12, 53")]
    [InlineData("12.5,51.25\n12.5,51.5\n12.5,50.5\n12.5,51.0\n12.5,53.5")]
    [InlineData("12,51,13\n12,52,13\n12,50,13\n12,51,13\n12,53,14")]
    public void A_comma_that_can_only_part_samples_does(string content) => Run(File(Runs(1)), File(content));

    [Fact]
    public void A_byte_order_mark_is_skipped_in_a_file_and_on_standard_input()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. "1 2\n3 4\n"u8];
        using var input = new MemoryStream(marked);
        var path = File("");
        System.IO.File.WriteAllBytes(path, marked);

        Assert.Equal(2, SampleFile.Read("-", () => input).Length);
        Assert.Equal(2, SampleFile.Read(path, () => Stream.Null).Length);
    }

    [Fact]
    public void Input_without_end_is_refused_and_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices of Linux");

        Assert.Equal(
            "PG9015",
            Assert.Throws<PerfGateException>(() => Run(File(Runs(1)), "/dev/zero")).Diagnostics[0].Code
        );
        Assert.Equal(
            "PG9014",
            Assert
                .Throws<PerfGateException>(() => SampleFile.Read("-", () => System.IO.File.OpenRead("/dev/zero")))
                .Diagnostics[0]
                .Code
        );
    }

    [Fact]
    public void A_file_with_more_samples_than_can_be_compared_is_refused() =>
        Assert.Equal(
            "PG9010",
            Assert
                .Throws<PerfGateException>(() => SampleFile.Parse("x", string.Concat(Enumerable.Repeat("1 ", 600_000))))
                .Diagnostics[0]
                .Code
        );

    [Theory]
    [InlineData("run", "read as nanoseconds, a line as a run (one fresh process): 6 runs against 6")]
    [InlineData("sample", "read as nanoseconds, every number as a run of its own: 30 runs against 30")]
    public void It_says_how_the_numbers_were_read(string unit, string said) =>
        Assert.Contains(
            said,
            Run(File(Runs(1)), File(Runs(1.05, 0.3)), "--unit", unit).Output,
            StringComparison.Ordinal
        );

    [Fact]
    public void Many_lines_of_one_sample_get_a_caution_that_one_process_may_have_taken_them()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 47).Select(i => Text(100 + Math.Sin(i))));
        var others = string.Join('\n', Enumerable.Range(0, 47).Select(i => Text(110 + Math.Sin(i))));

        var (_, output) = Run(File(lines), File(others));

        Assert.Contains(
            "caution: each of the 47 lines of the reference holds one sample",
            output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("caution", Run(File(Runs(1)), File(Runs(1.05, 0.3))).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "caution",
            Run(File(lines), File(others), "--unit", "sample").Output,
            StringComparison.Ordinal
        );
    }
}
