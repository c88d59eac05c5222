using System.Collections.Immutable;
using PerfGate.Core.Claims;
using PerfGate.Core.Measurements;
using PerfGate.Core.Publishing.Documents;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Publishing;

/// <summary>
/// What a publication says where a side was observed in a command: what that means, and whether both sides are alike.
/// </summary>
/// <param name="input">What the publication is made from.</param>
internal sealed class ObservedSides(PublicationInput input)
{
    private readonly ImmutableArray<(string Name, MeasuredCase Case)> _sides =
    [
        .. from name in (string[])[input.Claims.Candidate, input.Claims.Baseline]
        let found = input.Measurement.Cases.FirstOrDefault(c =>
            c.Benchmark == name && SpeedComparison.ShapeOf(c) == input.Claims.FixedShape
        )
        where found is not null
        select (name, found),
    ];

    /// <summary>Whether one was.</summary>
    public bool Any => _sides.Any(s => s.Case.Observed is not null);

    /// <summary>A benchmark as tables name it: <c>torch (observed)</c>.</summary>
    /// <param name="benchmark">The benchmark.</param>
    public string Named(string benchmark) =>
        Observed().Any(s => s.Name == benchmark) ? $"{benchmark} ({ObservedWork.Word})" : benchmark;

    /// <summary>What follows from it for the claims, one line each.</summary>
    public IEnumerable<string> Limits()
    {
        foreach (var (name, work) in Observed())
            yield return $"{name} is {ObservedWork.Word}: what was timed is {work.Measured} of a command. Its buffers "
                + "and inputs are those of its program, and PerfGate did not compare its outputs.";
        if (!Any)
            yield break;
        yield return Caches();
        if (ClockShare() is { } share)
            yield return share;
    }

    /// <summary>How both sides were repeated, as the first sentence of the methods.</summary>
    /// <param name="runs">How many runs hold both.</param>
    public string Repetition(int runs) =>
        Any
            ? $"The unit of repetition is the run: each of {runs} runs took samples of both sides, so that runs are "
                + "paired. In each run "
                + (
                    Observed().Count() == _sides.Length
                        ? "each command ran in fresh processes of its own."
                        : "a fresh process launched the kernels of PerfGate's cases, and after that the command ran in "
                            + "a fresh process of its own."
                )
            : $"The unit of repetition is the process: {runs} fresh processes each took samples of both sides, so that "
                + "runs are paired.";

    /// <summary>What was observed of each case, for the methods.</summary>
    /// <param name="cases">The cases of both sides.</param>
    public static IEnumerable<PaperBlock> Blocks(IEnumerable<MeasuredCase> cases)
    {
        ImmutableArray<string> lines =
        [
            .. from c in cases
            where c.Observed is not null
            select $"{c.Name}: {c.Observed!.Said}",
        ];
        return lines.IsEmpty
            ? []
            :
            [
                new PaperText(
                    "Some cases were observed in a command. Buffers and inputs were those of its program, its outputs "
                        + "were not compared, and its caches were as the program left them. All other cases are "
                        + $"{ObservedWork.Otherwise}. Observed:"
                ),
                new PaperList(lines),
            ];
    }

    /// <summary>Commands and what they use, as lines of a table.</summary>
    public IEnumerable<(string Label, string? Value)> Factors()
    {
        foreach (var (name, measured) in _sides.Where(s => s.Case.Observed is not null))
        {
            yield return ($"command of {name}", measured.Declaration?.Command?.Run);
            yield return ($"versions of what {name} uses", measured.Observed!.Uses);
            yield return (
                $"caches of {name}",
                measured.Observed.Cache is { } cache ? $"{cache}, as its manifest states" : null
            );
        }
    }

    private IEnumerable<(string Name, ObservedWork Work)> Observed() =>
        from side in _sides
        where side.Case.Observed is not null
        select (side.Name, side.Case.Observed);

    private string Caches()
    {
        var states = _sides.Select(s => (s.Name, State: StateOf(s.Case))).ToList();
        if (states.Find(s => s.State is null) is { Name: { } unknown })
            return $"The state of the caches before each sample of {unknown} is not stated, so nobody knows whether it "
                + "is the same on both sides.";
        var said = string.Join(" and ", Observed().Select(o => o.Name));
        return states.Select(s => s.State).Distinct().Count() == 1
            ? $"Both sides begin each sample with {states[0].State} caches. For {said} the manifest states that; "
                + "PerfGate cannot check it."
            : $"The caches are {string.Join(" and ", states.Select(s => $"{s.State} for {s.Name}"))}. A part of the "
                + "difference may come from that.";
    }

    private string? StateOf(MeasuredCase measured) =>
        measured.Observed is { } observed ? observed.Cache : input.Measurement.CacheOf(measured);

    private string? ClockShare()
    {
        var ours = _sides.FirstOrDefault(s => s.Case.Observed is null);
        var theirs = _sides.FirstOrDefault(s => s.Case.Observed is { IsWallTime: false });
        if (ours.Case?.ClockShare is not > 0 || theirs.Case is null)
            return null;
        var share = ours.Case.ClockShare.Value;
        if (theirs.Case.ClockShare is { } both)
            return $"The share of the clock is taken off both sides: {Quantity.Duration(share)} of each sample of "
                + $"{ours.Name}, and {Quantity.Duration(both)} of each of {theirs.Name}. It was measured for "
                + $"{ours.Name}, and is assumed to be the same for a kernel of {theirs.Name}.";
        var claim = input.Claims.Fixed;
        var time = theirs.Name == input.Claims.Baseline ? claim.BaselineNs : claim.CandidateNs;
        return $"The share of the clock, {Quantity.Duration(share)}, is taken off the samples of {ours.Name}. It stays "
            + $"in those of {theirs.Name}, about once for each kernel; once is {Numbers.Percent(share / time)} of its "
            + $"time at {ClaimWords.Shape(input.Claims.FixedShape)}.";
    }
}
