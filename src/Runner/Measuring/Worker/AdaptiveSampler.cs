using System.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Warms a case up until its times settle, and samples it until its location is known well enough, in a number of
/// visits between which the other cases are sampled.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="plan">When sampling stops.</param>
/// <param name="cache">The state of the caches before each sample.</param>
/// <param name="leastVisits">Visits that even a very long kernel gets.</param>
internal sealed class AdaptiveSampler(IDevice device, SamplingPlan plan, CacheState cache, int leastVisits = 1)
{
    private SamplingBand _band = plan.Bands[0];

    // Long enough, a kernel hides the latency of its launches, and larger batches of it would overrun the time.
    private int _batch = plan.SmallestBatch;
    private double _secondsPerSample;

    /// <summary>How many visits the case gets, at most what the plan says: known after <see cref="WarmUp"/>.</summary>
    public int Visits { get; private set; } = 1;

    /// <summary>
    /// How many layouts its buffers get during these visits, so that each layout is visited often enough to separate
    /// its effect from machine drift.
    /// </summary>
    public int Layouts => Math.Max(1, Visits / plan.VisitsOfALayout);

    /// <summary>
    /// Runs each side until two successive batches agree, or the warm-up's time is over. The slower side sets the pace
    /// of the sampling.
    /// </summary>
    /// <param name="candidate">The candidate's launches.</param>
    /// <param name="reference">The base's launches; null in a plain run.</param>
    public void WarmUp(ILaunchSequence candidate, ILaunchSequence? reference = null)
    {
        var sides = new[] { candidate, reference }.OfType<ILaunchSequence>().Select(Settle).ToArray();
        var slowest = sides.Max(side => side.Location);
        (_batch, _band) = (BatchFor(slowest), plan.BandOf(slowest));
        var affordable = plan.VisitsSeconds / (_band.SmallestVisit * slowest);
        Visits = Math.Max(leastVisits, (int)Math.Clamp(affordable, 1, plan.Visits));
        _secondsPerSample = sides.Max(side => side.PerSample);
    }

    // The location that the times settled at, and the wall time that a sample takes, both in seconds.
    private (double Location, double PerSample) Settle(ILaunchSequence sequence)
    {
        var watch = Stopwatch.StartNew();
        var lap = Stopwatch.StartNew();
        var first = device.Sample(sequence, plan.SmallestBatch, cache).Nanoseconds;
        var before = InterquartileMean.Of(first) * 1e-9;
        if (
            plan.BandOf(before).SettlesAtOnce
            && first.Max() - first.Min() <= SamplingPlan.SettledWithin * first.Min()
        )
            return (before, lap.Elapsed.TotalSeconds / plan.SmallestBatch);

        // For shorter kernels warm up in half batches. (A long kernel's first batch was already that short.)
        var half = Math.Max(BatchFor(before) / 2, plan.SmallestBatch);
        if (half > plan.SmallestBatch)
        {
            lap.Restart();
            before = Locate(sequence, half);
        }

        var perSample = lap.Elapsed.TotalSeconds / half;
        while (watch.Elapsed.TotalSeconds < plan.WarmupSeconds)
        {
            var now = Locate(sequence, half);
            var settled = Math.Abs(now - before) <= SamplingPlan.SettledWithin * before;
            before = now;
            if (settled)
                break;
        }

        return (before, perSample);
    }

    private double Locate(ILaunchSequence sequence, int count) =>
        InterquartileMean.Of(device.Sample(sequence, count, cache).Nanoseconds) * 1e-9;

    private int BatchFor(double seconds) =>
        (int)Math.Clamp(plan.WarmupSeconds / SamplingPlan.WarmupBatches / seconds, plan.SmallestBatch, plan.Batch);

    /// <summary>Takes a visit's samples.</summary>
    /// <param name="sequence">What to time.</param>
    /// <param name="taken">Those of the visits before; the new ones are added.</param>
    /// <param name="visit">The visit, from 0.</param>
    /// <param name="random">
    /// Decides whether, and after which sample, outputs are checked before the visit ends.
    /// </param>
    /// <param name="look">Looks at what a sample left in the outputs.</param>
    public void Take(ILaunchSequence sequence, Samples taken, int visit, Random random, Action look)
    {
        var watch = Stopwatch.StartNew();
        var skipped = visit == 0 ? 0 : _band.LeftOut;
        var watched = random.NextDouble() < SamplingPlan.WatchedVisitShare;
        do
        {
            var count = Next(taken, visit);
            if (watched && count > 1)
            {
                var first = random.Next(1, count);
                taken.Add(device.Sample(sequence, first, cache, skipped));
                look();
                (watched, skipped, count) = (false, 0, count - first);
            }

            taken.Add(device.Sample(sequence, count, cache, skipped));
            skipped = 0;
        }
        while (!Enough(taken, watch, visit));
    }

    /// <summary>
    /// Takes both sides' samples of a visit, batch by batch, the order within each pair of batches at random.
    /// </summary>
    /// <param name="candidate">The candidate's launches.</param>
    /// <param name="reference">The base's launches.</param>
    /// <param name="ours">The candidate's samples of the visits before; the new ones are added.</param>
    /// <param name="theirs">The base's.</param>
    /// <param name="visit">The visit, from 0.</param>
    /// <param name="random">Decides which goes first.</param>
    /// <param name="lookAtOurs">
    /// Looks at what the candidate's last sample left in the outputs: once in the visit.
    /// </param>
    /// <param name="lookAtTheirs">Looks at what the base's last sample left there: once in the visit.</param>
    /// <returns>Whether the candidate's samples were the last.</returns>
    public bool TakeInterleaved(
        ILaunchSequence candidate, ILaunchSequence reference, Samples ours, Samples theirs, int visit, Random random,
        Action lookAtOurs, Action lookAtTheirs)
    {
        var watch = Stopwatch.StartNew();
        var skipped = visit == 0 ? 0 : _band.LeftOut;
        bool enough, candidateFirst, looked = false;
        do
        {
            var count = Math.Max(Next(ours, visit), Next(theirs, visit));
            candidateFirst = random.Next(2) == 0;
            if (candidateFirst)
                Batch(candidate, ours, count, skipped, looked ? null : lookAtOurs);
            Batch(reference, theirs, count, skipped, looked ? null : lookAtTheirs);
            if (!candidateFirst)
                Batch(candidate, ours, count, skipped, looked ? null : lookAtOurs);
            // The two may share their outputs, so that only those of the last samples are left at the end of the visit.
            (skipped, looked, enough) = (0, true, Enough(ours, watch, visit) && Enough(theirs, watch, visit));
        }
        while (!enough);
        return !candidateFirst;
    }

    private void Batch(ILaunchSequence sequence, Samples taken, int count, int skipped, Action? look)
    {
        taken.Add(device.Sample(sequence, count, cache, skipped));
        look?.Invoke();
    }

    private int Next(Samples taken, int visit)
    {
        var affordable = (int)Math.Min(plan.SamplingSeconds / Visits / _secondsPerSample, _batch);
        var least = Visits > 1 ? _band.SmallestVisit : SamplingPlan.SmallestSoleVisit;
        return Math.Clamp(Goal(taken, visit) - taken.Count, least, Math.Max(least, affordable));
    }

    private bool Enough(Samples taken, Stopwatch watch, int visit) =>
        taken.Count >= Goal(taken, visit) || watch.Elapsed.TotalSeconds >= plan.SamplingSeconds / Visits;

    // The share of the samples that is taken by the end of a visit is the share of the visits that is over. The samples
    // so far say how many are needed in all.
    private int Goal(Samples taken, int visit)
    {
        double needed = plan.Minimum;
        if (taken.Count >= SamplingPlan.EnoughForError)
        {
            var excess =
                LocationError.Of(taken.Nanoseconds)
                / (plan.Tolerance * plan.ErrorShare * InterquartileMean.Of(taken.Nanoseconds));
            needed = Math.Clamp(taken.Count * excess * excess, plan.Minimum, _band.Maximum);
        }

        return (int)Math.Ceiling(needed * (visit + 1) / Visits);
    }
}
