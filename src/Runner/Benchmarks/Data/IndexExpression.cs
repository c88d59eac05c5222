using System.Globalization;
using PerfGate.Runner.Benchmarks.Expressions;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>An expression of an element's index, <c>i</c>, with the values of the other names in it.</summary>
internal sealed class IndexExpression : IEquatable<IndexExpression>
{
    /// <summary>What the index is called.</summary>
    public const string Index = "i";

    private readonly ArithmeticExpression _expression;
    private readonly IReadOnlyDictionary<string, double> _values;
    private readonly string _text;

    /// <summary>Binds an expression.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="expression">The expression.</param>
    /// <param name="values">The values of all names but the index.</param>
    public IndexExpression(string text, ArithmeticExpression expression, IReadOnlyDictionary<string, double> values)
    {
        (_expression, _values) = (expression, values);
        var used = expression.Names.Select(n => n.Name).Where(n => n != Index).Distinct().Order(StringComparer.Ordinal);
        _text = string.Join(
            "; ",
            used.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n} = {values[n]:R}")).Prepend(text)
        );
    }

    /// <summary>Writes the values of consecutive elements.</summary>
    /// <param name="first">The first one's index.</param>
    /// <param name="values">Where to.</param>
    /// <exception cref="ExpressionException">An element has no value: it divides by zero, for one.</exception>
    public void Evaluate(long first, Span<double> values)
    {
        var names = new Dictionary<string, double>(_values, StringComparer.Ordinal);
        for (var i = 0; i < values.Length; i++)
        {
            names[Index] = first + i;
            values[i] = _expression.Evaluate(names);
        }
    }

    /// <inheritdoc/>
    public bool Equals(IndexExpression? other) => other?._text == _text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IndexExpression);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Its text, with the values of its names.</summary>
    public override string ToString() => _text;
}
