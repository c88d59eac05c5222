using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed partial class AdaptiveSamplerTests
{
    // A busy machine does not run out of time.
    private static readonly SamplingPlan Plan = SamplingPlan.ForCuda(0.005) with
    {
        Visits = 24,
        VisitsSeconds = 0.036,
        SamplingSeconds = 600,
    };

    private static readonly ScriptedDevice.Nothing Sequence = new([]);

    // Outputs are looked at where a visit ends only.
    private static readonly Random Unwatched = new Constant(0.99);

    [Theory]
    [InlineData(90_000, 4)]
    [InlineData(300_000, 3)]
    public void Quiet_samples_end_with_the_least_of_each_visit(double nanoseconds, int least)
    {
        // Sixty in all would be two and a half a visit.
        var sampler = Warm(new(count => Repeat(count, nanoseconds)), Plan with { VisitsSeconds = 1 }, out var taken);
        var counts = new List<int>();
        for (var visit = 0; visit < sampler.Visits; visit++)
        {
            sampler.Take(Sequence, taken, visit, Unwatched, () => { });
            counts.Add(taken.Count);
        }

        Assert.Equal(24, sampler.Visits);
        Assert.Equal(Enumerable.Range(1, 24).Select(visits => least * visits), counts);
    }

    [Theory]
    [InlineData(5_000, 480)]
    [InlineData(80_000, 192)]
    public void Noisy_samples_go_on_to_the_maximum_which_is_less_for_long_kernels(double nanoseconds, int maximum)
    {
        var random = new Random(1);
        var sampler = Warm(
            new(count => [.. Repeat(count, nanoseconds).Select(t => t * (1 + (0.1 * random.NextDouble())))]),
            Plan,
            out var taken
        );
        TakeAll(sampler, taken);
        Assert.InRange(taken.Count, maximum, maximum + Plan.Batch);
    }

    [Fact]
    public void Sampling_stops_when_the_location_is_known_well_enough_for_the_tolerance()
    {
        var random = new Random(1);
        var device = new ScriptedDevice(count => [.. Repeat(count, 5e3).Select(t => t + (25 * random.NextDouble()))]);
        TakeAll(Warm(device, Plan, out var taken), taken);
        var error = LocationError.Of(taken.Nanoseconds) / InterquartileMean.Of(taken.Nanoseconds);
        Assert.InRange(error / (Plan.Tolerance * Plan.ErrorShare), 0.8, 1.1);
        Assert.InRange(taken.Count, 120, 400);
    }

    [Fact]
    public void A_kernel_that_fills_its_time_alone_is_sampled_five_times()
    {
        var sampler = Warm(new(count => Repeat(count, 100_000_000)), Plan with { SamplingSeconds = 0 }, out var taken);
        TakeAll(sampler, taken);
        Assert.Equal(5, taken.Count);
    }

    [Theory]
    [InlineData(5_000_000, 2)]
    [InlineData(1_450_000, 8)]
    [InlineData(100_000_000, 1)]
    [InlineData(20_000, 24)]
    public void A_long_kernel_is_visited_less_often(double nanoseconds, int visits) =>
        Assert.Equal(visits, Warm(new(count => Repeat(count, nanoseconds)), Plan, out _).Visits);

    [Theory]
    [InlineData(20_000, 2)]
    [InlineData(80_000, 1)]
    public void What_a_later_visit_begins_with_is_left_out(double nanoseconds, int samples)
    {
        var cold = 0;
        var sampler = Warm(
            new(count => [.. Repeat(count, nanoseconds).Select(t => cold-- > 0 ? 9e9 : t)]),
            Plan,
            out var taken
        );
        sampler.Take(Sequence, taken, 0, Unwatched, () => { });
        cold = samples;
        sampler.Take(Sequence, taken, 1, Unwatched, () => { });
        Assert.All(taken.Nanoseconds.ToArray(), t => Assert.Equal(nanoseconds, t));
    }

    [Theory]
    [InlineData(20_000, 6)]
    [InlineData(400_000, 4)]
    [InlineData(2_000_000, 3)]
    public void Of_a_kernel_of_milliseconds_a_later_visit_leaves_nothing_out(double nanoseconds, int launched)
    {
        var device = new ScriptedDevice(count => Repeat(count, nanoseconds));
        var sampler = Warm(device, Plan with { SamplingSeconds = 0 }, out var taken);
        sampler.Take(Sequence, taken, 0, Unwatched, () => { });
        device.Calls.Clear();
        sampler.Take(Sequence, taken, 1, Unwatched, () => { });
        Assert.Equal([launched], device.Calls);
    }

    [Theory]
    [InlineData(5_000_000, 1.005, 2)]
    [InlineData(5_000_000, 1.02, 4)]
    [InlineData(1_200_000, 1.005, 2)]
    [InlineData(400_000, 1.005, 22)]
    public void Two_samples_that_agree_have_warmed_up_a_kernel_of_milliseconds(
        double nanoseconds,
        double second,
        int samples
    )
    {
        var device = new ScriptedDevice(count => [nanoseconds * second, .. Repeat(count - 1, nanoseconds)]);
        Warm(device, Plan, out _);
        Assert.Equal(samples, device.Calls.Sum());
    }

    [Fact]
    public void A_clock_that_goes_to_and_fro_shifts_a_case_far_less_when_it_is_visited_often() =>
        Assert.InRange(SpreadOverProcesses(visits: 24) / SpreadOverProcesses(visits: 1), 0, 0.45);

    // As seen on an H200: two frequencies 0.23 % apart, either one at each visit by chance, and samples that spread by
    // half of that around them.
    private static double SpreadOverProcesses(int visits)
    {
        var random = new Random(7);
        var locations = new List<double>();
        for (var process = 0; process < 200; process++)
        {
            var level = 0.0;
            var device = new ScriptedDevice(count =>
                [.. Repeat(count, 88_000).Select(t => level * t * (1 + (0.00115 * Gaussian(random))))]
            );
            level = 1;
            var sampler = Warm(device, Plan with { Visits = visits }, out var taken);
            for (var visit = 0; visit < sampler.Visits; visit++)
            {
                level = random.Next(2) == 0 ? 1 : 1.0023;
                sampler.Take(Sequence, taken, visit, Unwatched, () => { });
            }

            locations.Add(InterquartileMean.Of(taken.Nanoseconds));
        }

        var mean = locations.Average();
        return Math.Sqrt(locations.Sum(l => (l - mean) * (l - mean)) / (locations.Count - 1));
    }

    // Twelve uniform numbers have a variance of one.
    private static double Gaussian(Random random) => Enumerable.Range(0, 24).Sum(_ => random.NextDouble() - 0.5);

    private static double[] Repeat(int count, double nanoseconds) => [.. Enumerable.Repeat(nanoseconds, count)];

    private static AdaptiveSampler Warm(ScriptedDevice device, SamplingPlan plan, out Samples taken)
    {
        var sampler = new AdaptiveSampler(device, plan, CacheState.Cold);
        sampler.WarmUp(Sequence);
        taken = new();
        return sampler;
    }

    private static void TakeAll(AdaptiveSampler sampler, Samples taken)
    {
        for (var visit = 0; visit < sampler.Visits; visit++)
            sampler.Take(Sequence, taken, visit, Unwatched, () => { });
    }

    [Fact]
    public void Outputs_are_looked_at_after_a_sample_chosen_at_random_in_some_visits()
    {
        var device = new ScriptedDevice(count => Repeat(count, 80_000));
        var sampler = Warm(device, Plan with { Visits = 96, VisitsSeconds = 1 }, out var taken);
        var (random, looks) = (new Random(5), new List<int>());
        for (var visit = 0; visit < sampler.Visits; visit++)
        {
            var before = taken.Count;
            sampler.Take(Sequence, taken, visit, random, () => looks.Add(taken.Count - before));
        }

        // A sixth of 96 visits, and not always the same sample.
        Assert.InRange(looks.Count, 6, 30);
        Assert.True(looks.Distinct().Count() > 1);
    }

    [Fact]
    public void A_visit_in_which_outputs_are_looked_at_has_one_look_and_no_more_samples_than_another()
    {
        var device = new ScriptedDevice(count => Repeat(count, 20_000));
        var sampler = Warm(device, Plan, out var taken);
        var (watched, looks) = (new Constant(0), 0);
        sampler.Take(Sequence, taken, 0, Unwatched, () => looks++);
        var before = device.Calls.Sum();
        sampler.Take(Sequence, taken, 1, Unwatched, () => looks++);
        var unwatched = device.Calls.Sum() - before;
        sampler.Take(Sequence, taken, 2, watched, () => looks++);

        Assert.Equal((1, unwatched), (looks, device.Calls.Sum() - before - unwatched));
    }

    private sealed class Constant(double value) : Random
    {
        public override double NextDouble() => value;
    }
}
