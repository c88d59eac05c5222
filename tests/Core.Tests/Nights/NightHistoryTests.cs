using System.Collections.Immutable;
using PerfGate.Core.Nights;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Nights;

public sealed class NightHistoryTests
{
    // Nights scatter by 0.3 %, which is more than runs of one night do.
    private static ImmutableArray<NightRecord> Nights(int count, Func<int, double> level, ulong seed)
    {
        var random = new CounterRandom(seed);
        var nights = ImmutableArray.CreateBuilder<NightRecord>();
        for (var i = 0; i < count; i++)
            nights.Add(
                new()
                {
                    At = DateTimeOffset.UnixEpoch.AddDays(i),
                    Commit = $"commit {i:00}",
                    Case = "a",
                    Nanoseconds = level(i) * (1 + 0.003 * random.NextNormal()),
                    Spread = 0.001,
                    Runs = 10,
                    CodeHash = "code",
                    Device = "nvidia-x",
                    Gpu = "card",
                    Driver = "580",
                    Compiler = "nvcc 13.0",
                }
            );
        return nights.ToImmutable();
    }

    [Fact]
    public void A_step_of_two_per_cent_is_found_at_its_night()
    {
        var history = Assert.Single(NightHistory.Of(Nights(40, i => i < 25 ? 1000 : 1020, 1)));

        var change = Assert.Single(history.Changes);
        Assert.Equal((25, "commit 24", "commit 25"), (change.Index, change.Before.Commit, change.First.Commit));
        Assert.InRange(change.Ratio, 1.017, 1.023);
    }

    [Fact]
    public void Nights_that_only_scatter_seldom_have_a_change()
    {
        var changed = Enumerable
            .Range(0, 200)
            .Count(i => NightHistory.Of(Nights(60, _ => 1000, 100 + (ulong)i))[0].Changes.Length > 0);

        Assert.InRange(changed, 0, 10);
    }

    [Theory]
    [InlineData("code", LevelCause.Code, true)]
    [InlineData("compiler", LevelCause.Compiler, false)]
    [InlineData("driver", LevelCause.Driver, false)]
    [InlineData("card", LevelCause.Card, false)]
    [InlineData("nothing", LevelCause.Machine, false)]
    [InlineData("unknown", LevelCause.Unknown, true)]
    public void What_changed_with_the_level_says_whether_a_commit_can_be_named(
        string what,
        LevelCause cause,
        bool bisected
    )
    {
        var nights = Nights(40, i => i < 25 ? 1000 : 1020, 2)
            .Select((n, i) => i < 25 ? n : what switch
            {
                "code" => n with { CodeHash = "other", Driver = "590" },
                "compiler" => n with { CodeHash = "other", Compiler = "nvcc 13.1" },
                "driver" => n with { Driver = "590", Gpu = "another" },
                "card" => n with { Gpu = "another" },
                "unknown" => n with { CodeHash = null },
                _ => n,
            });

        var change = Assert.Single(NightHistory.Of(nights)[0].Changes);

        Assert.Equal(cause, change.Cause);
        Assert.Equal(bisected, change.CanBeBisected);
    }

    [Fact]
    public void What_became_faster_needs_no_commit_to_blame()
    {
        var nights = Nights(40, i => i < 25 ? 1020 : 1000, 3).Select((n, i) => n with { CodeHash = $"{i < 25}" });

        var change = Assert.Single(NightHistory.Of(nights)[0].Changes);

        Assert.False(change.CanBeBisected);
    }

    [Fact]
    public void A_measurement_that_is_there_twice_counts_once()
    {
        var nights = Nights(12, _ => 1000, 4);

        Assert.Equal(12, NightHistory.Of([.. nights, .. nights])[0].Nights.Length);
    }

    [Fact]
    public void The_page_has_a_picture_of_each_case_and_no_script()
    {
        var page = NightPage.Render(
            ImmutableSortedDictionary<string, ImmutableArray<NightHistory>>.Empty.Add(
                "nvidia-x",
                NightHistory.Of(
                    [
                        .. Nights(40, i => i < 25 ? 1000 : 1020, 1),
                        .. Nights(40, _ => 5, 9).Select(n => n with { Case = "<i>b" }),
                    ]
                )
            ),
            [new("nvidia-x", "a", "commit 24", "commit 25", [])]
        );

        Assert.Equal(2, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>b", page, StringComparison.Ordinal);
        Assert.Contains("nothing known: the machine", page, StringComparison.Ordinal);
        Assert.Contains("a bisection found none that is slower", page, StringComparison.Ordinal);
    }
}
