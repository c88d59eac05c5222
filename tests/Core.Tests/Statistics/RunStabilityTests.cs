using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

public class RunStabilityTests
{
    [Theory]
    [InlineData("full-s512")]
    [InlineData("full-s1024")]
    [InlineData("phase2-s512")]
    [InlineData("local-s512")]
    [InlineData("config-08")]
    [InlineData("config-10")]
    [InlineData("config-05", 0.006)]
    public void A_recorded_series_that_steps_midway_is_unstable(string name, double tolerance = 0.01)
    {
        var found = RunStability.Examine(Recordings.L4()[name].Samples.AsSpan(), tolerance);

        Assert.False(found.Stable);
        Assert.Contains("% ", found.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full-s128")]
    [InlineData("full-s256")]
    [InlineData("local-s128")]
    [InlineData("config-01")]
    [InlineData("config-02")]
    [InlineData("config-06")]
    [InlineData("config-07")]
    public void A_recorded_series_with_nothing_but_warm_up_is_steady(string name) =>
        Assert.True(RunStability.Examine(Recordings.L4()[name].Samples.AsSpan(), tolerance: 0.01).Stable);

    [Fact]
    public void No_run_recorded_on_a_quiet_gpu_is_called_unstable() =>
        Assert.DoesNotContain(
            Recordings.H200(),
            s => !RunStability.Examine(s.Samples.AsSpan(), tolerance: 0.005).Stable
        );

    [Fact]
    public void Constant_samples_are_steady() =>
        Assert.True(RunStability.Examine(Enumerable.Repeat(3200.0, 100).ToArray(), 0.01).Stable);

    [Fact]
    public void A_step_between_constant_levels_is_found_where_it_lies()
    {
        double[] samples = [.. Enumerable.Repeat(3200.0, 60), .. Enumerable.Repeat(3520.0, 40)];

        Assert.Equal(
            "its regime shifted: samples 61 to 100 of 100 are 10.0 % slower than the rest",
            RunStability.Examine(samples, 0.01).Reason);
    }

    // Eight samples are the fewest that make a regime: seven slow ones are named with one that is not.
    [Fact]
    public void The_shortest_regime_has_eight_samples()
    {
        double[] samples = [.. Enumerable.Repeat(3200.0, 13), .. Enumerable.Repeat(3520.0, 7)];

        Assert.Equal(
            "its regime shifted: samples 13 to 20 of 20 are 8.70 % slower than the rest",
            RunStability.Examine(samples, 0.01).Reason);
    }

    [Theory]
    [InlineData(4, 0.1)]
    [InlineData(14, 10)]
    public void A_sample_far_below_or_above_both_levels_hides_no_step_of_the_fewest_samples(int at, double factor)
    {
        double[] samples =
        [
            .. Enumerable.Range(0, RunStability.FewestSamples).Select(i => (i < 10 ? 1000.0 : 1080) + (i % 3)),
        ];
        samples[at] *= factor;

        Assert.False(RunStability.Examine(samples, 0.01).Stable);
    }

    // From 400 samples on not every border is looked at. The stretch that begins at an even one reaches the last sample
    // here.
    [Fact]
    public void A_step_in_a_long_series_is_found_where_it_lies_up_to_the_last_sample()
    {
        double[] samples = [.. Enumerable.Repeat(3200.0, 200), .. Enumerable.Repeat(3520.0, 211)];

        Assert.Equal(
            "its regime shifted: samples 201 to 411 of 411 are 10.0 % slower than the rest",
            RunStability.Examine(samples, 0.01).Reason);
    }

    // The slowest twentieth of the samples counts no further than the next one.
    [Fact]
    public void One_slow_sample_of_twenty_hides_no_step()
    {
        static double Percent(int i) => (i % 2 == 0 ? -1 : 1) + (i < 10 ? 0 : 8);
        double[] samples = [.. Enumerable.Range(0, 20).Select(i => Math.Exp(Percent(i) / 100))];
        samples[19] *= 100;

        Assert.False(RunStability.Examine(samples, 0.01).Stable);
    }

    // Samples that alternate by ±1 %, and halfway a step of so many per cent. Neighbours differ by 2 inside each half
    // and by step - 2 between them, so the noise is √((18 · 2² + (step - 2)²) / 38) per cent; the step has a standard
    // error of √(1/10 + 1/10) times that. So 7.0 % is 9.8 standard errors and 7.5 % is 10.2 of them.
    [Theory]
    [InlineData(7.0, true)]
    [InlineData(7.5, false)]
    public void A_step_counts_from_ten_standard_errors_of_the_samples_own_noise(double step, bool stable)
    {
        double[] samples =
            [.. Enumerable.Range(0, 20).Select(i => Math.Exp(((i % 2 == 0 ? -1 : 1) + (i < 10 ? 0 : step)) / 100))];

        Assert.Equal(stable, RunStability.Examine(samples, 0.01).Stable);
    }

    // Size times share of the smaller side reaches the tolerance of 1 % where a tenth is 10 % slower, and a half 2 %.
    [Theory]
    [InlineData(10, 9.0, true)]
    [InlineData(10, 11.0, false)]
    [InlineData(50, 1.9, true)]
    [InlineData(50, 2.1, false)]
    [InlineData(90, -9.0, true)]
    [InlineData(90, -11.0, false)]
    public void A_step_counts_where_it_could_have_moved_the_mean_by_the_tolerance(
        int count, double percent, bool stable)
    {
        var samples = Enumerable.Repeat(3200.0, 100).ToArray();
        samples.AsSpan(5, count).Fill(3200.0 * (1 + (percent / 100)));

        Assert.Equal(stable, RunStability.Examine(samples, 0.01).Stable);
    }

    [Fact]
    public void What_a_step_that_does_not_count_does_to_the_location_is_below_the_tolerance()
    {
        var random = new Random(5);
        double[] steady = [.. Enumerable.Range(0, 100).Select(_ => 12_000 * (1 + (0.01 * random.NextDouble())))];
        double[] slowed = [.. steady.Select((time, i) => i is >= 70 and < 80 ? time * 1.074 : time)];

        Assert.True(RunStability.Examine(slowed, 0.01).Stable);
        Assert.InRange(InterquartileMean.Of(slowed) / InterquartileMean.Of(steady), 1, 1.01);
    }

    // A burst so high that the shortest window which is looked at has 14 standard errors where it is all burst; half of
    // it is burst, or six tenths, and it has 7 or 8.4. Were a window as short as the burst looked at, it would have
    // more than ten: half the window times the square root of about two.
    [Theory]
    [InlineData(200, 20, 20, false)]
    [InlineData(200, 12, 20, true)]
    [InlineData(40, 8, 8, false)]
    [InlineData(40, 4, 8, true)]
    public void A_burst_is_no_regime_below_a_tenth_of_the_run_and_below_eight_samples(
        int count, int burst, int shortest, bool stable)
    {
        // Samples alternate by ±1, two from neighbour to neighbour; those of the burst are all of one height h, whose
        // edges are h - 1 and h + 1. So the noise is √((4 (n - b - 2) + 2 h² + 2) / (2 (n - 1))).
        var share = 14 * 14 * (1.0 / shortest + 1.0 / (count - shortest)) / (2 * (count - 1));
        var height = Math.Sqrt(share * (4 * (count - burst - 2) + 2) / (1 - 2 * share));
        var from = count / 2 - burst / 2;
        double[] samples = [.. Enumerable.Range(0, count).Select(i => 1e6 * Math.Exp(0.01 * At(i)))];

        Assert.Equal(stable, RunStability.Examine(samples, 0.001).Stable);

        double At(int i) => i >= from && i < from + burst ? height : i % 2 == 0 ? -1 : 1;
    }

    // A window begins at 200 places of a run at most, the first of them its beginning. Of 400 samples that is every
    // second one, and a step at one in between is found one sample early.
    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public void The_step_of_a_long_run_is_looked_for_at_two_hundred_places(int first)
    {
        double[] samples = [.. Enumerable.Repeat(3200.0, first), .. Enumerable.Repeat(3520.0, 400 - first)];

        Assert.Contains(
            "samples 201 to 400 of 400 are",
            RunStability.Examine(samples, 0.01).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_a_place_adds_is_no_shift()
    {
        var (samples, places) = AtEightPlaces(seed: 3);

        Assert.False(RunStability.Examine(samples, 0.005).Stable);
        Assert.True(RunStability.Examine(samples, 0.005, places).Stable);
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(0, 60)]
    [InlineData(120, 160)]
    public void A_shift_beneath_what_places_add_is_found(int from, int to)
    {
        var (samples, places) = AtEightPlaces(seed: 4);
        for (var i = from; i < to; i++)
            samples[i] *= 1.08;

        var reason = RunStability.Examine(samples, 0.01, places).Reason;

        Assert.NotNull(reason);
        Assert.Matches("are [78].[0-9]{2} % (slower|faster) than the rest", reason);
    }

    // 24 visits of 8 and 9 samples, in turn at eight places whose times lie up to 11 % apart, as those of a naive
    // transpose do.
    private static (double[] Samples, int[] Places) AtEightPlaces(int seed)
    {
        var random = new Random(seed);
        double[] levels = [1, 1.01, 0.99, 1, 1.08, 1.09, 1.08, 1.1];
        int[] places = [.. Enumerable.Range(0, 200).Select(i => i * 24 / 200 % 8)];
        return (
            [.. places.Select(place => 130_000 * levels[place] * (1 + (0.004 * (random.NextDouble() - 0.5))))],
            places
        );
    }

    [Theory]
    [InlineData(59)]
    [InlineData(61)]
    public void Every_sample_has_its_place(int places) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RunStability.Examine(
            [.. Enumerable.Repeat(3200.0, 60)], 0.01, [.. Enumerable.Repeat(0, places)]));

    // Four samples of a hundred at half or twice the time would drown a step of 5 %.
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void A_few_stray_samples_hide_no_step(double stray)
    {
        double[] samples =
        [
            .. Enumerable.Range(0, 100).Select(i =>
                3200 * (i < 50 ? 1 : 1.05) * (1 + 0.002 * (i % 5)) * (i % 25 == 7 ? stray : 1)),
        ];

        Assert.Contains(
            "samples 51 to 100 of 100", RunStability.Examine(samples, 0.01).Reason, StringComparison.Ordinal);
    }
}
