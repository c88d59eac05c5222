namespace PerfGate.Runner.Benchmarks.Expressions;

/// <summary>The functions that an expression may call.</summary>
internal static class ArithmeticFunctions
{
    /// <summary>Their names, ordered.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["abs", "ceil", "ceil_div", "floor", "log2", "max", "min", "pow2", "round_up", "sqrt"];

    /// <summary>How many arguments a function takes: at least and at most.</summary>
    public static (int Least, int Most) Arity(string name) => name switch
    {
        "ceil_div" or "round_up" => (2, 2),
        "min" or "max" => (2, 8),
        _ => (1, 1),
    };

    /// <summary>Applies a function.</summary>
    /// <exception cref="ExpressionException">It divides by zero.</exception>
    public static double Apply(string name, double[] x) => name switch
    {
        "abs" => Math.Abs(x[0]),
        "ceil" => Math.Ceiling(x[0]),
        "ceil_div" => CeilingDivide(x[0], x[1]),
        "floor" => Math.Floor(x[0]),
        "log2" => Math.Log2(x[0]),
        "max" => x.Max(),
        "min" => x.Min(),
        "pow2" => Math.Pow(2, x[0]),
        "round_up" => CeilingDivide(x[0], x[1]) * x[1],
        "sqrt" => Math.Sqrt(x[0]),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not a function of expressions"),
    };

    // The remainder of doubles is exact, so this is exact for all whole numbers, where ceil(a / b) rounds first.
    private static double CeilingDivide(double a, double b)
    {
        if (b == 0)
            throw new ExpressionException(ExpressionFault.Value, "it divides by zero");
        var remainder = a % b;
        var quotient = (a - remainder) / b;
        return remainder != 0 && remainder < 0 == b < 0 ? quotient + 1 : quotient;
    }
}
