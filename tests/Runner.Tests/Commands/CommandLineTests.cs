using System.CommandLine;
using PerfGate.Runner.Commands;

namespace PerfGate.Runner.Tests.Commands;

public class CommandLineTests
{
    public static TheoryData<string> Names() => [.. CommandLine.Create().Subcommands.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_process_builds_the_command_that_it_was_started_with_and_no_other(string name)
    {
        var all = CommandLine.Create();
        var one = CommandLine.For([name, "--help"]);

        var command = Assert.Single(one.Subcommands);
        Assert.Equal(Shown(Assert.Single(all.Subcommands, c => c.Name == name)), Shown(command));
        Assert.Equal(all.Options.Select(o => o.Name), one.Options.Select(o => o.Name));
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("--verbose", "judge")]
    [InlineData("jugde")]
    public void Other_arguments_meet_all_commands(params string[] arguments) =>
        Assert.Equal(Names().Select(n => n.Data), CommandLine.For(arguments).Subcommands.Select(c => c.Name));

    private static IEnumerable<string> Shown(Command command) =>
        [
            $"{command.Name} {command.Description} {command.Hidden}",
            .. command.Options.Select(o => $"{o.Name} {o.Description} {o.Hidden}"),
            .. command.Arguments.Select(a => $"{a.Name} {a.Description} {a.Hidden}"),
            .. command.Subcommands.SelectMany(Shown),
        ];
}
