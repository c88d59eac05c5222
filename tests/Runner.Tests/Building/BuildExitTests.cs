using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Building;

namespace PerfGate.Runner.Tests.Building;

/// <summary>What <c>perfgate gate</c> exits with: <c>dotnet build</c> itself tells 0 from 1 only.</summary>
public sealed class BuildExitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_worst_verdict_decides() =>
        Assert.Equal(
            ExitCode.Incorrect,
            BuildExit.Of(
                1,
                [new("judge", 1, "/a", ""), new("judge", 4, "/b", "")],
                [Outcome.Regression, Outcome.Incorrect, Outcome.Pass]
            )
        );

    [Fact]
    public void A_command_that_failed_before_a_verdict_counts_more_than_the_verdict_of_another_project() =>
        Assert.Equal(
            ExitCode.Environment,
            BuildExit.Of(1, [new("judge", 1, "/a", ""), new("run", 3, "/b", "")], [Outcome.Regression])
        );

    [Fact]
    public void A_build_that_fails_without_a_command_of_perfgate_is_a_fault_of_its_files() =>
        Assert.Equal(ExitCode.Usage, BuildExit.Of(1, [new("list", 0, "", "")], []));

    [Fact]
    public void A_build_that_succeeds_passes() =>
        Assert.Equal(ExitCode.Passed, BuildExit.Of(0, [new("judge", 0, "/a", "")], [Outcome.Undecided]));

    [Fact]
    public void A_command_notes_how_it_ended_where_somebody_reads_it()
    {
        CommandRecord.Write(_folder.Root, ["judge", "--output", _folder.PathOf("out"), "--wait", "3"], 4);
        CommandRecord.Write(_folder.Root, ["run", "--output", "/z", "--project", "/z/z.csproj"], 0);
        CommandRecord.Write(_folder.Root, ["baseline", "update"], 0);
        CommandRecord.Write(null, ["run"], 0);
        CommandRecord.Write(_folder.PathOf("gone"), ["run"], 0);

        Assert.Equal(
            [
                new("baseline update", 0, "", ""),
                new("judge", 4, _folder.PathOf("out"), ""),
                new("run", 0, "/z", "/z/z.csproj"),
            ],
            CommandRecord.Read(_folder.Root)
        );
    }

    public void Dispose() => _folder.Dispose();
}
