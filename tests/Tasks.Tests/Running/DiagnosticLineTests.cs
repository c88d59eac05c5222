using PerfGate.Core.Diagnostics;
using PerfGate.Tasks.Running;

namespace PerfGate.Tasks.Tests.Running;

public sealed class DiagnosticLineTests
{
    // Half a million blanks took minutes when each was tried as the beginning of a file's name.
    [Fact(Timeout = 30_000)]
    public async Task A_line_of_very_many_blanks_is_read_at_once() =>
        Assert.Null(
            await Task.Run(
                () => DiagnosticLine.Parse(new string(' ', 500_000) + "{0}"),
                TestContext.Current.CancellationToken
            )
        );

    [Theory]
    [InlineData("kernels/softmax.cu(31): error PG3001: softmax/N=4096 is 12.3 % slower (95 % CI 11.8 to 12.9 %)")]
    [InlineData("kernels/a (1).cu(31,7): warning PG2001: text: with colons")]
    [InlineData("perfgate.json: error PG4101: text")]
    [InlineData("perfgate: message PG2002: text")]
    public void What_perfgate_prints_is_read_back(string line) =>
        Assert.Equal(line, DiagnosticLine.Parse(line)?.ToString());

    [Fact]
    public void Each_severity_is_told_from_the_others() =>
        Assert.Equal(
            [Severity.Error, Severity.Warning, Severity.Message],
            new[] { "error", "warning", "message" }.Select(k =>
                DiagnosticLine.Parse($"a.cu(1): {k} PG3001: x")!.Severity
            )
        );

    [Theory]
    [InlineData("softmax/N=4096   12.3 % slower")]
    [InlineData("error PG3001")]
    [InlineData("a.cu(1): error CS1002: not of perfgate")]
    [InlineData("")]
    public void Other_lines_are_none(string line) => Assert.Null(DiagnosticLine.Parse(line));
}
