using System.Collections.Immutable;

namespace PerfGate.Runner.Benchmarks.Expressions;

/// <summary>An expression of a manifest, read: arithmetic and nothing else.</summary>
internal sealed class ArithmeticExpression
{
    private readonly Arithmetic _value;

    private ArithmeticExpression(Arithmetic value, ImmutableArray<UsedName> names)
    {
        _value = value;
        Names = names;
    }

    /// <summary>The names that it uses, in order.</summary>
    public ImmutableArray<UsedName> Names { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionException">It is not arithmetic.</exception>
    public static ArithmeticExpression Parse(string text)
    {
        var tokens = ExpressionToken.Read(text);
        return new(
            ExpressionParser.Parse(tokens),
            [.. tokens.Where(t => t.Kind == ExpressionTokenKind.Name).Select(t => new UsedName(t.Text, t.Offset))]
        );
    }

    /// <summary>Its value.</summary>
    /// <param name="names">The value of every name.</param>
    /// <exception cref="ExpressionException">A name is unknown, or the value is not finite.</exception>
    public double Evaluate(IReadOnlyDictionary<string, double> names)
    {
        foreach (var name in Names.Where(n => !names.ContainsKey(n.Name)))
            throw new ExpressionException(ExpressionFault.UnknownName, name.Name, name.Offset);
        var value = _value(names);
        return double.IsFinite(value)
            ? value
            : throw new ExpressionException(ExpressionFault.Value, "its value is not finite");
    }
}

/// <summary>A name that an expression uses.</summary>
/// <param name="Name">The name.</param>
/// <param name="Offset">Where in the text, counted from 0.</param>
internal readonly record struct UsedName(string Name, int Offset);
