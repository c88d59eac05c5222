namespace PerfGate.Runner.Benchmarks.Expressions;

/// <summary>An expression that cannot be read or has no usable value.</summary>
internal sealed class ExpressionException(ExpressionFault fault, string message, int offset = 0) : Exception(message)
{
    /// <summary>What kind of fault it is.</summary>
    public ExpressionFault Fault { get; } = fault;

    /// <summary>Where in the expression's text, counted from 0.</summary>
    public int Offset { get; } = offset;
}

/// <summary>Kinds of faults of an expression.</summary>
internal enum ExpressionFault
{
    /// <summary>It is not arithmetic.</summary>
    Syntax,

    /// <summary>It uses a name that nothing defines.</summary>
    UnknownName,

    /// <summary>It has no finite value.</summary>
    Value,
}
