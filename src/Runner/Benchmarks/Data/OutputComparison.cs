using System.Globalization;
using PerfGate.Core.Measurements;
using PerfGate.Core.Text;
using PerfGate.Runner.Bytes;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>Compares an output with its reference.</summary>
internal static unsafe class OutputComparison
{
    /// <summary>Compares.</summary>
    /// <param name="actual">The output's bytes, as the device holds them.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="expected">The reference, one value per element.</param>
    /// <param name="tolerance">How close it must be; an absolute bound of 0 means exactly.</param>
    /// <param name="poisoned">
    /// Whether it held poison before, so that poison in it means that nobody wrote there.
    /// </param>
    /// <returns>
    /// How far it is, in finite numbers, whether that is close enough, and what is wrong where it is not.
    /// </returns>
    public static OutputCheck Compare(
        ReadOnlySpan<byte> actual,
        ElementType type,
        ReadOnlySpan<double> expected,
        OutputTolerance tolerance,
        bool poisoned = true
    )
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(actual.Length, (long)expected.Length * type.Size());
        var total = Differences(actual, type, expected, 1);
        // Squares overflow above 1e154 and vanish below 1e-162: then once more, in units of the largest value.
        if (!double.IsFinite(total.SquaredDifference) || !double.IsFinite(total.SquaredReference)
            || (total.SquaredReference == 0 && total.LargestReference > 0))
        {
            var largest = Math.Max(total.LargestReference, total.LargestDifference);
            total = Differences(actual, type, expected, 1 / Math.Clamp(largest, 1e-300, 1e300));
        }

        return Judge(actual, type, expected, tolerance, total, poisoned);
    }

    private static DifferenceTotals Differences(
        ReadOnlySpan<byte> actual,
        ElementType type,
        ReadOnlySpan<double> expected,
        double scale
    )
    {
        var parts = new DifferenceTotals[ChunkedLoop.Chunks(expected.Length)];
        fixed (byte* outputs = actual)
        fixed (double* references = expected)
        {
            var (a, e, size) = ((nint)outputs, (nint)references, type.Size());
            var rounding = Rounding.To(type);
            ChunkedLoop.Run(expected.Length, (chunk, first, length) =>
            {
                using var values = new PooledDoubles(length);
                ElementConversion.Decode(new((byte*)a + first * size, length * size), type, values.Span);
                var chunkExpected = new ReadOnlySpan<double>((double*)e + first, length);
                parts[chunk] = DifferenceTotals.Of(values.Span, chunkExpected, first, scale, rounding);
            });
        }

        // In order, so that the sums do not depend on which thread was first.
        return parts.Aggregate(default(DifferenceTotals), (sum, part) => sum.Add(part));
    }

    private static OutputCheck Judge(
        ReadOnlySpan<byte> actual,
        ElementType type,
        ReadOnlySpan<double> expected,
        OutputTolerance tolerance,
        DifferenceTotals total,
        bool poisoned
    )
    {
        if (total.BadReferences > 0)
        {
            var where = Invariant($"{total.BadReferences:N0} of {Numbers.Things(expected.Length, "element")}");
            var first = Invariant($"[{total.FirstBadReference}]");
            var remedy = total.BadReferences == expected.Length && poisoned
                ? $"An output without a fill starts as NaN: where {tolerance.Buffer} is updated in place, give the "
                    + "buffer a fill. Otherwise fix what computes the expected output"
                : "Fix what computes them, or choose inputs for which they are finite";
            return Failed(tolerance, $"the expected values are not finite in {where}, first at {first}. {remedy}");
        }

        var size = type.Size();
        if (poisoned && total.BadOutputs > 0 && Unwritten(actual, type, expected) is { Count: > 0 } unwritten)
        {
            return Failed(tolerance, NeverWritten(unwritten, expected.Length));
        }

        if (total.BadOutputs > 0)
        {
            var share = Invariant($"{total.BadOutputs:N0} of {Numbers.Things(expected.Length, "element")}");
            return Failed(tolerance, Invariant($"{share} are NaN or infinite, first [{total.FirstBadOutput}]"));
        }

        var relative = Relative(total);
        var absolute = Math.Min(total.LargestDifference, double.MaxValue);
        var elements = expected.Length;
        OutputCheck Checked(bool passed, string? detail = null) =>
            new(tolerance.Buffer, relative, absolute, passed, detail)
            {
                ExactShare = (double)total.ExactElements / elements,
                LargestExpected = Math.Min(total.LargestReference, double.MaxValue),
            };
        var close = tolerance.Relative is not { } relativeBound || relative <= relativeBound;
        if (close && (tolerance.Absolute is not { } absoluteBound || absolute <= absoluteBound))
            return Checked(true);
        // A kernel may write the poison of an integer by chance, among other wrong elements.
        if (
            poisoned
            && !type.IsFloatingPoint()
            && Unwritten(actual, type, expected) is { Count: > 0 } left
            && 2 * left.Count >= elements - total.ExactElements
        )
        {
            return Checked(false, NeverWritten(left, expected.Length));
        }

        var worst = total.WorstElement;
        Span<double> value = stackalloc double[1];
        ElementConversion.Decode(actual.Slice((int)worst * size, size), type, value);
        var (error, bound) = !close
            ? ($"relative error {relative:0.###e+0}", $"{tolerance.Relative:0.###e+0}")
            : ($"largest difference {absolute:0.###e+0}", $"{tolerance.Absolute:0.###e+0}");
        return Checked(false, Invariant(
            $"{error} is above {bound}; worst element [{worst}]: {value[0]:R} instead of {expected[(int)worst]:R}"));
    }

    private static double Relative(DifferenceTotals total) => (total.SquaredDifference, total.SquaredReference) switch
    {
        (0, _) => 0,
        (_, 0) => double.MaxValue,
        var (difference, reference) => Math.Min(Math.Sqrt(difference) / Math.Sqrt(reference), double.MaxValue),
    };

    private static string NeverWritten((long Count, long First) left, int elements) =>
        Invariant($"{left.Count:N0} of {Numbers.Things(elements, "element")} were never written, first [{left.First}]");

    private static (long Count, long First) Unwritten(
        ReadOnlySpan<byte> actual,
        ElementType type,
        ReadOnlySpan<double> expected
    )
    {
        var (size, count, first) = (type.Size(), 0L, -1L);
        Span<double> value = stackalloc double[1];
        for (var i = 0; i < expected.Length; i++)
        {
            var element = actual.Slice(i * size, size);
            if (!Poison.Is(type, element))
                continue;
            ElementConversion.Decode(element, type, value);
            if (value[0] == expected[i])
                continue;
            count++;
            first = first < 0 ? i : first;
        }

        return (count, first);
    }

    private static OutputCheck Failed(OutputTolerance tolerance, string why) =>
        new(tolerance.Buffer, double.MaxValue, double.MaxValue, false, why);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
