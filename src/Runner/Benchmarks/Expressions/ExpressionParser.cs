using System.Globalization;
using PerfGate.Core.Text;

namespace PerfGate.Runner.Benchmarks.Expressions;

/// <summary>Computes a value from the values of names.</summary>
/// <param name="names">The value of every name that is used.</param>
/// <exception cref="ExpressionException">It divides by zero.</exception>
internal delegate double Arithmetic(IReadOnlyDictionary<string, double> names);

/// <summary>
/// Parses arithmetic by precedence climbing. It is home-made because every worker starts anew and parses its manifests:
/// <c>perfgate list</c> of eight manifests took 27 ms more processor time with NCalc.Parser 7.4.0, which builds its
/// grammar at each start, and 48 ms more with CoreCLR-NCalc 2.2.113 (medians of 25 starts each, in turns, of 440 ms).
/// </summary>
internal sealed class ExpressionParser
{
    private readonly IReadOnlyList<ExpressionToken> _tokens;
    private int _next;

    private ExpressionParser(IReadOnlyList<ExpressionToken> tokens) => _tokens = tokens;

    /// <summary>Parses the tokens of an expression.</summary>
    /// <param name="tokens">At least one.</param>
    /// <exception cref="ExpressionException">They are not arithmetic.</exception>
    public static Arithmetic Parse(IReadOnlyList<ExpressionToken> tokens)
    {
        var parser = new ExpressionParser(tokens);
        var value = parser.Operations(1);
        return parser._next == tokens.Count ? value : throw parser.Missing("an operator");
    }

    private string Next => _next < _tokens.Count ? _tokens[_next].Text : "";

    // Operators of at least this precedence. Those of one precedence are applied from left to right.
    private Arithmetic Operations(int precedence)
    {
        var left = Operand();
        while (Precedence(Next) >= precedence)
        {
            var operation = _tokens[_next++].Text;
            left = Apply(operation, left, Operations(Precedence(operation) + 1));
        }

        return left;
    }

    private Arithmetic Operand()
    {
        if (!Skip("-"))
            return Unsigned();
        var value = Unsigned();
        return names => -value(names);
    }

    private Arithmetic Unsigned()
    {
        if (Skip("("))
        {
            var inner = Operations(1);
            Close();
            return inner;
        }

        if (_next == _tokens.Count || _tokens[_next].Kind == ExpressionTokenKind.Operator)
            throw Missing("an operand");
        var token = _tokens[_next++];
        if (token.Kind == ExpressionTokenKind.Function)
            return Call(token);
        if (token.Kind == ExpressionTokenKind.Name)
            return names => names[token.Text];
        var number = double.Parse(token.Text, CultureInfo.InvariantCulture);
        return _ => number;
    }

    private Arithmetic Call(ExpressionToken function)
    {
        var arguments = new List<Arithmetic>();
        do
        {
            // Behind the name there is a parenthesis, or it would not be a function's; behind that there are commas.
            _next++;
            arguments.Add(Operations(1));
        } while (Next == ",");
        Close();
        var (least, most) = ArithmeticFunctions.Arity(function.Text);
        if (arguments.Count < least || arguments.Count > most)
        {
            throw new ExpressionException(
                ExpressionFault.Syntax,
                $"{function.Text} takes {(most > least ? $"{least} to " : "")}{Numbers.Things(most, "argument")}, not "
                    + $"{arguments.Count}",
                function.Offset
            );
        }

        return names => ArithmeticFunctions.Apply(function.Text, [.. arguments.Select(a => a(names))]);
    }

    private static int Precedence(string token) =>
        token switch
        {
            "+" or "-" => 1,
            "*" or "/" or "%" => 2,
            _ => 0,
        };

    private static Arithmetic Apply(string operation, Arithmetic left, Arithmetic right) =>
        operation switch
        {
            "+" => names => left(names) + right(names),
            "-" => names => left(names) - right(names),
            "*" => names => left(names) * right(names),
            "/" => names => left(names) / Divisor(right(names)),
            _ => names => left(names) % Divisor(right(names)),
        };

    // In double precision it would be infinite, and a minimum would hide that.
    private static double Divisor(double value) =>
        value != 0 ? value : throw new ExpressionException(ExpressionFault.Value, "it divides by zero");

    private bool Skip(string token)
    {
        if (Next != token)
            return false;
        _next++;
        return true;
    }

    private void Close()
    {
        if (!Skip(")"))
            throw Missing("an operator or a closing parenthesis");
    }

    private ExpressionException Missing(string what)
    {
        var last = _tokens[^1];
        return _next < _tokens.Count
            ? new(ExpressionFault.Syntax, $"{what} is missing before {Next}", _tokens[_next].Offset)
            : new(ExpressionFault.Syntax, $"{what} is missing at the end", last.Offset + last.Text.Length);
    }
}
