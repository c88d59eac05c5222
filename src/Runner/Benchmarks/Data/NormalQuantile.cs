namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>
/// The quantile function of the standard normal: algorithm AS 241, PPND16 (M. J. Wichura, Applied Statistics 37, 1988),
/// accurate to about 1e-16. Only + - * / and the square root are used, which IEEE 754 rounds alike on every machine;
/// the logarithm and sine of a C library differ between them in the last digit.
/// </summary>
internal static class NormalQuantile
{
    private const double Ln2 = 0.693147180559945309417;

    /// <summary>The value below which a share of a standard normal lies.</summary>
    /// <param name="p">The share, above 0 and below 1.</param>
    public static double At(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
            return Centre(q);
        var r = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        var value = r <= 5 ? Shoulder(r - 1.6) : Tail(r - 5);
        return q < 0 ? -value : value;
    }

    private static double Centre(double q)
    {
        var r = 0.180625 - q * q;
        return q * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
            + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r + 133.14166789178437745) * r
            + 3.387132872796366608)
            / (((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
            + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r + 42.313330701600911252) * r + 1);
    }

    private static double Shoulder(double r) =>
        (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
        + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r
        + 1.42343711074968357734)
        / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
        + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1);

    private static double Tail(double r) =>
        (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
        + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r
        + 6.6579046435011037772)
        / (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
        + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1);

    // ln x = e ln 2 + 2 artanh(s) with x = m 2^e, m in [sqrt(1/2), sqrt(2)), s = (m - 1) / (m + 1): s^2 <= 0.0295, so
    // twelve terms of the series leave less than 1e-18.
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
        var square = s * s;
        var sum = 0.0;
        for (var k = 11; k >= 0; k--)
            sum = sum * square + 1.0 / (2 * k + 1);
        return exponent * Ln2 + 2 * s * sum;
    }
}
