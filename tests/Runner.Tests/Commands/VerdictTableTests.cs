using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Commands;
using Spectre.Console;

namespace PerfGate.Runner.Tests.Commands;

public sealed class VerdictTableTests
{
    [Theory]
    [InlineData("[red]markup[/] [unclosed")]
    [InlineData("\u001b[31mred\u001b[0m\u001b]8;;https://evil.example\u0007link")]
    [InlineData("\n::error::pwned")]
    [InlineData("##[set-env name=PATH]/tmp")]
    [InlineData("\u202Egnp.exe nul\0 \uD800")]
    public void Foreign_texts_are_letters_and_nothing_else(string text)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(
            new()
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(output),
            }
        );

        var verdict = new Verdict
        {
            Outcome = Outcome.Regression,
            Summary = text,
            Reference = new() { Kind = ReferenceKind.Base, Reason = text },
            Policy = new(),
            Drift = new(1.1, 3, true, text),
            Warnings = [text],
            Cases = [new() { Name = text, Verdict = CaseVerdict.Regression, Reason = text, Runs = [5, 5] }],
        };
        VerdictTable.Print(console, verdict);
        VerdictTable.PrintFindings(console, Shared(verdict), Measured, trial: null);
        VerdictTable.PrintSummary(console, verdict);

        var printed = output.ToString();
        Assert.Contains("REGRESSION", printed, StringComparison.Ordinal);
        Assert.Contains("2 slower cases launch the kernel", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(
            printed,
            c => (char.IsControl(c) && c is not ('\n' or '\r')) || char.IsSurrogate(c) || c is '\u202E'
        );
        Assert.DoesNotContain("##[", printed, StringComparison.Ordinal);
        Assert.All(
            printed.Split('\n'),
            line => Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal), line)
        );
    }

    [Theory]
    [InlineData(0.855, "85.5 % (stated 5.0 %)")]
    [InlineData(0.05, null)]
    public void The_tolerance_has_a_column_where_it_is_not_the_stated_one(double inForce, string? shown)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(
            new()
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(output),
            }
        );

        VerdictTable.Print(
            console,
            new()
            {
                Outcome = Outcome.Pass,
                Summary = "",
                Reference = new() { Kind = ReferenceKind.Base, Reason = "" },
                Policy = new(),
                Cases =
                [
                    new()
                    {
                        Name = "silu",
                        Verdict = CaseVerdict.Pass,
                        Reason = "",
                        Runs = [5, 5],
                        Tolerance = inForce,
                        StatedTolerance = 0.05,
                    },
                ],
            }
        );

        Assert.Equal(shown is not null, output.ToString().Contains("tolerance", StringComparison.Ordinal));
        Assert.Contains(shown ?? "", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(160)]
    public void Each_case_is_one_line_with_its_name_verdict_change_and_interval(int width)
    {
        var lines = Printed(
            width, "softmax_online/N=65536", "a_very_long_name_of_a_benchmark_with_axes/N=1048576,M=32");

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        var row = Assert.Single(lines, line => line.Contains("softmax_online/N=65536", StringComparison.Ordinal));
        Assert.Contains("REGRESSION", row, StringComparison.Ordinal);
        Assert.Contains("+2.18 %", row, StringComparison.Ordinal);
        Assert.Contains("+1.95 % to +2.40 %", row, StringComparison.Ordinal);
        var cut = Assert.Single(lines, line => line.Contains("a_very_", StringComparison.Ordinal));
        Assert.Contains("REGRESSION", cut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 340)]
    [InlineData(160, 340)]
    [InlineData(80, 60)]
    [InlineData(60, 340)]
    public void Names_that_differ_only_at_the_end_are_told_apart_in_their_rows(int width, int letters)
    {
        var alike = new string('n', letters - 1);
        var rows = Printed(width, alike + "1", alike + "2")
            .Where(l => l.Contains("nn", StringComparison.Ordinal))
            .ToArray();

        Assert.Equal(2, rows.Length);
        Assert.NotEqual(rows[0], rows[1]);
    }

    [Fact]
    public void Long_names_of_what_was_observed_are_told_apart()
    {
        var alike = new string('n', 339);
        var both = Two(alike + "1", alike + "2");
        var observed = both with
        {
            Cases =
            [
                .. both.Cases.Select(c => c with { Observed = new() { Measured = ObservedWork.WallTime } }),
            ],
        };
        using var output = new StringWriter();
        VerdictTable.Print(
            AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new Terminal(output, 1_000) }), observed);

        var names = output
            .ToString()
            .Split('\n')
            .Single(l => l.StartsWith(ObservedWork.Word, StringComparison.Ordinal))
            .Split(':')[^1]
            .Split(',', StringSplitOptions.TrimEntries);
        Assert.Equal(2, names.Distinct().Count());
    }

    [Fact]
    public void A_wide_console_shows_the_other_columns_too()
    {
        string[] titles = ["reference", "candidate", "g", "p", "runs"];
        var header = Printed(160, "a")[1];
        Assert.All(titles, title => Assert.Contains($" {title} ", $" {header} ", StringComparison.Ordinal));
        Assert.DoesNotContain(" runs ", $" {Printed(60, "a")[1]} ", StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_has_no_colour_codes_whatever_the_build_server_can_show()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(
            new()
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.TrueColor,
                Out = new AnsiConsoleOutput(output),
            }
        );
        VerdictTable.Print(console, Two("a"));
        VerdictTable.PrintSummary(console, Two("a"));

        Assert.Contains("REGRESSION", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output.ToString());
    }

    private static Measurement Measured { get; } =
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Environment = Environments.Of(DeviceKind.Host),
            Cases = [],
        };

    // Two cases of the one, with the text wherever a finding takes a text from.
    private static Verdict Shared(Verdict verdict)
    {
        var one = verdict.Cases[0] with
        {
            Kernels = [new(verdict.Summary, "new")],
            Source = new(verdict.Summary, 1),
        };
        return verdict with { Cases = [one, one with { Name = verdict.Summary + "2" }] };
    }

    private static string[] Printed(int width, params string[] names)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(
            new()
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new Terminal(output, width),
            }
        );
        VerdictTable.Print(console, Two(names));
        return output.ToString().Split('\n').Select(line => line.TrimEnd()).SkipWhile(line => line.Length > 0)
            .ToArray();
    }

    private static Verdict Two(params string[] names) => new()
    {
        Outcome = Outcome.Regression,
        Summary = "",
        Reference = new() { Kind = ReferenceKind.Base, Reason = "" },
        Policy = new(),
        Cases =
        [
            .. names.Select(name => new CaseJudgement
            {
                Name = name,
                Verdict = CaseVerdict.Regression,
                Reason = "",
                Runs = [5, 5],
                Ratio = 1.0218,
                RatioInterval = [1.0195, 1.024],
                ReferenceNs = 18_040,
                CandidateNs = 18_440,
                HedgesG = 4.2,
                P = 0.0001,
            }),
        ],
    };

    private sealed class Terminal(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 25;

        public void SetEncoding(System.Text.Encoding encoding) { }
    }
}
