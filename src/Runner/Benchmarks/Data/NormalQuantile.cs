using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>
/// The quantile function of the standard normal: algorithm AS 241, PPND16 (M. J. Wichura, Applied Statistics 37, 1988),
/// accurate to about 1e-16. Only + - * / and the square root are used, which IEEE 754 rounds alike on every machine;
/// the logarithm and sine of a C library differ between them in the last digit.
/// </summary>
internal static class NormalQuantile
{
    private const double Ln2 = 0.693147180559945309417;
    private const double CentreReach = 0.425;
    private const double CentreSquare = 0.180625;

    // The published coefficients, highest power first: numerator and denominator around the median, beyond it, and far
    // out.
    private static ReadOnlySpan<double> CentreOver =>
    [
        2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
        13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
    ];

    private static ReadOnlySpan<double> CentreUnder =>
    [
        5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
        5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
    ];

    private static ReadOnlySpan<double> ShoulderOver =>
    [
        7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
        3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
    ];

    private static ReadOnlySpan<double> ShoulderUnder =>
    [
        1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
        0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
    ];

    private static ReadOnlySpan<double> TailOver =>
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
        0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
    ];

    private static ReadOnlySpan<double> TailUnder =>
    [
        2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
        0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
    ];

    /// <summary>The value below which a share of a standard normal lies.</summary>
    /// <param name="share">The share, above 0 and below 1.</param>
    public static double At(double share)
    {
        var q = share - 0.5;
        return Math.Abs(q) > CentreReach ? Outside(share) : q * Ratio(CentreSquare - q * q, CentreOver, CentreUnder);
    }

    /// <summary>
    /// Puts the value below which a share lies in the place of each share, bit for bit as <see cref="At(double)"/>.
    /// </summary>
    /// <param name="shares">The shares, each above 0 and below 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void At(Span<double> shares)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(shares);
        for (var i = 0; i < vectors.Length; i++)
        {
            var share = vectors[i];
            var q = share - new Vector<double>(0.5);
            var r = new Vector<double>(CentreSquare) - q * q;
            vectors[i] = q * (Polynomial(r, CentreOver) / Polynomial(r, CentreUnder));
            if (Vector.LessThanOrEqualAll(Vector.Abs(q), new Vector<double>(CentreReach)))
                continue;
            for (var lane = 0; lane < Vector<double>.Count; lane++)
            {
                if (Math.Abs(q[lane]) > CentreReach)
                    shares[i * Vector<double>.Count + lane] = Outside(share[lane]);
            }
        }

        foreach (ref var share in shares[(vectors.Length * Vector<double>.Count)..])
            share = At(share);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Outside(double share)
    {
        var r = Math.Sqrt(-Log(share < 0.5 ? share : 1 - share));
        var value = r <= 5 ? Ratio(r - 1.6, ShoulderOver, ShoulderUnder) : Ratio(r - 5, TailOver, TailUnder);
        return share < 0.5 ? -value : value;
    }

    // ln x = e ln 2 + 2 artanh(s) with x = m 2^e, m in [sqrt(1/2), sqrt(2)), s = (m - 1) / (m + 1): s^2 <= 0.0295, so
    // twelve terms of the series leave less than 1e-18.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1022;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FE0_0000_0000_0000);
        if (mantissa < 0.70710678118654752)
        {
            mantissa *= 2;
            exponent--;
        }

        var s = (mantissa - 1) / (mantissa + 1);
        return exponent * Ln2
            + 2
                * s
                * Polynomial(
                    s * s,
                    [
                        1.0 / 23,
                        1.0 / 21,
                        1.0 / 19,
                        1.0 / 17,
                        1.0 / 15,
                        1.0 / 13,
                        1.0 / 11,
                        1.0 / 9,
                        1.0 / 7,
                        1.0 / 5,
                        1.0 / 3,
                        1,
                    ]
                );
    }

    private static double Ratio(double x, ReadOnlySpan<double> over, ReadOnlySpan<double> under) =>
        Polynomial(x, over) / Polynomial(x, under);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Polynomial(double x, ReadOnlySpan<double> coefficients)
    {
        var sum = coefficients[0];
        for (var k = 1; k < coefficients.Length; k++)
            sum = sum * x + coefficients[k];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Polynomial(Vector<double> x, ReadOnlySpan<double> coefficients)
    {
        var sum = new Vector<double>(coefficients[0]);
        for (var k = 1; k < coefficients.Length; k++)
            sum = sum * x + new Vector<double>(coefficients[k]);
        return sum;
    }
}
