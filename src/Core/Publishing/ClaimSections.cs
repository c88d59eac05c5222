using System.Collections.Immutable;
using PerfGate.Core.Claims;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Core.Publishing.Documents;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Publishing;

/// <summary>What is claimed, its limits, and the figures behind it.</summary>
/// <param name="input">What the publication is made from.</param>
/// <param name="stated">Collects what is not known.</param>
internal sealed class ClaimSections(PublicationInput input, Stated stated)
{
    private readonly ObservedSides _observed = new(input);

    private SpeedClaims Claims => input.Claims;

    private MeasurementEnvironment Environment => input.Measurement.Environment;

    /// <summary>The device as claims name it.</summary>
    public string Device => Environment.Gpu?.Name ?? $"the processor {Environment.Host.Processor} (host device)";

    /// <summary>Claims and limits, in one box.</summary>
    public PaperSection Box() =>
        new(
            "Claims and limits",
            [
                new PaperText("Claims:"),
                new PaperList([.. Claims.Claims.Select(c => ClaimWords.Sentence(Claims, c, Device))]),
                new PaperText("Limits:"),
                new PaperList([.. Limits()]),
            ],
            Boxed: true
        );

    /// <summary>The claim at the fixed shape, to paste.</summary>
    public PaperSection Statement() =>
        new(
            "Statement to paste",
            [
                new PaperQuote(
                    $"{ClaimWords.Sentence(Claims, Claims.Fixed, Device)} "
                        + $"The tier by PerfGate's rules is {TierDecision.Name(Claims.Fixed.Tier)}. Measured by "
                        + $"PerfGate {Environment.PerfGateVersion} on "
                        + $"{Claims.MeasuredAt.UtcDateTime:yyyy-MM-dd}; "
                        + (
                            _observed.Any
                                ? $"{_observed.Named(Claims.Baseline)} and {_observed.Named(Claims.Candidate)} in the "
                                    + "same runs."
                                : "both sides in the same fresh processes."
                        )
                ),
            ],
            InTex: true
        );

    /// <summary>Times and speed-ups of all shapes.</summary>
    public PaperSection Shapes() =>
        new(
            "Shapes",
            [
                new PaperTable(
                    $"Times and speed-ups with {ClaimWords.Confidence(Claims)} intervals. The last column is relative "
                        + $"to {ClaimWords.Shape(Claims.FixedShape)}.",
                    [
                        "shape",
                        _observed.Named(Claims.Baseline),
                        _observed.Named(Claims.Candidate),
                        "speed-up",
                        "relative",
                    ],
                    [
                        .. Claims.Claims.Select(c =>
                            ImmutableArray.Create(
                                ClaimWords.Shape(c.Shape),
                                ClaimWords.Time(c.BaselineNs, c.BaselineInterval),
                                ClaimWords.Time(c.CandidateNs, c.CandidateInterval),
                                ClaimWords.Speedup(c.Speedup, c.SpeedupInterval),
                                ClaimWords.Factor(c.RelativeToFixed)
                            )
                        ),
                    ]
                ),
                .. Choice(),
                .. Claims.LeftOut.IsEmpty
                    ? (PaperBlock[])[]
                    :
                    [
                        new PaperText("Not compared:"),
                        new PaperList([.. Claims.LeftOut.Select(l => $"{ClaimWords.Shape(l.Shape)}: {l.Reason}")]),
                    ],
            ],
            InTex: true
        );

    /// <summary>The tier of each shape, the figures that missed, and the rules.</summary>
    public PaperSection Tiers() =>
        new(
            "Tiers",
            [
                new PaperTable(
                    "The tier of each shape by the rules.",
                    ["shape", "tier", "speed-up", "Hedges' g", "p"],
                    [
                        .. Claims.Claims.Select(c =>
                            ImmutableArray.Create(
                                ClaimWords.Shape(c.Shape),
                                TierDecision.Name(c.Tier),
                                ClaimWords.Factor(c.Speedup),
                                Quantity.EffectSize(c.HedgesG),
                                PValue.Figure(c.P)
                            )
                        ),
                    ]
                ),
                .. Missed(),
                new PaperTable(
                    "The rules. Each tier also asks for what the tiers above it in this table ask for.",
                    ["tier", "speed-up", "intervals", "Hedges' g", "p", "besides"],
                    [
                        .. TierRule.All.Select(r =>
                            ImmutableArray.Create(
                                TierDecision.Name(r.Tier),
                                $"at least {Numbers.Number(r.Speedup)}",
                                "do not overlap",
                                $"above {Numbers.Number(r.EffectSize)}",
                                $"below {Numbers.Number(r.P)}",
                                Besides(r.Tier)
                            )
                        ),
                    ]
                ),
            ],
            InTex: true
        );

    /// <summary>Why the candidate is faster.</summary>
    public PaperSection Why() =>
        new("Explanation", [new PaperText(stated.Of("why the candidate is faster", input.Explanation))]);

    private IEnumerable<PaperBlock> Choice() =>
        input.Baselines.IsEmpty
            ? []
            :
            [
                new PaperTable(
                    $"The baselines that were measured at {ClaimWords.Shape(Claims.FixedShape)} to find the fastest."
                        + WithClockShare(),
                    ["baseline", "time"],
                    [
                        .. input.Baselines.Select(b =>
                            ImmutableArray.Create(b.Benchmark, Quantity.Duration(b.Nanoseconds))
                        ),
                    ]
                ),
            ];

    private string WithClockShare()
    {
        var names = input.Baselines.Where(b => b.WithClockShare).Select(b => b.Benchmark).ToArray();
        return names.Length == 0
            ? ""
            : $" The share of the clock is still in the time of {string.Join(", ", names)}.";
    }

    private IEnumerable<PaperBlock> Missed()
    {
        ImmutableArray<string> lines =
        [
            .. Claims.Claims.SelectMany(c =>
                c.Missed.Select(m => $"{ClaimWords.Shape(c.Shape)}, {TierDecision.Name(m.Tier)}: {m.Figure}")
            ),
        ];
        return lines.IsEmpty ? [] : [new PaperText("Why a tier was missed:"), new PaperList(lines)];
    }

    private static string Besides(Tier tier) =>
        tier switch
        {
            Tier.None => "",
            Tier.Minimum => "fingerprint of the environment",
            Tier.Target => "explanation of the speed-up",
            Tier.Stretch => "roofline and bottleneck",
        };

    private string Fastest() =>
        input.Baselines.Length > 1
            ? $", the fastest of {input.Baselines.Length} that were measured at {ClaimWords.Shape(Claims.FixedShape)}"
            : "";

    private IEnumerable<string> Limits()
    {
        yield return $"The claims hold for this device alone: {Device}.";
        if (Environment.Device.RunsOnProcessor)
            yield return "The host device runs CUDA kernels on a processor. Nothing here says how they compare on a "
                + "GPU.";
        yield return $"The claims hold for these shapes alone: "
            + $"{string.Join(", ", Claims.Claims.Select(c => ClaimWords.Shape(c.Shape)))}.";
        yield return "One machine was measured on one day. No second machine has repeated it yet; 'perfgate reproduce' "
            + "does that.";
        yield return $"The baseline is {Claims.Baseline}{Fastest()}. Nothing here says that it is the fastest that "
            + "exists.";
        foreach (var limit in _observed.Limits())
            yield return limit;
        if (Environment.Git is null)
            yield return "The sources were not in a git repository when this was measured, so no commit names them.";
        else if (Environment.Git.Dirty)
            yield return "The sources had uncommitted changes when this was measured. The archive holds them as they "
                + "were when it was made.";
        foreach (var missing in input.NotAvailable)
            yield return missing;
    }
}
