using System.Numerics;
using System.Runtime.InteropServices;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>What comparing some elements found; parts add up.</summary>
internal readonly record struct DifferenceTotals
{
    /// <summary>Sum of the squared differences, in units of the scale.</summary>
    public double SquaredDifference { get; private init; }

    /// <summary>Sum of the squared expected values, likewise.</summary>
    public double SquaredReference { get; private init; }

    /// <summary>Largest absolute difference, infinite where it overflows.</summary>
    public double LargestDifference { get; private init; }

    /// <summary>Largest absolute value of the reference.</summary>
    public double LargestReference { get; private init; }

    /// <summary>The element with the largest difference.</summary>
    public long WorstElement { get; private init; }

    /// <summary>Elements that are as near to the expected value as their type can be.</summary>
    public long ExactElements { get; private init; }

    /// <summary>Elements of the output that are NaN or infinite.</summary>
    public long BadOutputs { get; private init; }

    /// <summary>The first of them.</summary>
    public long FirstBadOutput { get; private init; }

    /// <summary>Elements of the reference that are NaN or infinite.</summary>
    public long BadReferences { get; private init; }

    /// <summary>The first of them.</summary>
    public long FirstBadReference { get; private init; }

    /// <summary>Compares elements.</summary>
    /// <param name="actual">The output.</param>
    /// <param name="expected">The reference.</param>
    /// <param name="first">The index of the first element.</param>
    /// <param name="scale">What values are multiplied with before they are squared.</param>
    /// <param name="rounding">How far rounding to the output's type may move a value.</param>
    public static DifferenceTotals Of(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, long first, double scale, Rounding rounding)
    {
        var lanes = Vector<double>.Count;
        var (difference, reference) = (Vector<double>.Zero, Vector<double>.Zero);
        var (largest, largestReference, nothing) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var scales = new Vector<double>(scale);
        var (share, least) = (new Vector<double>(rounding.Share), new Vector<double>(rounding.Least));
        // One lane counts -1 for every exact element.
        var exact = Vector<long>.Zero;
        var a = MemoryMarshal.Cast<double, Vector<double>>(actual);
        var e = MemoryMarshal.Cast<double, Vector<double>>(expected);
        for (var i = 0; i < a.Length; i++)
        {
            var d = a[i] - e[i];
            largest = Vector.Max(largest, Vector.Abs(d));
            exact += Vector.LessThanOrEqual(Vector.Abs(d), Vector.Max(Rounding.PowerBelow(e[i]) * share, least));
            largestReference = Vector.Max(largestReference, Vector.Abs(e[i]));
            // x - x is 0, but NaN for NaN and the infinities: one sum shows whether any value was not finite.
            nothing += (a[i] - a[i]) + (e[i] - e[i]);
            d *= scales;
            difference += d * d;
            var r = e[i] * scales;
            reference += r * r;
        }

        var rest = Exactly(
            actual[(a.Length * lanes)..],
            expected[(a.Length * lanes)..],
            first + (a.Length * lanes),
            scale,
            rounding
        );
        if (Vector.Sum(nothing) != 0 || double.IsNaN(Vector.Sum(nothing)))
            return Exactly(actual, expected, first, scale, rounding);
        var main = new DifferenceTotals
        {
            SquaredDifference = Vector.Sum(difference),
            SquaredReference = Vector.Sum(reference),
            LargestDifference = Largest(largest),
            LargestReference = Largest(largestReference),
            WorstElement = first,
            ExactElements = -Vector.Sum(exact),
        };
        if (main.LargestDifference > 0)
            main = main with { WorstElement = first + Find(actual, expected, main.LargestDifference) };
        return main.Add(rest);
    }

    /// <summary>Adds the totals of the elements that follow.</summary>
    public DifferenceTotals Add(DifferenceTotals next) => new()
    {
        SquaredDifference = SquaredDifference + next.SquaredDifference,
        SquaredReference = SquaredReference + next.SquaredReference,
        LargestDifference = Math.Max(LargestDifference, next.LargestDifference),
        LargestReference = Math.Max(LargestReference, next.LargestReference),
        WorstElement = next.LargestDifference > LargestDifference ? next.WorstElement : WorstElement,
        ExactElements = ExactElements + next.ExactElements,
        BadOutputs = BadOutputs + next.BadOutputs,
        FirstBadOutput = BadOutputs > 0 ? FirstBadOutput : next.FirstBadOutput,
        BadReferences = BadReferences + next.BadReferences,
        FirstBadReference = BadReferences > 0 ? FirstBadReference : next.FirstBadReference,
    };

    // Element by element: for the few at the end, and for chunks that hold something that is not finite.
    private static DifferenceTotals Exactly(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, long first, double scale, Rounding rounding)
    {
        var total = default(DifferenceTotals);
        for (var i = 0; i < actual.Length; i++)
        {
            var (a, e) = (actual[i], expected[i]);
            var (badOutput, badReference) = (!double.IsFinite(a), !double.IsFinite(e));
            var difference = badOutput || badReference ? 0 : a - e;
            total = total.Add(new()
            {
                SquaredDifference = difference * scale * (difference * scale),
                SquaredReference = badReference ? 0 : e * scale * (e * scale),
                LargestDifference = Math.Abs(difference),
                LargestReference = badReference ? 0 : Math.Abs(e),
                WorstElement = first + i,
                ExactElements = !badOutput && !badReference && rounding.Explains(difference, e) ? 1 : 0,
                BadOutputs = badOutput ? 1 : 0,
                FirstBadOutput = first + i,
                BadReferences = badReference ? 1 : 0,
                FirstBadReference = first + i,
            });
        }

        return total;
    }

    private static double Largest(Vector<double> values)
    {
        var largest = values[0];
        for (var i = 1; i < Vector<double>.Count; i++)
            largest = Math.Max(largest, values[i]);
        return largest;
    }

    private static int Find(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double difference)
    {
        for (var i = 0; i < actual.Length; i++)
        {
            if (Math.Abs(actual[i] - expected[i]) == difference)
                return i;
        }

        return 0;
    }
}
