using System.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Statistics;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Warms a case up until its times settle, and samples it until its location is known well enough.</summary>
internal sealed class AdaptiveSampler(IDevice device, SamplingPlan plan, CacheState cache)
{
    // Samples of a first batch, by whose time the size of the others is chosen.
    private const int SmallestBatch = 5;

    // Two successive batches whose locations agree this closely count as settled; nearer than that is noise on every device seen.
    private const double SettledWithin = 0.01;

    // A long kernel hides its launches by itself, and whole batches of it would overrun the time.
    private int batch = SmallestBatch;

    /// <summary>Runs a sequence until two successive batches agree, or the warm-up's time is over.</summary>
    public void WarmUp(ILaunchSequence sequence)
    {
        var watch = Stopwatch.StartNew();
        var first = InterquartileMean.Of(device.Sample(sequence, SmallestBatch, cache).Nanoseconds);
        batch = (int)Math.Clamp(plan.WarmupSeconds / 3 / (first * 1e-9), SmallestBatch, plan.Batch);
        var before = InterquartileMean.Of(device.Sample(sequence, batch, cache).Nanoseconds);
        while (watch.Elapsed.TotalSeconds < plan.WarmupSeconds)
        {
            var now = InterquartileMean.Of(device.Sample(sequence, batch, cache).Nanoseconds);
            if (Math.Abs(now - before) <= SettledWithin * before)
                return;
            before = now;
        }
    }

    /// <summary>Takes one side's samples.</summary>
    public Samples Take(ILaunchSequence sequence)
    {
        var taken = new Samples();
        var watch = Stopwatch.StartNew();
        do
            taken.Add(device.Sample(sequence, batch, cache));
        while (!Enough(taken, watch));
        return taken;
    }

    /// <summary>Takes both sides' samples, batch by batch, the order within each pair of batches at random.</summary>
    /// <param name="candidate">The candidate's launches.</param>
    /// <param name="reference">The base's launches.</param>
    /// <param name="random">Decides which goes first.</param>
    public (Samples Candidate, Samples Reference) TakeInterleaved(ILaunchSequence candidate, ILaunchSequence reference, Random random)
    {
        var (ours, theirs) = (new Samples(), new Samples());
        var watch = Stopwatch.StartNew();
        do
        {
            var candidateFirst = random.Next(2) == 0;
            if (candidateFirst)
                ours.Add(device.Sample(candidate, batch, cache));
            theirs.Add(device.Sample(reference, batch, cache));
            if (!candidateFirst)
                ours.Add(device.Sample(candidate, batch, cache));
        }
        while (!(Enough(ours, watch) && Enough(theirs, watch)));
        return (ours, theirs);
    }

    private bool Enough(Samples taken, Stopwatch watch) =>
        taken.Count >= plan.Maximum
        || watch.Elapsed.TotalSeconds >= plan.SamplingSeconds
        || (taken.Count >= plan.Minimum
            && LocationError.Of(taken.Nanoseconds) <= plan.Tolerance * plan.ErrorShare * InterquartileMean.Of(taken.Nanoseconds));
}
