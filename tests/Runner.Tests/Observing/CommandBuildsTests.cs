using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>What builds the programs of commands, and what is said where it does not.</summary>
public sealed class CommandBuildsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cases_of_one_build_share_it_and_those_without_need_none()
    {
        var failed = await Builds.OfAsync(
            [
                Case("a", "./a", "echo $N >> built; printf '#!/bin/sh\n' > a"),
                Case("b", "./a", "echo $N >> built; printf '#!/bin/sh\n' > a"),
                Case("c", "true", null),
                Case("skipped", "./d", "false") with
                {
                    SkipReason = "not here",
                },
            ],
            Never
        );

        Assert.Empty(failed);
        Assert.Equal("7\n", File.ReadAllText(_folder.PathOf("built")));
        Assert.StartsWith("Building: /bin/sh -c ", Assert.Single(_said), StringComparison.Ordinal);
        Assert.EndsWith(" in .", _said[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_fails_ends_its_cases_with_the_line_to_type_and_its_last_words()
    {
        var failed = Assert.Single(await Builds.OfAsync([Case("a", "./a", "echo 'no rule' >&2; exit 2")], Never));

        Assert.Equal(("a", CaseStatus.Failed), (failed.Name, failed.Status));
        Assert.Equal(
            "the build /bin/sh -c 'echo '\\''no rule'\\'' >&2; exit 2' failed: it exited with 2; it said: no rule; run "
                + $"it by hand: cd '{_folder.Root}' && env N=7 /bin/sh -c 'echo '\\''no rule'\\'' >&2; exit 2'",
            failed.Reason
        );
    }

    [Fact]
    public async Task One_that_hangs_is_killed_and_one_that_is_not_there_is_named()
    {
        var hangs = Case("a", "./a", "sleep 600");
        hangs = hangs with
        {
            Command = hangs.Command! with { Build = hangs.Command.Build! with { TimeoutSeconds = 0.2 } },
        };
        var missing = Case("b", "./b", "");
        missing = missing with
        {
            Command = missing.Command! with { Build = missing.Command.Build! with { Words = ["no-such-make"] } },
        };

        var failed = await Builds.OfAsync([hangs, missing], Never);

        Assert.Contains("it did not end within 0.2 s and was killed", failed[0].Reason, StringComparison.Ordinal);
        Assert.Contains("raise timeout in its build", failed[0].Reason, StringComparison.Ordinal);
        Assert.Contains("there is no program no-such-make on the PATH", failed[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Builds_that_write_one_program_are_refused_because_the_last_would_be_measured()
    {
        var failed = await Builds.OfAsync(
            [Case("N=1", "./a", "touch a"), Case("N=2", "./a", "touch a b"), Case("other", "./b", "touch b")],
            Never
        );

        Assert.Equal(["N=1", "N=2"], failed.Select(f => f.Name));
        Assert.All(
            failed,
            f =>
                Assert.Contains(
                    "only the last would be measured; let each build write a program of its own name, such as ./a-{N}",
                    f.Reason,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task In_an_export_git_does_not_find_the_repository_around_it()
    {
        var command = Case("a", "./a", "echo \"$GIT_CEILING_DIRECTORIES\" > ceiling").Command!;

        var builds = Builds;

        Assert.Null(await builds.FailureAsync(command, _folder.Root, Never));

        Assert.True(builds.Elapsed > TimeSpan.Zero);
        Assert.Equal(Path.GetDirectoryName(_folder.Root), File.ReadAllText(_folder.PathOf("ceiling")).Trim());
        Assert.EndsWith(" of the base", Assert.Single(_said), StringComparison.Ordinal);
    }

    private static CancellationToken Never => CancellationToken.None;

    private CommandBuilds Builds => new(_said.Add);

    private BenchmarkCase Case(string name, string program, string? build)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        return new()
        {
            Name = name,
            Benchmark = name,
            DeclaredAt = new SourceLocation("work.bench.json", 3),
            Source = "",
            Defines = "",
            Buffers = [],
            Launches = [],
            Check = new(null, null, null, []),
            Command = new([program], _folder.Root, ".", none, new() { Work = MeasuredWork.WallTime })
            {
                Build = build is null ? null : new(["/bin/sh", "-c", build], _folder.Root, ".", none.Add("N", "7")),
            },
        };
    }
}
