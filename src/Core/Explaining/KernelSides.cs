namespace PerfGate.Core.Explaining;

/// <summary>The counters of a kernel, looked at from its slower and its faster side.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="slower">Whether the candidate is the slower side.</param>
internal sealed class KernelSides(ExplainedKernel kernel, bool slower)
{
    private readonly Dictionary<string, CounterPair> _counters = kernel.Counters.ToDictionary(
        c => c.Name,
        StringComparer.Ordinal
    );

    /// <summary>The kernel.</summary>
    public ExplainedKernel Kernel => kernel;

    /// <summary>Whether the candidate is the slower side.</summary>
    public bool Slower => slower;

    /// <summary>The candidate's value; 0 if it was not counted.</summary>
    public double Candidate(params ReadOnlySpan<string> names) => Sum(names, c => c.Candidate);

    /// <summary>The reference's value.</summary>
    public double Reference(params ReadOnlySpan<string> names) => Sum(names, c => c.Reference);

    /// <summary>The slower side's value.</summary>
    public double Slow(params ReadOnlySpan<string> names) => slower ? Candidate(names) : Reference(names);

    /// <summary>The faster side's value.</summary>
    public double Fast(params ReadOnlySpan<string> names) => slower ? Reference(names) : Candidate(names);

    /// <summary>How many times as large the sum is on the slower side; 1 where neither side has any.</summary>
    public double Growth(params ReadOnlySpan<string> names) => Factor(Slow(names), Fast(names));

    /// <summary>How many times as large it is on the faster side.</summary>
    public double Shrinking(params ReadOnlySpan<string> names) => Factor(Fast(names), Slow(names));

    /// <summary>Whether both sides have it.</summary>
    public bool Has(string name) =>
        _counters.TryGetValue(name, out var pair) && pair is { Reference: not null, Candidate: not null };

    /// <summary>The candidate's value and then the reference's, in words.</summary>
    /// <param name="figure">Writes one of them.</param>
    /// <param name="unit">What is counted, written after the first value.</param>
    /// <param name="names">The counters, which are added up.</param>
    public string Told(Func<double, string> figure, string unit, params ReadOnlySpan<string> names) =>
        $"{figure(Candidate(names))} {unit}, where the reference has {figure(Reference(names))}";

    private double Sum(ReadOnlySpan<string> names, Func<CounterPair, double?> side)
    {
        var sum = 0.0;
        foreach (var name in names)
            sum += _counters.TryGetValue(name, out var pair) ? side(pair) ?? 0 : 0;
        return sum;
    }

    private static double Factor(double over, double under) =>
        under > 0 ? over / under
        : over > 0 ? double.PositiveInfinity
        : 1;
}
