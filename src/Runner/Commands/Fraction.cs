using System.Globalization;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Commands;

/// <summary>
/// Fractions on the command line: <c>1%</c> and <c>0.01</c> are the same. From 100 % on the sign % is required, because
/// who writes <c>5</c> most likely means 5 %.
/// </summary>
internal static class Fraction
{
    /// <summary>Parses one.</summary>
    /// <param name="option">The option's name, for the error.</param>
    /// <param name="text">Its value.</param>
    /// <exception cref="PerfGateException">
    /// PG9013: not a fraction in (0, 10], or one of 1 and more without the sign %.
    /// </exception>
    public static double Parse(string option, string text)
    {
        var percent = text.TrimEnd().EndsWith('%');
        var number = percent ? text.TrimEnd()[..^1] : text;
        if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            var fraction = percent ? value / 100 : value;
            if (!percent && fraction is >= 1 and <= 1000)
                throw Refused(option, text, $"without % that is {Percent(100 * value)}. Write {Percent(value)}.");
            if (fraction is > 0 and <= 10)
                return fraction;
        }

        throw Refused(option, text, "write a fraction such as 1% or 0.01, above 0 and at most 1000%.");
    }

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.####}%");

    private static PerfGateException Refused(string option, string text, string expected) =>
        new(DiagnosticCatalog.BadOption(option, text, expected), ExitCode.Usage);
}
