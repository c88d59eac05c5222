using System.Globalization;

namespace PerfGate.Core.Text;

/// <summary>How a p-value is written, wherever it is: in a table of the console, in a report, in a sentence.</summary>
public static class PValue
{
    // Below this nobody needs the figure, and a permutation of few runs could not support it.
    private const double Smallest = 0.0001;

    /// <summary>The figure of a table: <c>0.25</c>, <c>0.031</c>, <c>0.0002</c>, <c>&lt; 0.0001</c>.</summary>
    /// <param name="p">The p-value, 0 to 1.</param>
    public static string Figure(double p) => p < Smallest
        ? "< 0.0001"
        : p.ToString(p < 0.001 ? "0.0000" : p < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>The figure in a sentence: <c>p = 0.031</c>, <c>p &lt; 0.0001</c>.</summary>
    /// <param name="p">The p-value, 0 to 1.</param>
    public static string Sentence(double p) => p < Smallest ? $"p {Figure(p)}" : $"p = {Figure(p)}";
}
