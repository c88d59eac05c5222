using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Commands;

namespace PerfGate.Runner.Tests;

/// <summary>No exception leaves the program as a stack trace.</summary>
public sealed class LastHandlerTests
{
    [Fact]
    public void An_error_inside_is_one_line_with_a_code_what_to_do_and_no_trace()
    {
        var (exit, text) = Told(Thrown(() => new Dictionary<string, int>()["k\n\u001b[31m"].ToString()));

        Assert.Equal(ExitCode.Internal, exit);
        Assert.StartsWith(
            "perfgate: error PG9000: an error inside PerfGate: KeyNotFoundException: ",
            text,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "Run the same again with --verbose and report what it prints." + Environment.NewLine,
            text,
            StringComparison.Ordinal
        );
        Assert.Single(text.TrimEnd().Split('\n'));
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expected_failure_is_told_as_itself_also_out_of_a_task()
    {
        var expected = new PerfGateException(DiagnosticCatalog.NoManifests(), ExitCode.Usage);

        Assert.Equal(Told(expected), Told(new AggregateException(new AggregateException(expected))));
        Assert.StartsWith("perfgate: error PG9119", Told(expected).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_run_and_a_lack_of_memory_have_words_of_their_own()
    {
        Assert.Equal(
            (ExitCode.Environment, true),
            (
                Told(new TaskCanceledException()).Exit,
                Told(new TaskCanceledException()).Text.Contains("PG9018", StringComparison.Ordinal)
            )
        );
#pragma warning disable CA2201 // The very exception that is meant.
        Assert.Contains("PG9019", Told(new OutOfMemoryException()).Text, StringComparison.Ordinal);
#pragma warning restore CA2201
    }

    [Theory]
    [InlineData("judge", "--output", "")]
    [InlineData("run", "--output", "")]
    [InlineData("run", "--work", " ")]
    [InlineData("list", "--root", "")]
    [InlineData("baseline", "update", "--baselines", "")]
    [InlineData("bisect", "--root", "")]
    [InlineData("report", "--output", "")]
    [InlineData("baseline", "show", "")]
    [InlineData("compare", "", "")]
    [InlineData("publish", "--event", "")]
    [InlineData("list", "")]
    public void An_empty_path_or_text_is_refused_wherever_it_is_given(params string[] arguments) =>
        Assert.Contains(
            CommandLine.Create().Parse(arguments).Errors,
            e => e.Message.EndsWith("is empty. Give it a value, or leave it out.", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("judge", "--verbose")]
    [InlineData("--verbose", "judge")]
    [InlineData("baseline", "update", "--verbose")]
    public void Every_command_takes_the_option_for_traces(params string[] arguments) =>
        Assert.Empty(CommandLine.Create().Parse(arguments).Errors);

    private static (ExitCode Exit, string Text) Told(Exception exception)
    {
        using var error = new StringWriter();
        return (LastHandler.Tell(exception, error), error.ToString());
    }

    private static Exception Thrown(Action action) => Record.Exception(action)!;
}
