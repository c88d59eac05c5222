using System.Collections.Immutable;
using PerfGate.Core.Claims;
using PerfGate.Core.Measurements;
using PerfGate.Core.Publishing.Documents;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Plots;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Publishing;

/// <summary>What bounds the times and the errors, and the plots.</summary>
/// <param name="input">What the publication is made from.</param>
/// <param name="stated">Collects what is not known.</param>
/// <param name="cases">The cases of both sides.</param>
internal sealed class BoundSections(
    PublicationInput input,
    Stated stated,
    ImmutableArray<(MeasuredCase Case, bool IsCandidate)> cases
)
{
    /// <summary>The least time that the measured ceilings allow, beside the result.</summary>
    public PaperSection UpperBound()
    {
        var rows = input.Claims.Claims.Select(c =>
        {
            var measured = cases.First(m => m.IsCandidate && SpeedComparison.ShapeOf(m.Case) == c.Shape).Case;
            var bound = Least(measured);
            return ImmutableArray.Create(
                ClaimWords.Shape(c.Shape),
                Quantity.Duration(c.CandidateNs),
                stated.Of(
                    $"upper bound at {ClaimWords.Shape(c.Shape)}",
                    bound is { } b ? Quantity.Duration(b.Nanoseconds) : null,
                    WhyNoBound(measured)
                ),
                bound?.By ?? Stated.Not,
                bound is { } known ? Numbers.Percent(known.Nanoseconds / c.CandidateNs) : Stated.Not
            );
        });
        return new(
            "Upper bound",
            [
                new PaperText(Ceilings()),
                new PaperTable(
                    "The least time that the measured ceilings allow for the work that the manifest states.",
                    ["shape", input.Claims.Candidate, "least time", "bound by", "share of the bound"],
                    [.. rows]
                ),
            ],
            InTex: true
        );
    }

    /// <summary>The error that was found, and its bound.</summary>
    public PaperSection Accuracy() =>
        new(
            "Correctness",
            [
                new PaperTable(
                    "The worst error of each output over all runs, against expected outputs, and its bound.",
                    ["case", "output", "relative error", "bound", "largest difference", "bound"],
                    [
                        .. cases.SelectMany(c =>
                            c.Case.Checks.Select(k =>
                            {
                                var bound = c.Case.Declaration?.Outputs.FirstOrDefault(o => o.Buffer == k.Buffer);
                                return ImmutableArray.Create(
                                    c.Case.Name,
                                    k.Buffer,
                                    Numbers.Error(k.RelativeError),
                                    bound?.Relative is { } r ? Numbers.Bound(r) : NoBound(bound),
                                    Numbers.Error(k.MaximumAbsoluteError),
                                    bound?.Absolute is { } a ? Numbers.Bound(a) : NoBound(bound)
                                );
                            })
                        ),
                    ]
                ),
                .. cases.Where(c => c.Case.Observed is not null)
                    .Select(c => c.Case.Benchmark)
                    .Distinct()
                    .Select(b => new PaperText(
                        $"{b} was observed in a command: PerfGate does not look at its outputs; its program has to "
                            + "check them."
                    )),
                .. cases.All(c => c.Case.Checks.IsEmpty)
                    ? (PaperBlock[])[new PaperText($"Errors: {stated.Of("errors of the outputs", null)}.")]
                    : [],
            ],
            InTex: true
        );

    /// <summary>Every sample, and the roofline with both sides.</summary>
    public PaperSection Plots()
    {
        var figures = ImmutableArray.CreateBuilder<PaperBlock>();
        foreach (var claim in input.Claims.Claims)
        {
            var both = cases.Where(c => SpeedComparison.ShapeOf(c.Case) == claim.Shape).ToList();
            var series = CaseSeries.Of(
                Samples(both.First(c => !c.IsCandidate).Case),
                Samples(both.First(c => c.IsCandidate).Case)
            );
            if (series is null)
                continue;
            var name = PlainText.Name(ClaimWords.Shape(claim.Shape));
            figures.Add(
                new PaperFigure($"Runs at {name}.", "Baseline left, candidate right.", RunsPlot.Render(series, name))
            );
            figures.Add(
                new PaperFigure(
                    $"Distribution at {name}.",
                    "All samples of all runs.",
                    DistributionPlot.Render(series, name)
                )
            );
            figures.Add(
                new PaperFigure(
                    $"In time order at {name}.",
                    $"{series.Outside} samples lie beyond the frame, at its edge.",
                    TimeOrderPlot.Render(series, name)
                )
            );
        }

        if (Roofline() is { } roofline)
            figures.Add(
                new PaperFigure(
                    "Roofline.",
                    "Both sides, all shapes; the line is what the device was measured to do.",
                    roofline
                )
            );
        else
            stated.Of("roofline", null, "no ceilings were measured, or the manifests state no work");
        return new("Plots", figures.ToImmutable());
    }

    private string? Roofline() =>
        input.Measurement.Ceilings is { } ceilings
            ? RooflinePlot.Render(
                cases
                    .Select(c =>
                        (
                            c.Case,
                            Claim: input.Claims.Claims.First(x => x.Shape == SpeedComparison.ShapeOf(c.Case)),
                            c.IsCandidate
                        )
                    )
                    .Select(c =>
                        RooflinePosition.Of(
                            c.IsCandidate ? c.Claim.CandidateNs : c.Claim.BaselineNs,
                            c.Case.Flops,
                            c.Case.Bytes,
                            ceilings
                        )
                    )
                    .OfType<RooflinePosition>(),
                ceilings,
                "Roofline: candidate and baseline under the measured ceilings"
            )
            : null;

    // A manifest that states one of the two bounds leaves the other out on purpose.
    private static string NoBound(DeclaredOutput? declared) => declared is null ? Stated.Not : "none";

    private string Ceilings() =>
        input.Measurement.Ceilings is { } c
            ? $"Measured on this device in the same session: copy {Quantity.Rate(c.CopyBytesPerSecond, "B")}, "
                + $"{c.MatrixPrecision} matrix product {Quantity.Rate(c.MatrixFlopsPerSecond, "FLOP")}."
            : $"Ceilings of the device: {stated.Of("ceilings of the device", null, "they are measured on GPUs only")}.";

    private string? WhyNoBound(MeasuredCase c) =>
        input.Measurement.Ceilings is null ? "no ceilings were measured"
        : c.Flops is > 0 || c.Bytes is > 0 ? null
        : "the manifest states neither operations nor bytes";

    private (double Nanoseconds, string By)? Least(MeasuredCase c)
    {
        if (input.Measurement.Ceilings is not { CopyBytesPerSecond: > 0, MatrixFlopsPerSecond: > 0 } ceilings)
            return null;
        var compute = c.Flops is > 0 ? c.Flops.Value / ceilings.MatrixFlopsPerSecond * 1e9 : 0;
        var memory = c.Bytes is > 0 ? c.Bytes.Value / ceilings.CopyBytesPerSecond * 1e9 : 0;
        return compute == 0 && memory == 0 ? null
            : compute > memory ? (compute, "operations")
            : (memory, "bytes");
    }

    private static ImmutableArray<ImmutableArray<double>> Samples(MeasuredCase measured) =>
        [.. measured.Runs.Select(r => r.Samples)];
}
