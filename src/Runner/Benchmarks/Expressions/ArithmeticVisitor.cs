using System.Globalization;
using NCalc.Domain;

namespace PerfGate.Runner.Benchmarks.Expressions;

/// <summary>
/// Computes a parsed expression in double precision, exact for whole numbers up to 2^53. The library's own evaluation
/// would overflow at 2^31 and turn a division by zero into infinity, which a minimum then hides.
/// </summary>
internal sealed class ArithmeticVisitor(IReadOnlyDictionary<string, double> names) : LogicalExpressionVisitor
{
    /// <summary>The value of what was visited last.</summary>
    public double Value { get; private set; }

    public override void Visit(BinaryExpression expression)
    {
        var left = Of(expression.LeftExpression);
        var right = Of(expression.RightExpression);
        Value = expression.Type switch
        {
            BinaryExpressionType.Plus => left + right,
            BinaryExpressionType.Minus => left - right,
            BinaryExpressionType.Times => left * right,
            BinaryExpressionType.Div when right == 0 => throw new ExpressionException(
                ExpressionFault.Value,
                "it divides by zero"
            ),
            BinaryExpressionType.Div => left / right,
            BinaryExpressionType.Modulo when right == 0 => throw new ExpressionException(
                ExpressionFault.Value,
                "it divides by zero"
            ),
            BinaryExpressionType.Modulo => left % right,
            _ => throw NotArithmetic(),
        };
    }

    public override void Visit(UnaryExpression expression) =>
        Value = expression.Type == UnaryExpressionType.Negate ? -Of(expression.Expression) : throw NotArithmetic();

    public override void Visit(ValueExpression expression) =>
        Value = Convert.ToDouble(expression.Value, CultureInfo.InvariantCulture);

    public override void Visit(Identifier function) => Value = names[function.Name];

    public override void Visit(Function function)
    {
        var name = function.Identifier.Name;
        var (least, most) = ArithmeticFunctions.Arity(name);
        if (function.Expressions.Length < least || function.Expressions.Length > most)
        {
            throw new ExpressionException(
                ExpressionFault.Syntax,
                $"{name} takes {least}{(most > least ? $" to {most}" : "")} argument(s), not "
                    + $"{function.Expressions.Length}"
            );
        }

        Value = ArithmeticFunctions.Apply(name, [.. function.Expressions.Select(Of)]);
    }

    public override void Visit(LogicalExpression expression) => throw NotArithmetic();

    public override void Visit(TernaryExpression expression) => throw NotArithmetic();

    private static ExpressionException NotArithmetic() => new(ExpressionFault.Syntax, "only + - * / % are known");

    private double Of(LogicalExpression expression)
    {
        expression.Accept(this);
        return Value;
    }
}
