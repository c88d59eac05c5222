using PerfGate.Core.Judgement;
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
        VerdictTable.PrintSummary(console, verdict);

        var printed = output.ToString();
        Assert.Contains("REGRESSION", printed, StringComparison.Ordinal);
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
    [InlineData(0.855, "85.5 % (stated 5 %)")]
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
}
