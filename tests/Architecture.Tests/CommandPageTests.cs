using PerfGate.Runner.Commands;

namespace PerfGate.Architecture.Tests;

/// <summary><c>docs/cli.md</c> has every command with its options, as the program has them.</summary>
public sealed class CommandPageTests
{
    public static TheoryData<string> Examples() => [.. CommandPage.Examples.Keys];

    [Fact]
    public void The_page_is_what_the_commands_say() =>
        GeneratedPage.Hold("docs/cli.md", CommandPage.Of(CommandLine.Create()));

    [Fact]
    public void Every_command_has_an_example_and_no_other_has() =>
        Assert.Equal(CommandPage.Leaves(CommandLine.Create()).Select(c => c.Name), CommandPage.Examples.Keys);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_a_command_line_that_is_understood(string name)
    {
        var example = CommandPage.Examples[name];

        Assert.StartsWith($"perfgate {name}", example, StringComparison.Ordinal);
        Assert.Empty(CommandLine.Create().Parse(example.Split(' ')[1..]).Errors.Select(e => e.Message));
    }
}
