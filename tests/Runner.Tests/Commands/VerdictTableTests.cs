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
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });

        VerdictTable.Print(console, new()
        {
            Outcome = Outcome.Regression,
            Summary = text,
            Reference = new() { Kind = ReferenceKind.Base, Reason = text },
            Policy = new(),
            Drift = new(1.1, 3, true, text),
            Warnings = [text],
            Cases = [new() { Name = text, Verdict = CaseVerdict.Regression, Reason = text, Runs = [5, 5] }],
        });

        var printed = output.ToString();
        Assert.Contains("REGRESSION", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(printed, c => (char.IsControl(c) && c is not ('\n' or '\r')) || char.IsSurrogate(c) || c is '\u202E');
        Assert.DoesNotContain("##[", printed, StringComparison.Ordinal);
        Assert.All(printed.Split('\n'), line => Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal), line));
    }
}
