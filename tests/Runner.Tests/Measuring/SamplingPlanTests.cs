using System.Globalization;
using System.Text.Json;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>The table of sampling in the docs says what the code does.</summary>
public sealed class SamplingPlanTests
{
    private static readonly SamplingPlan Plan = SamplingPlan.ForCuda(0.01);

    private static readonly string Page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "measuring.md"));

    [Fact]
    public void The_page_shows_each_band_of_kernel_times_in_order()
    {
        var rows = Page.Split('\n')
            .SkipWhile(line => !line.StartsWith("| kernel time |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .ToArray();
        Assert.Equal(Plan.Bands.Length, rows.Length);
        var from = 0.0;
        Assert.All(Plan.Bands.Zip(rows), pair =>
        {
            var (band, row) = pair;
            Assert.StartsWith(Row(from, band), row, StringComparison.Ordinal);
            from = band.BelowSeconds ?? from;
        });
    }

    [Fact]
    public void The_page_states_the_other_numbers()
    {
        string[] sentences =
        [
            Text($"{Words[Plan.Visits]} of them"),
            Text($"a {Words[(int)Math.Round(1 / Plan.ErrorShare)]} of the tolerance"),
            Text($"{Plan.SamplingSeconds * 1000:0} ms"),
            Text($"A case with one visit takes at least {SamplingPlan.SmallestSoleVisit} samples."),
            Text($"fewer than {Words[Plan.FewBelow]} cases"),
            Text($"{Words[SamplingPlan.TimesOfFew]} times as"),
            Text($"at most {SamplingPlan.VisitsOfFunctions} visits, of at least {Words[VisitOfFunctions]} as many"),
            Text($"within {SamplingPlan.SettledWithin * 100:0} % or {Plan.WarmupSeconds * 1000:0} ms are over"),
        ];
        Assert.All(sentences, sentence => Assert.Contains(sentence, Page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_case_with_functions_takes_as_many_samples_as_one_with_kernels_in_fewer_visits()
    {
        var functions = Plan.OfFunctions();
        Assert.Equal(Plan.Visits, functions.Visits * VisitOfFunctions);
        Assert.All(
            Plan.Bands.Zip(functions.Bands).Where(pair => pair.First.BelowSeconds is not null),
            pair =>
            {
                Assert.Equal(Plan.Visits * pair.First.SmallestVisit, functions.Visits * pair.Second.SmallestVisit);
                Assert.Equal(pair.First.Maximum, pair.Second.Maximum);
            }
        );
        Assert.Equal(Plan.Bands[^1], functions.Bands[^1]);
    }

    [Fact]
    public void Functions_among_few_cases_have_more_samples_and_no_more_visits()
    {
        var (few, many) = (Plan.Among(1).OfFunctions(), Plan.OfFunctions());
        Assert.Equal(many.Minimum * SamplingPlan.TimesOfFew, few.Minimum);
        Assert.Equal(
            (many.Visits, many.VisitsOfALayout, many.VisitsSeconds),
            (few.Visits, few.VisitsOfALayout, few.VisitsSeconds)
        );
    }

    [Fact]
    public void Functions_of_the_host_device_have_the_plan_of_its_kernels()
    {
        var host = SamplingPlan.ForHost(0.05);
        var functions = host.OfFunctions();
        Assert.Equal(host.Bands, functions.Bands);
        Assert.Equal(host, functions with { Bands = host.Bands });
    }

    [Fact]
    public void The_page_states_what_the_host_device_does_otherwise()
    {
        var host = SamplingPlan.ForHost(0.05);
        var fewerAbove = host.VisitsSeconds / (host.Visits * host.Bands[^1].SmallestVisit) * 1000;
        string[] rows =
        [
            Text($"| visits | {host.Visits}, fewer of a kernel above {fewerAbove:0.#} ms, at least one for each draw"),
            Text($"| samples | {host.Minimum} to {host.Bands.Max(b => b.Maximum)}; sampling ends at an ")
                + Text($"{Words[(int)Math.Round(1 / host.ErrorShare)]} of the tolerance, or when the visit's share of ")
                + Text($"{host.SamplingSeconds:0.##} s is over |"),
            Text($"| warm-up | at most {host.WarmupSeconds * 1000:0} ms |"),
        ];

        Assert.All(rows, row => Assert.Contains(row, Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Functions_and_kernels_of_the_host_are_sampled_a_few_dozen_times_in_four_visits()
    {
        var host = SamplingPlan.ForHost(0.05);

        Assert.Equal([4, 4, 3, 3], host.Bands.Select(b => b.SmallestVisit));
        Assert.Equal([2, 1, 1, 0], host.Bands.Select(b => b.LeftOut));

        Assert.Equal([40, 40, 40, 40], host.Bands.Select(b => b.Maximum));
        Assert.Equal(
            (10, 5, 5, 4, 1), (host.Minimum, host.Batch, host.SmallestBatch, host.Visits, host.VisitsOfALayout));
        Assert.Equal(
            (0.125, 0.15, 0.08, 0.15),
            (host.ErrorShare, host.SamplingSeconds, host.WarmupSeconds, host.VisitsSeconds));
        Assert.Same(host, host.Among(1));
    }

    [Fact]
    public void A_gpus_kernels_are_sampled_in_batches_of_two_to_twenty_in_sixteen_layouts()
    {
        Assert.Equal((60, 20, 2), (Plan.Minimum, Plan.Batch, Plan.SmallestBatch));
        Assert.Equal(16, Plan.Visits / Plan.VisitsOfALayout);
        Assert.Equal([false, false, false, true], Plan.Bands.Select(b => b.SettlesAtOnce));
    }

    // Below twelve cases the time is there to take three times as much of each.
    [Fact]
    public void Few_cases_are_sampled_three_times_as_long()
    {
        var few = Plan.Among(11);

        Assert.Same(Plan, Plan.Among(12));
        Assert.Equal((3, 180, 144, 9), (few.Times, few.Minimum, few.Visits, few.VisitsOfALayout));
        Assert.Equal([1440, 576, 576, 576], few.Bands.Select(b => b.Maximum));
        Assert.Equal(0.15, few.SamplingSeconds, 12);
        Assert.Equal(0.18, few.VisitsSeconds, 12);
    }

    [Theory]
    [InlineData(0, 480)]
    [InlineData(49.9e-6, 480)]
    [InlineData(50e-6, 192)]
    [InlineData(1, 192)]
    public void A_kernel_is_in_the_first_band_that_ends_above_it(double seconds, int maximum) =>
        Assert.Equal(maximum, Plan.BandOf(seconds).Maximum);

    [Fact]
    public void A_plan_reaches_the_worker_as_it_was_made()
    {
        var options = MeasuringJson.Default.SamplingPlan;
        var made = Plan.Among(1);
        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(made, options), options)!;
        Assert.Equal(made.Bands, read.Bands);
        Assert.Equal(made, read with { Bands = made.Bands });
    }

    // How many times as many samples a visit to functions takes.
    private static int VisitOfFunctions =>
        Plan.OfFunctions().Bands[0].SmallestVisit / Plan.Bands[0].SmallestVisit;

    private static readonly Dictionary<int, string> Words = new()
    {
        [2] = "twice", [3] = "three", [8] = "eighth", [12] = "twelve", [40] = "fortieth", [48] = "48",
    };

    // Kernels of the last band fill the time of their visits; shorter ones reach the number of visits or samples.
    private static string Row(double from, SamplingBand band)
    {
        var least = band.SmallestVisit;
        var last = band.BelowSeconds is null;
        var samples = last
            ? Text($"what fits into {Plan.VisitsSeconds} s, at least {least} a visit")
            : Text($"{Plan.Minimum} to {band.Maximum}");
        var leftOut = band.LeftOut == 0 ? "none" : Text($"{band.LeftOut}");
        var fewerAbove = Plan.VisitsSeconds / (Plan.Visits * least);
        var visits =
            last ? Text($"{Plan.VisitsSeconds} s ÷ ({least} × time)")
            : fewerAbove < band.BelowSeconds ? Text($"{Plan.Visits}, fewer above {fewerAbove * 1000:0.0} ms |")
            : Text($"{Plan.Visits} |");
        return $"| {Range(from, band.BelowSeconds)} | {samples} | {least} | {leftOut} | {visits}";
    }

    private static string Range(double from, double? below) => (from, below) switch
    {
        (0, { } end) => Text($"below {end * 1e6:0} µs"),
        (_, < 1e-3) => Text($"{from * 1e6:0} to {below * 1e6:0} µs"),
        (_, { } end) => Text($"{from * 1e3} to {end * 1e3:0} ms"),
        (_, null) => Text($"above {from * 1e3:0} ms"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
