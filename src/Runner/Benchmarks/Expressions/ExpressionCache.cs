namespace PerfGate.Runner.Benchmarks.Expressions;

/// <summary>Reads each expression of a manifest once: every point of the axes evaluates it again.</summary>
internal sealed class ExpressionCache
{
    private readonly Dictionary<string, ArithmeticExpression> _read = new(StringComparer.Ordinal);

    /// <inheritdoc cref="ArithmeticExpression.Parse"/>
    public ArithmeticExpression Parse(string text)
    {
        if (!_read.TryGetValue(text, out var expression))
            _read[text] = expression = ArithmeticExpression.Parse(text);
        return expression;
    }
}
