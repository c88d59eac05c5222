using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Which cases a shard measures, by what they took last time.</summary>
public sealed class CaseShareTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public CaseShareTests() => _folder.Change("[256, 512]", "[256, 512, 1024]");

    public void Dispose() => _folder.Dispose();

    // Beside its samples a case costs 50 ms a run: three cases of 1, 1 and 40 ms are 51, 51 and 90.
    [Theory]
    [InlineData(40, 1, 1, "softmax/N=1024")]
    [InlineData(1, 40, 1, "softmax/N=256")]
    [InlineData(1, 1, 40, "softmax/N=512")]
    public void The_longest_case_has_a_shard_of_its_own(int first, int second, int third, string alone)
    {
        var last = Measurement(
            Case("softmax/N=1024", first), Case("softmax/N=256", second), Case("softmax/N=512", third));

        var shares = Shares(null, last);

        Assert.Equal([alone], shares[0].Names);
        Assert.Equal(2, shares[1].Names.Count);
        Assert.Equal(
            ["softmax/N=1024", "softmax/N=256", "softmax/N=512"], shares[0].Names.Union(shares[1].Names).Order());
    }

    // 50 and 60 ms are the longer half, 90 the shorter one, although the samples of two take a quarter of the third's.
    [Fact]
    public void What_a_case_takes_beside_its_samples_counts()
    {
        var shares = Shares(
            null, Measurement(Case("softmax/N=1024", 40), Case("softmax/N=256", 10), Case("softmax/N=512", 0)));

        Assert.Equal(["softmax/N=1024"], shares[0].Names);
        Assert.Equal(["softmax/N=256", "softmax/N=512"], shares[1].Names.Order());
    }

    [Fact]
    public void Every_share_knows_the_whole_suite_and_its_filter_has_its_own_cases()
    {
        var shares = Shares("softmax/N=*2*", null);

        Assert.All(shares, s => Assert.Equal(["softmax/N=1024", "softmax/N=256", "softmax/N=512"], s.Shard.Suite));
        var filtered = CaseShare.Of(new(1, 1), _folder.Load(), "softmax/N=256", null);
        Assert.Equal(["softmax/N=256"], filtered.Shard.Suite);
        Assert.Equal(["softmax/N=256"], CaseFilter(filtered));
    }

    [Fact]
    public void A_shard_beyond_the_number_of_cases_is_refused_with_the_number()
    {
        var refused = Assert.Throws<PerfGateException>(() => CaseShare.Of(new(4, 4), _folder.Load(), null, null));

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains(
            "this shard gets no case: there are 3. Use at most so many shards.",
            refused.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    private IEnumerable<string> CaseFilter(CaseShare share) =>
        Runner.Benchmarks.CaseFilter.Apply(_folder.Load(), share.Filter).Cases.Select(c => c.Name);

    private CaseShare[] Shares(string? filter, Measurement? last) =>
        [.. Enumerable.Range(1, 2).Select(i => CaseShare.Of(new(i, 2), _folder.Load(), filter, last))];

    private static Measurement Measurement(params MeasuredCase[] cases) => new()
    {
        StartedAt = DateTimeOffset.UnixEpoch,
        WallSeconds = 1,
        Environment = PerfGate.Tests.Support.Environments.Of(DeviceKind.Host),
        Cases = [.. cases],
    };

    private static MeasuredCase Case(string name, double milliseconds) => new()
    {
        Name = name,
        Benchmark = "softmax",
        Status = CaseStatus.Measured,
        Runs =
        [
            .. Enumerable.Range(0, 2).Select(run => new CaseRun
            {
                Run = run, Samples = [milliseconds * 4e5, milliseconds * 6e5],
            }),
        ],
    };

    [Fact]
    public void The_filter_of_a_share_names_its_cases_in_order()
    {
        var share = Shares(
            null, Measurement(Case("softmax/N=1024", 40), Case("softmax/N=256", 1), Case("softmax/N=512", 1)))[1];

        Assert.True(
            share.Filter.IndexOf("N=256", StringComparison.Ordinal)
                < share.Filter.IndexOf("N=512", StringComparison.Ordinal),
            share.Filter);
    }
}
