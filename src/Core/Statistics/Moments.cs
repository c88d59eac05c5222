namespace PerfGate.Core.Statistics;

/// <summary>Mean and variance, computed in a fixed order so that they are the same on every machine.</summary>
public static class Moments
{
    /// <summary>The arithmetic mean.</summary>
    /// <param name="values">At least one.</param>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value - values[0];
        return values[0] + sum / values.Length;
    }

    /// <summary>The unbiased sample variance.</summary>
    /// <param name="values">At least two.</param>
    public static double Variance(ReadOnlySpan<double> values)
    {
        var mean = Mean(values);
        var sum = 0.0;
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return sum / (values.Length - 1);
    }
}
