using PerfGate.Core.Policy;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <content>Both sides of a trial, visit by visit.</content>
public sealed partial class AdaptiveSamplerTests
{
    [Theory]
    [InlineData(20_000, 5_000_000)]
    [InlineData(5_000_000, 20_000)]
    public void The_slower_side_of_a_trial_sets_the_pace(double candidate, double reference)
    {
        var (ours, theirs) = (new ScriptedDevice.Nothing([]), new ScriptedDevice.Nothing([]));
        var device = new ScriptedDevice((sequence, count) => Repeat(count, sequence == ours ? candidate : reference));
        var sampler = new AdaptiveSampler(device, Plan, CacheState.Cold);
        sampler.WarmUp(ours, theirs);
        Assert.Equal(2, sampler.Visits);
        device.Calls.Clear();
        sampler.TakeInterleaved(ours, theirs, new(), new(), 0, new(1), () => { }, () => { });
        // Whole batches of twenty would be 100 ms each.
        Assert.All(device.Calls, count => Assert.InRange(count, 1, 5));
    }

    [Fact]
    public void Both_sides_of_a_trial_get_the_same_number_of_samples()
    {
        var random = new Random(3);
        var device = new ScriptedDevice(count =>
            [.. Repeat(count, 40_000).Select(t => t * (1 + (0.02 * random.NextDouble())))]
        );
        var sampler = Warm(device, Plan, out var ours);
        var theirs = new Samples();
        for (var visit = 0; visit < sampler.Visits; visit++)
            sampler.TakeInterleaved(Sequence, Sequence, ours, theirs, visit, random, () => { }, () => { });
        Assert.Equal(ours.Count, theirs.Count);
        Assert.InRange(ours.Count, Plan.Minimum, Plan.Bands[0].Maximum + Plan.Batch);
    }

    // The quiet side would need four samples of a visit, and the noisy one gets 192 in 24 visits.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_a_visit_of_a_trial_each_side_gets_at_once_what_the_noisier_one_needs(bool oursIsNoisy)
    {
        var (random, ours, theirs) = (new Random(3), new ScriptedDevice.Nothing([]), new ScriptedDevice.Nothing([]));
        var device = new ScriptedDevice((sequence, count) =>
            [
                .. Repeat(count, 80_000)
                    .Select(t => (sequence == ours) == oursIsNoisy ? t * (1 + 0.2 * random.NextDouble()) : t),
            ]
        );
        var sampler = new AdaptiveSampler(device, Plan with { VisitsSeconds = 1 }, CacheState.Cold);
        sampler.WarmUp(ours, theirs);
        var (mine, others) = (new Samples(), new Samples());
        for (var visit = 0; visit < 12; visit++)
        {
            device.Calls.Clear();
            sampler.TakeInterleaved(ours, theirs, mine, others, visit, new(1), () => { }, () => { });
        }

        // One sample of a later visit is left out.
        Assert.Equal([9, 9], device.Calls);
    }

    [Fact]
    public void Nothing_is_left_out_of_the_first_visit_of_a_trial()
    {
        var device = new ScriptedDevice(count => Repeat(count, 80_000));
        var sampler = Warm(device, Plan, out var ours);
        var theirs = new Samples();
        device.Calls.Clear();

        sampler.TakeInterleaved(Sequence, Sequence, ours, theirs, 0, new(1), () => { }, () => { });

        Assert.Equal(device.Calls.Sum(), ours.Count + theirs.Count);
    }

    // The only visit has several batches.
    [Theory]
    [InlineData(24)]
    [InlineData(1)]
    public void In_every_visit_of_a_trial_the_outputs_of_both_sides_are_looked_at(int visits)
    {
        var device = new ScriptedDevice(count => Repeat(count, 80_000));
        var sampler = Warm(device, Plan with { Visits = visits }, out var ours);
        var theirs = new Samples();
        for (var visit = 0; visit < sampler.Visits; visit++)
        {
            var (looksAtOurs, looksAtTheirs) = (0, 0);
            sampler.TakeInterleaved(
                Sequence,
                Sequence,
                ours,
                theirs,
                visit,
                new(visit),
                () => looksAtOurs++,
                () => looksAtTheirs++
            );
            Assert.Equal((1, 1), (looksAtOurs, looksAtTheirs));
        }
    }
}
