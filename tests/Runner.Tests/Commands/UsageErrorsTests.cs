using System.Collections.Immutable;
using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Commands;

namespace PerfGate.Runner.Tests.Commands;

/// <summary>Command lines that say too little, too much, or something else: each is an error with a remedy.</summary>
public class UsageErrorsTests
{
    private static readonly Type[] _kinds = [typeof(int), typeof(double), typeof(ulong)];

    /// <summary>Every option of every command that takes a number or one of several words.</summary>
    public static TheoryData<string, string> Options() =>
        [
            .. CommandLine.Create().Subcommands.SelectMany(c => Below(c, c.Name)).SelectMany(c =>
                c.Command.Options.Where(IsOfAKind).Select(o => new TheoryDataRow<string, string>(c.Path, o.Name))),
        ];

    [Theory]
    [MemberData(nameof(Options))]
    public void A_value_of_another_kind_is_refused_in_words_of_the_user(string command, string option)
    {
        var errors = Errors([.. Complete(command).Split(' '), option, "12 monkeys"]);

        var error = Assert.Single(errors, e => e.Code == "PG9013");
        Assert.Matches($"^{option} is '12 monkeys': (a|one) .* expected", error.Message);
        Assert.DoesNotContain(errors, e => e.Message.Contains("System.", StringComparison.Ordinal));
        Assert.DoesNotContain(errors, e => e.Message.Contains("PerfGate.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run a.bench.json --case-timeout 0")]
    [InlineData("run a.bench.json --seed 18446744073709551615")]
    [InlineData("run a.bench.json --wait -1")]
    [InlineData("launch a.bench.json --kernels k --case c --times 0")]
    [InlineData("baseline prune a.json --keep 0")]
    [InlineData("init --workflows --shards 0")]
    [InlineData("campaign --minutes 0")]
    [InlineData("campaign --gates 0")]
    [InlineData("tune --evaluations 0")]
    [InlineData("tune --seconds NaN")]
    [InlineData("reproduce a.zip --runs 1")]
    public void A_number_that_makes_no_sense_is_refused_by_the_option(string line)
    {
        var words = line.Split(' ');

        var error = Assert.Single(Errors(words));

        Assert.Equal("PG9013", error.Code);
        Assert.StartsWith($"{words[^2]} is '{words[^1]}': ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run --measure-unchanged maybe a.bench.json")]
    [InlineData("run a.bench.json --measure-unchanged maybe")]
    public void A_word_behind_an_option_that_may_go_without_a_value_is_not_taken_for_a_file(string line)
    {
        var error = Assert.Single(Errors(line.Split(' ')));

        Assert.Equal("PG9013", error.Code);
        Assert.Equal("--measure-unchanged is 'maybe': true or false was expected.", error.Message);
    }

    [Fact]
    public void A_manifest_behind_an_option_that_may_go_without_a_value_is_one()
    {
        using var folder = new TemporaryFolder();
        var manifest = folder.Write("a.bench.json", "{}");

        Assert.Empty(Errors(["run", "--measure-unchanged", manifest]));
    }

    [Theory]
    [InlineData("lst a.bench.json", "this command does not take 'lst' (did you mean list?). Run 'perfgate --help'")]
    [InlineData("campaign reprot", "this command does not take 'reprot' (did you mean report?).")]
    [InlineData("baseline shwo a.json", "does not take 'shwo' (did you mean show?). Run 'perfgate baseline --help'")]
    [InlineData("judge --outptu x", "no option '--outptu' (did you mean --output?). Run 'perfgate judge --help'")]
    [InlineData("list a.bench.json --fliter x", "no option --fliter (did you mean --filter?). Run 'perfgate list")]
    [InlineData("judge extra", "this command does not take 'extra'. Run 'perfgate judge --help'")]
    [InlineData("compare a.txt", "'CANDIDATE' missing for command: 'compare'. Run 'perfgate compare --help'")]
    [InlineData("bisect --good a", "'--case' is required. Run 'perfgate bisect --help'")]
    [InlineData("init", "Name a .cu file, or give --workflows. Run 'perfgate init --help'")]
    public void A_word_too_few_or_too_many_is_one_error_that_says_where_to_look(string line, string says)
    {
        var error = Errors(line.Split(' '))[0];

        Assert.Equal("PG9022", error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_values_are_named_at_once() =>
        Assert.Equal(
            ["--runs", "--seed"],
            Errors(["run", "a.bench.json", "--runs", "2.5", "--seed", "abc"])
                .Select(e => e.Message.Split(' ')[0])
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("")]
    [InlineData("baseline")]
    [InlineData("list --help")]
    [InlineData("run --runs x --help")]
    [InlineData("run a.bench.json --clocks LOCK --runs 5 --budget 1e3")]
    public void Help_and_right_command_lines_are_no_error(string line) =>
        Assert.Empty(Errors(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private static ImmutableArray<Diagnostic> Errors(string[] words) =>
        UsageErrors.Of(CommandLine.For(words).Parse(words));

    // What a command asks for before it looks at its options.
    private static string Complete(string command) => command switch
    {
        "init" => "init a.cu",
        "optimize" => "optimize --candidate a --baseline b",
        _ => command,
    };

    private static bool IsOfAKind(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type.IsEnum || _kinds.Contains(type);
    }

    private static IEnumerable<(Command Command, string Path)> Below(Command command, string path) =>
        command.Subcommands.SelectMany(c => Below(c, $"{path} {c.Name}")).Append((command, path));
}
