using PerfGate.Core.Claims;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Publishing;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Publishing;

public sealed class ReproducedClaimsTests
{
    private static readonly SpeedClaims Claimed = PublicationSamples.Input().Claims;

    [Fact]
    public void The_same_figures_lie_within_their_intervals()
    {
        var found = Of(Claimed);

        Assert.True(found.Holds);
        Assert.All(found.Claims, c => Assert.True(c.Within));
        Assert.Contains("| S=1024 | 1.", ReproducedWords.Markdown(found), StringComparison.Ordinal);
        Assert.Contains(
            "Both were measured on nvidia-h200.",
            ReproducedWords.Markdown(found),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_ends_of_an_interval_belong_to_it()
    {
        var low = Of(With(c => c.SpeedupInterval[0]));
        var high = Of(With(c => c.SpeedupInterval[1]));

        Assert.True(low.Claims[0].Within && high.Claims[0].Within);
        Assert.False(Of(With(c => c.SpeedupInterval[0] * 0.999999)).Claims[0].Within);
    }

    [Fact]
    public void Less_than_claimed_does_not_hold_and_more_does()
    {
        var less = Of(With(c => c.SpeedupInterval[0] * 0.9));
        var more = Of(With(c => c.SpeedupInterval[1] * 1.1));

        Assert.False(less.Holds);
        Assert.True(more.Holds);
        Assert.All(more.Claims, c => Assert.False(c.Within));
        Assert.Contains("| no, it is smaller |", ReproducedWords.Markdown(less), StringComparison.Ordinal);
        Assert.Contains("| no, it is larger |", ReproducedWords.Markdown(more), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0001, false)]
    [InlineData(-0.0001, true)]
    public void Less_than_claimed_holds_where_the_intervals_overlap(double gap, bool holds)
    {
        var found = Of(
            Claimed with
            {
                Claims =
                [
                    .. Claimed.Claims.Select(c => c with
                    {
                        Speedup = c.SpeedupInterval[0] - 0.02,
                        SpeedupInterval = [c.SpeedupInterval[0] - 0.04, c.SpeedupInterval[0] - gap],
                    }),
                ],
            }
        );

        Assert.All(found.Claims, c => Assert.False(c.Within));
        Assert.Equal(holds, found.Holds);
        Assert.Equal(
            holds,
            ReproducedWords.Markdown(found).Contains("| no, but the intervals overlap |", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_was_not_measured_says_why()
    {
        var found = ReproducedClaims.Of(Claimed, null, ("host-x", DateTimeOffset.UnixEpoch), s => $"no {s} here");

        Assert.False(found.Holds);
        Assert.Contains("not measured: no S=256 here", ReproducedWords.Markdown(found), StringComparison.Ordinal);
        Assert.Contains("another device", ReproducedWords.Devices(found), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_a_file_that_fits_its_schema()
    {
        var text = System.Text.Json.JsonSerializer.Serialize(Of(Claimed), PerfGateJson.Default.ReproducedClaims);

        var read = JsonFile.Parse(text, "r", PerfGateJson.Default.ReproducedClaims, ReproducedClaims.SchemaName);

        Assert.Equal(Claimed.Claims.Length, read.Claims.Length);
    }

    [Fact]
    public void The_badge_counts_the_claims_that_were_found_again() =>
        Assert.Contains(
            "2 of 2",
            PublicationBadges.Render(Claimed, Of(Claimed)).Single(f => f.Path == "badges/reproducibility.json").Text,
            StringComparison.Ordinal
        );

    private static SpeedClaims With(Func<SpeedClaim, double> speedup) =>
        Claimed with
        {
            Claims =
            [
                .. Claimed.Claims.Select(c => c with
                {
                    Speedup = speedup(c),
                    SpeedupInterval = [.. c.SpeedupInterval.Select(end => end * speedup(c) / c.Speedup)],
                }),
            ],
        };

    private static ReproducedClaims Of(SpeedClaims found) =>
        ReproducedClaims.Of(Claimed, found, (Claimed.Device, DateTimeOffset.UnixEpoch), _ => "");
}
