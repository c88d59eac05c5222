using System.Globalization;
using PerfGate.Runner.Benchmarks.Expressions;

namespace PerfGate.Runner.Init;

/// <summary>Answers what the source of a kernel does not tell.</summary>
internal interface IDraftQuestions
{
    /// <summary>Whether a person answers, so that no answer is a guess.</summary>
    bool Asks { get; }

    /// <summary>A number.</summary>
    /// <param name="what">What it is, as a person is asked for it.</param>
    /// <returns>The number, as JSON.</returns>
    string Number(string what);

    /// <summary>A number of elements.</summary>
    /// <param name="what">What it is, as a person is asked for it.</param>
    /// <param name="guess">What is likely.</param>
    /// <param name="axes">The names that an expression may use.</param>
    /// <returns>A number or an expression.</returns>
    string Count(string what, string guess, IReadOnlyList<string> axes);
}

/// <summary>Asks nobody and takes the guesses.</summary>
internal sealed class Guesses : IDraftQuestions
{
    /// <inheritdoc/>
    public bool Asks => false;

    /// <inheritdoc/>
    public string Number(string what) => "1";

    /// <inheritdoc/>
    public string Count(string what, string guess, IReadOnlyList<string> axes) => guess;
}

/// <summary>Asks the person at the terminal. An empty line takes what is offered.</summary>
/// <param name="input">Where answers come from; at its end everything is taken as offered.</param>
/// <param name="output">Where questions go.</param>
internal sealed class AskedQuestions(TextReader input, TextWriter output) : IDraftQuestions
{
    /// <inheritdoc/>
    public bool Asks => true;

    /// <inheritdoc/>
    public string Number(string what) =>
        Ask(
            what,
            "1",
            answer =>
                double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number)
                    ? null
                    : "a number is needed, such as 0.5",
            answer => double.Parse(answer, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)
        );

    /// <inheritdoc/>
    public string Count(string what, string guess, IReadOnlyList<string> axes) =>
        Ask(what, guess, answer => FaultOf(answer, axes), answer => answer);

    private static string? FaultOf(string answer, IReadOnlyList<string> axes)
    {
        try
        {
            return
                ArithmeticExpression.Parse(answer).Names.FirstOrDefault(n => !axes.Contains(n.Name)).Name is { } other
                ? $"there is no axis {other}; there are {string.Join(", ", axes)}"
                : null;
        }
        catch (ExpressionException e)
        {
            return e.Message;
        }
    }

    private string Ask(string what, string offered, Func<string, string?> faultOf, Func<string, string> written)
    {
        while (true)
        {
            output.Write($"{what} [{offered}]: ");
            if (input.ReadLine()?.Trim() is not { Length: > 0 } answer)
                return offered;
            if (faultOf(answer) is not { } fault)
                return written(answer);
            output.WriteLine($"  {fault}");
        }
    }
}
