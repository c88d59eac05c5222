using System.Collections.Immutable;
using PerfGate.Core.Nights;

namespace PerfGate.Core.Tests.Nights;

public sealed class CommitFindingTests
{
    private static readonly NamedCommit Slow = new("0123456789abcdef", "Sums in double");
    private static readonly NamedCommit Other = new("fedcba9876543210", "Another launch");

    // Ten nights at one level and ten at another, without noise: the change is between them.
    private static ImmutableArray<NightRecord> Nights(string name, double ratio, int step = 10, string device = "x") =>
        [
            .. Enumerable
                .Range(0, 20)
                .Select(i => new NightRecord
                {
                    At = DateTimeOffset.UnixEpoch.AddDays(i),
                    Commit = $"commit {i:00}",
                    Case = name,
                    Nanoseconds = (i < step ? 1000 : 1000 * ratio) + i % 3,
                    Spread = 0.001,
                    Runs = 10,
                    CodeHash = i < step ? "before" : "after",
                    Device = device,
                    Compiler = "nvcc 13.0",
                }),
        ];

    private static NamedChange Named(string name, NamedCommit[] commits, int step = 10, string device = "x") =>
        new(device, name, $"commit {step - 1:00}", $"commit {step:00}", [.. commits]);

    private static ImmutableArray<CommitFinding> Findings(
        IEnumerable<ImmutableArray<NightRecord>> cases,
        params NamedChange[] named
    ) =>
        CommitFinding.Of(
            cases.SelectMany(n => NightHistory.Of(n)).SelectMany(h => h.Changes),
            new NamedCommits(named)
        );

    [Fact]
    public void Changes_of_one_commit_are_one_finding_the_largest_first()
    {
        // The nights differ: a change of a case that was not measured one night is seen a night later.
        var finding = Assert.Single(
            Findings(
                [Nights("a", 1.05), Nights("b", 1.2, step: 11), Nights("c", 1.1)],
                Named("a", [Slow]),
                Named("b", [Slow], step: 11),
                Named("c", [Other])
            )
        );

        Assert.Equal([Slow], finding.Commits);
        Assert.Equal(["b", "a"], finding.Changes.Select(c => c.First.Case));
        Assert.Equal(
            "2 changes of level are of commit 0123456789ab (Sums in double), +20.0 % at most",
            finding.Headline
        );
        Assert.Equal("b, a", finding.Names);
    }

    [Fact]
    public void Cases_of_several_devices_have_theirs_beside_them()
    {
        var finding = Assert.Single(
            Findings(
                [Nights("a", 1.1), Nights("a", 1.2, device: "y")],
                Named("a", [Slow]),
                Named("a", [Slow], device: "y")
            )
        );

        Assert.Equal("a on y, a on x", finding.Names);
    }

    [Fact]
    public void What_no_bisection_or_another_one_found_is_in_no_finding()
    {
        ImmutableArray<NightRecord>[] cases = [Nights("a", 1.1), Nights("b", 1.1)];

        Assert.Empty(Findings(cases));
        Assert.Empty(Findings(cases, Named("a", []), Named("b", [])));
        Assert.Empty(Findings(cases, Named("a", [Slow]), Named("b", [Slow, Other])));
        // The last line about a change counts.
        Assert.Empty(Findings(cases, Named("a", [Slow]), Named("b", [Slow]), Named("b", [Other])));
    }

    [Fact]
    public void Suspects_that_could_not_be_told_apart_are_one_finding_where_they_are_the_same()
    {
        var finding = Assert.Single(
            Findings([Nights("a", 1.1), Nights("b", 1.1)], Named("a", [Slow, Other]), Named("b", [Slow, Other]))
        );

        Assert.Contains("one of 2 commits (0123456789ab, fedcba987654)", finding.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_list_before_the_table()
    {
        var page = NightPage.Render(
            ImmutableSortedDictionary<string, ImmutableArray<NightHistory>>.Empty.Add(
                "x",
                NightHistory.Of([.. Nights("a", 1.1), .. Nights("<i>b", 1.2)])
            ),
            [Named("a", [Slow with { Subject = "<b>" }]), Named("<i>b", [Slow with { Subject = "<b>" }])]
        );

        Assert.InRange(
            page.IndexOf("2 changes of level are of commit 0123456789ab (&lt;b&gt;)", StringComparison.Ordinal),
            page.IndexOf("What belongs together", StringComparison.Ordinal),
            page.IndexOf("Changes of level</h2>", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("<i>b", page, StringComparison.Ordinal);
    }
}
