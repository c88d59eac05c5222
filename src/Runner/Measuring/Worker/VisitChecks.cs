using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Checks what a case's launches do to memory: before timing, between samples, and after each visit.</summary>
/// <param name="device">The device.</param>
/// <param name="outputs">Compares the candidate's outputs with the expected ones.</param>
/// <param name="baseOutputs">Compares the base's outputs of a trial; null in a plain run.</param>
/// <param name="phases">Adds up what takes how long.</param>
internal sealed class VisitChecks(
    IDevice device, OutputChecker outputs, OutputChecker? baseOutputs, PhaseClock phases)
{
    // Outputs that are other bytes each time are compared element by element, which takes milliseconds. So only this
    // share of the looks is taken.
    private const double ShareOfVarying = 1.0 / 6;

    /// <summary>Runs both sides once and checks their outputs, before anything is timed.</summary>
    /// <param name="progress">The case.</param>
    /// <param name="candidate">The candidate, filled.</param>
    /// <param name="reference">The base, filled; null in a plain run.</param>
    /// <param name="draw">The draw of the inputs.</param>
    /// <exception cref="SpoiltCaseException">An output is wrong.</exception>
    public void Before(CaseProgress progress, CaseSetup candidate, CaseSetup? reference, InputDraw draw)
    {
        using (phases.Begin("run once"))
            device.Run(candidate.Sequence);
        Look(progress, candidate, draw, "before timing");
        if (reference is null)
            return;
        using (phases.Begin("run once"))
            device.Run(reference.Sequence);
        LookAtBase(progress, reference, draw);
    }

    /// <summary>Checks the candidate's outputs as the last launch left them.</summary>
    /// <param name="progress">The case.</param>
    /// <param name="setup">The candidate.</param>
    /// <param name="draw">The draw of the inputs.</param>
    /// <param name="when">When that is, for the message.</param>
    /// <exception cref="SpoiltCaseException">An output is wrong.</exception>
    public void Look(CaseProgress progress, CaseSetup setup, InputDraw draw, string when) =>
        Judge(progress.OurOutputs, draw, outputs.Check(setup, draw, progress.OurOutputs.Of(draw)), when);

    private static void Judge(SeenOutputs seen, InputDraw draw, CheckedOutputs found, string when)
    {
        seen.Add(draw, found);
        if (found.Wrong is { } wrong)
            throw new SpoiltCaseException(
                CaseStatus.Incorrect,
                $"output {wrong.Buffer} is wrong {when}: {wrong.Detail}"
            );
    }

    /// <summary>Checks the base's outputs as its last launch left them.</summary>
    /// <param name="progress">The case.</param>
    /// <param name="reference">The base.</param>
    /// <param name="draw">The draw of the inputs.</param>
    /// <exception cref="SpoiltCaseException">An output is wrong.</exception>
    public void LookAtBase(CaseProgress progress, CaseSetup reference, InputDraw draw) =>
        JudgeBase(progress, draw, baseOutputs!.Check(reference, draw, progress.TheirOutputs.Of(draw)));

    private static void JudgeBase(CaseProgress progress, InputDraw draw, CheckedOutputs found)
    {
        progress.TheirOutputs.Add(draw, found);
        if (found.Wrong is { } wrong)
            throw new SpoiltCaseException(
                CaseStatus.Failed,
                $"the base's own output {wrong.Buffer} is wrong by the base's own check, so it cannot be a reference: "
                    + $"{wrong.Detail}"
            );
    }

    /// <summary>Looks only some of the times where the outputs are other bytes after each launch.</summary>
    /// <param name="seen">The outputs so far.</param>
    /// <param name="random">Chooses the times.</param>
    /// <param name="look">Looks.</param>
    public static Action UnlessVarying(SeenOutputs seen, Random random, Action look) =>
        () =>
        {
            if (IsLookedAt(seen, random))
                look();
        };

    private static bool IsLookedAt(SeenOutputs seen, Random random) =>
        !seen.Vary || random.NextDouble() < ShareOfVarying;

    /// <summary>
    /// Checks what the launches of a visit left: the outputs after the last one, and memory that they must not write.
    /// </summary>
    /// <param name="progress">The case.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="reference">The base; null in a plain run.</param>
    /// <param name="draw">The draw of the inputs.</param>
    /// <param name="oursLast">Whether the candidate's samples were the last.</param>
    /// <exception cref="SpoiltCaseException">An output is wrong, or other memory was written.</exception>
    public void After(
        CaseProgress progress,
        CaseSetup candidate,
        CaseSetup? reference,
        InputDraw draw,
        bool oursLast
    )
    {
        using var _ = phases.Begin("look at memory");
        var last = oursLast ? candidate : reference!;
        var ranges = OutputChecker.RangesOf(last);
        var results = ranges.Count;
        ranges.AddRange(MemoryAudit.RangesOf(candidate));
        var digests = device.Digest(ranges);
        var seen = oursLast ? progress.OurOutputs : progress.TheirOutputs;
        if (IsLookedAt(seen, progress.Random))
        {
            ImmutableArray<UInt128> ofOutputs = [.. digests.Take(results)];
            if (oursLast)
                Judge(seen, draw, outputs.Check(last, draw, seen.Of(draw), ofOutputs), "after a timed launch");
            else
                JudgeBase(progress, draw, baseOutputs!.Check(last, draw, seen.Of(draw), ofOutputs));
        }

        if (progress.Audit.Trespass(candidate, draw.Number, digests, results) is { } found)
        {
            // Either side of the trial may have written there, so the candidate is run once more, alone.
            if (reference is { OwnsBuffers: false } && !TrespassesAlone(progress, candidate, draw))
                throw new SpoiltCaseException(CaseStatus.Failed, $"the base's kernel cannot be a reference: {found}");
            throw new SpoiltCaseException(CaseStatus.Incorrect, found);
        }

        if (reference is { OwnsBuffers: true } && progress.TheirAudit.Trespass(reference, draw.Number) is { } theirs)
            throw new SpoiltCaseException(CaseStatus.Failed, $"the base's kernel cannot be a reference: {theirs}");
    }

    private bool TrespassesAlone(CaseProgress progress, CaseSetup candidate, InputDraw draw)
    {
        candidate.Fill();
        device.Run(candidate.Sequence);
        return progress.Audit.Trespass(candidate, draw.Number) is not null;
    }
}

/// <summary>Ends a case whose launches did what they must not.</summary>
internal sealed class SpoiltCaseException(CaseStatus status, string reason) : Exception(reason)
{
    public CaseStatus Status => status;
}
