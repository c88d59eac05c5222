using System.Collections.Immutable;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Text;

namespace PerfGate.Core.Explaining;

/// <summary>Writes the paragraph of a case by rules over the numbers of its kernels.</summary>
public static class Explanation
{
    // A cause that accounts for less than this share of the slow-down is not the first to name.
    private const double LeadingShare = 0.4;

    private const int MostOthers = 2;

    // Times under a profiler differ by this much for no reason.
    private const double SameTime = 1.02;

    /// <summary>The words of a case in which nothing differs.</summary>
    public const string Nothing =
        "There is nothing to explain: machine code, launches and resources are the same on both sides.";

    /// <summary>The paragraph.</summary>
    /// <param name="kernels">The kernels in which something differs, with whatever is known of them.</param>
    /// <param name="facts">What is known of the case besides.</param>
    /// <returns>The sentences, and whether one of them says what bounds the candidate by its counters.</returns>
    public static (ImmutableArray<ExplainedSentence> Sentences, bool Bounded) Of(
        ImmutableArray<ExplainedKernel> kernels,
        ExplainFacts facts
    )
    {
        if (kernels.IsEmpty)
            return ([new(Nothing, [])], false);
        var sentences = ImmutableArray.CreateBuilder<ExplainedSentence>();
        var bounded = false;
        if (facts.NoCounters is { } why)
            sentences.Add(new($"There are no counters: {why.TrimEnd('.')}.", []));
        var main = Main(kernels);
        if (Counted(main))
        {
            var (counted, bound) = ByCounters(main, kernels.Length, facts);
            sentences.AddRange(counted);
            bounded = bound;
        }
        else
        {
            sentences.AddRange(ResourceRules.Of(main, facts));
        }

        sentences.AddRange(facts.LaunchChanges.Select(l => new ExplainedSentence(l, [])));
        if (Code(main) is { } code)
            sentences.Add(code);
        return (sentences.ToImmutable(), bounded);
    }

    /// <summary>
    /// The kernel that the paragraph is about: the one whose time changed most, or else whose code did.
    /// </summary>
    /// <param name="kernels">The kernels; at least one.</param>
    public static ExplainedKernel Main(ImmutableArray<ExplainedKernel> kernels) =>
        kernels
            .OrderByDescending(k => Math.Abs(TimeOf(k, c => c.Candidate) - TimeOf(k, c => c.Reference)))
            .ThenByDescending(k => (k.Code?.Added ?? 0) + (k.Code?.Removed ?? 0))
            .First();

    private static double TimeOf(ExplainedKernel kernel, Func<CounterPair, double?> side) =>
        kernel.Counters.FirstOrDefault(c => c.Name == NcuMetrics.Time) is { } time ? side(time) ?? 0 : 0;

    private static bool Counted(ExplainedKernel kernel) =>
        TimeOf(kernel, c => c.Candidate) > 0 && TimeOf(kernel, c => c.Reference) > 0;

    private static (IEnumerable<ExplainedSentence> Sentences, bool Bounded) ByCounters(
        ExplainedKernel kernel,
        int kernels,
        ExplainFacts facts
    )
    {
        var ratio = TimeOf(kernel, c => c.Candidate) / TimeOf(kernel, c => c.Reference);
        // The gate's clock is the better one; a profiler's decides where there was no gate.
        var slower = (facts.Ratio ?? ratio) >= 1;
        var sides = new KernelSides(kernel, slower);
        // Where the case is this kernel alone, its time is the case's too.
        var known = kernels == 1 && facts.Ratio is { } measured ? Math.Max(measured, 1 / measured) : 1;
        var slowdown = Math.Max(Math.Max(slower ? ratio : 1 / ratio, known), SameTime);
        var causes = CauseRules.Of(sides, slowdown).ToList();
        var leading = causes.FirstOrDefault(c => c.Share(slowdown) >= LeadingShare);
        var sentences = new List<ExplainedSentence>
        {
            leading is null ? NoCause(sides) : First(sides, leading, facts.OtherKernel),
            new(
                $"Under ncu {kernel.Name} takes "
                    + $"{sides.Told(Numbers.Time, "on the GPU", NcuMetrics.Time)} ({Numbers.Change(ratio)})"
                    + (kernels > 1 ? $"; of the {kernels} kernels that differ its time changed most." : "."),
                [NcuMetrics.Time]
            ),
        };
        var bound = BoundRule.Of(sides);
        if (bound is not null)
            sentences.Add(bound);
        if (BoundRule.GrownWait(sides) is { } wait)
            sentences.Add(wait);
        sentences.AddRange(
            causes
                .Where(c => c != leading)
                .OrderByDescending(c => c.Share(slowdown))
                .Take(MostOthers)
                .Select(c => new ExplainedSentence($"Also: {c.Name} ({c.Evidence}).", c.Counters))
        );
        if (leading is not null)
            sentences.Add(new(leading.LookAt, []));
        return (sentences, bound is not null);
    }

    // Two versions of one kernel differ in what was changed. Two kernels differ in more than their counters show.
    private static ExplainedSentence First(KernelSides sides, Cause cause, bool otherKernel) =>
        new(
            $"{sides.Kernel.Name} is {(sides.Slower ? "slower" : "faster")}"
                + (otherKernel ? ". What differs most by the counters is " : " because of ")
                + $"{cause.Name}: {cause.Evidence}.",
            cause.Counters
        );

    private static ExplainedSentence NoCause(KernelSides sides) =>
        new(
            $"No counter of {sides.Kernel.Name} changed by as much as its time: "
                + $"{sides.Told(Figures.Large, "instructions", NcuMetrics.Instructions)}; "
                + sides.Told(Figures.Bytes, "of device memory", NcuMetrics.DramRead, NcuMetrics.DramWrite)
                + ".",
            [NcuMetrics.Instructions, NcuMetrics.DramRead, NcuMetrics.DramWrite]
        );

    private static ExplainedSentence? Code(ExplainedKernel kernel) =>
        kernel.Code is { } code ? new(CodeWords.Sentence(kernel.Name, code), [])
        : kernel.NoCode is { } why ? new(CodeWords.NotCompared(why), [])
        : null;
}

/// <summary>What is known of a case besides its kernels.</summary>
public sealed record ExplainFacts
{
    /// <summary>The candidate's time over the reference's, as the gate measured it; null if it did not.</summary>
    public double? Ratio { get; init; }

    /// <summary>Why there are no counters, as the end of a sentence; null if there are.</summary>
    public string? NoCounters { get; init; }

    /// <summary>Whether the reference is another kernel, and not an earlier version of the same one.</summary>
    public bool OtherKernel { get; init; }

    /// <summary>What differs in launches, buffers or arguments, one sentence each.</summary>
    public ImmutableArray<string> LaunchChanges { get; init; } = [];

    /// <summary>The GPU's compute capability; null on the host device.</summary>
    public string? ComputeCapability { get; init; }

    /// <summary>Threads per block of a kernel on both sides; null if that is not known.</summary>
    public Func<string, (int Reference, int Candidate)?> Threads { get; init; } = _ => null;
}
