using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;

namespace PerfGate.Core.Tests.Explaining;

public sealed class NcuCsvTests
{
    private const string Header =
        "\"ID\",\"Kernel Name\",\"Block Size\",\"gpu__time_duration.sum\",\"smsp__inst_executed.sum\"";
    private const string Units = "\"\",\"\",\"\",\"ns\",\"inst\"";

    [Fact]
    public void A_table_is_read_with_its_units()
    {
        var launches = NcuCsv.Read(
            $"""
            ==PROF== Connected to process 7
            {Header}
            {Units}
            "0","k(float *, int)","(256, 1, 1)","1,234","5.5"
            "1","other","(32, 1, 1)","12 (3; 4)","n/a"
            ==PROF== Disconnected from process 7

            """,
            "log.csv"
        );

        Assert.Equal(["k(float *, int)", "other"], launches.Select(l => l.Kernel));
        Assert.Equal(new(1234, "ns"), launches[0].Metrics[NcuMetrics.Time]);
        Assert.Equal(12, launches[1].Metrics[NcuMetrics.Time].Value);
        Assert.False(launches[1].Metrics.ContainsKey(NcuMetrics.Instructions));
    }

    [Theory]
    [InlineData("\"0\",\"k\",\"(1)\",\"12\"", 3, "this line has 4 columns, and the header has 5")]
    [InlineData(
        "\"0\",\"k\",\"(1)\",\"twelve\",\"1\"",
        3,
        "the value \"twelve\" of gpu__time_duration.sum is not a number"
    )]
    [InlineData("\"0\",\"k\",\"(1)\",\"12\",\"1", 3, "a quotation mark is not closed")]
    public void What_is_no_row_is_refused_with_its_line(string row, int line, string why)
    {
        var refused = Assert.Throws<PerfGateException>(() => NcuCsv.Read($"{Header}\n{Units}\n{row}\n", "out/log.csv"));

        var diagnostic = Assert.Single(refused.Diagnostics);
        Assert.Equal("PG2101", diagnostic.Code);
        Assert.Equal(new("out/log.csv", line), diagnostic.Location);
        Assert.Contains(why, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_a_header_is_refused() =>
        Assert.Equal(
            "PG2101",
            Assert.Throws<PerfGateException>(() => NcuCsv.Read("hello\n", "log.csv")).Diagnostics[0].Code
        );

    [Fact]
    public void Remarks_alone_are_no_launches() =>
        Assert.Empty(NcuCsv.Read("==WARNING== No kernels were profiled.\n", "log.csv"));

    [Fact]
    public void Launches_of_a_kernel_are_put_together()
    {
        var launches = NcuCsv.Read(
            $"{Header},\"launch__grid_size\",\"smsp__issue_active.avg.pct_of_peak_sustained_active\"\n"
                + $"{Units},\"\",\"%\"\n"
                + "\"0\",\"k\",\"\",\"100\",\"10\",\"8\",\"20\"\n\"1\",\"k\",\"\",\"300\",\"30\",\"16\",\"40\"\n"
                + "\"2\",\"k\",\"\",\"100\",\"10\",\"8\",\"20\"\n\"3\",\"k\",\"\",\"300\",\"30\",\"16\",\"40\"\n",
            "log.csv"
        );

        var counted = Assert.Single(KernelCounters.Of(launches, times: 2));

        Assert.Equal(2, counted.Launches);
        Assert.Equal(400, counted.Values[NcuMetrics.Time].Value);
        Assert.Equal(40, counted.Values[NcuMetrics.Instructions].Value);
        Assert.Equal(16, counted.Values[NcuMetrics.GridSize].Value);
        Assert.Equal(35, counted.Values[NcuMetrics.IssueBusy].Value);
    }
}
