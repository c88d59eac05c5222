using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Commands;

/// <summary>What is wrong with a command line, as diagnostics: what, and how to find out what is right.</summary>
internal static class UsageErrors
{
    /// <summary>What a time limit on the command line may be, seconds.</summary>
    public const string ExpectedSeconds = "a number above 0 and at most 1,000,000 was expected.";

    private const string Help = "--help";

    /// <summary>
    /// Refuses values of an option that are not of its kind, in words of the user. The checks of the option itself
    /// come after this one, and look at no value that was refused here.
    /// </summary>
    /// <param name="option">The option.</param>
    public static void RefuseForeignValues(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (Expected(type) is not { } expected)
            return;
        option.Validators.Insert(
            0,
            result =>
            {
                foreach (var word in result.Tokens.Select(t => t.Value).Where(word => !Fits(type, word)))
                {
                    var instead = $"{expected}{Near(type, word)}.";
                    result.AddError(DiagnosticCatalog.BadOption(option.Name, word, instead).Message);
                }
            }
        );
    }

    /// <summary>Refuses values of an option that make no sense.</summary>
    /// <param name="option">The option.</param>
    /// <param name="sensible">Whether a value makes sense; it is asked about values that could be read.</param>
    /// <param name="expected">What was expected instead, for the error.</param>
    public static void Refuse<T>(this Option<T> option, Predicate<T> sensible, string expected) =>
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<T>() is not { } value || sensible(value))
                return;
            result.AddError(
                DiagnosticCatalog.BadOption(option.Name, result.Tokens is [var t, ..] ? t.Value : "", expected).Message
            );
        });

    /// <summary>The errors of a command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>None where it is right, and where it names no command: that gets the help.</returns>
    public static ImmutableArray<Diagnostic> Of(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
            return [.. MistakenForFiles(parsed)];
        var command = parsed.CommandResult.Command;
        var path = Path(parsed.CommandResult);
        if (command.Action is null)
        {
            return parsed.UnmatchedTokens is [var first, ..]
                ? [UnknownWord(path, first, command)]
                : [];
        }

        return
        [
            .. parsed.UnmatchedTokens.Select(word => UnknownWord(path, word, command)),
            .. parsed.Errors.Where(e => !IsTheLibrarys(e, parsed)).Select(e => Diagnostic(e, path)),
        ];
    }

    // An option that may go without its value takes the next word only where that is one. Any other word is the name of
    // a file, and there may be none of that name.
    private static IEnumerable<Diagnostic> MistakenForFiles(ParseResult parsed) =>
        from pair in parsed.Tokens.Zip(parsed.Tokens.Skip(1))
        let option = parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == pair.First.Value)
        where option?.ValueType == typeof(bool?) && pair.Second.Type == TokenType.Argument
        let word = pair.Second.Value
        where !Fits(typeof(bool), word) && !InputFile.IsThere(word)
        select DiagnosticCatalog.BadOption(option.Name, word, $"{Expected(typeof(bool))}.");

    private static Diagnostic UnknownWord(string path, string word, Command command) =>
        DiagnosticCatalog.WrongUsage(
            $"{(word.StartsWith('-') ? "there is no option" : "this command does not take")} '{word}'"
                + $"{NearestName.Suggest(word, Known(command, word))}.",
            path
        );

    private static Diagnostic Diagnostic(ParseError error, string command) =>
        error.SymbolResult is OptionResult { Option.Name: var name }
        && error.Message.StartsWith($"{name} is '", StringComparison.Ordinal)
            ? DiagnosticCatalog.BadOption(name, "", "") with { Message = error.Message }
            : DiagnosticCatalog.WrongUsage(error.Message, command);

    // What is said above in words of a user: words that nothing takes, and values that are not of their option's kind.
    private static bool IsTheLibrarys(ParseError error, ParseResult parsed) =>
        error.Message.StartsWith("Cannot parse argument ", StringComparison.Ordinal)
        || parsed.UnmatchedTokens.Any(word => error.Message.EndsWith($"'{word}'.", StringComparison.Ordinal));

    private static string Path(SymbolResult? result) =>
        result is CommandResult { Parent: { } parent } command
            ? $"{Path(parent)} {command.Command.Name}"
            : "perfgate";

    private static IEnumerable<string> Known(Command command, string word) =>
        word.StartsWith('-')
            ? command.Options.Where(o => !o.Hidden).Select(o => o.Name).Concat([Help, LastHandler.Option])
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);

    private static string? Expected(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Words(type))} was expected"
        : type == typeof(double) ? "a number was expected"
        : type == typeof(bool) ? "true or false was expected"
        : type == typeof(int) || type == typeof(ulong) ? "a whole number was expected"
        : null;

    private static string Near(Type type, string word) =>
        type.IsEnum ? NearestName.Suggest(word, Words(type)) : "";

    // As a value is written on a command line.
    private static IEnumerable<string> Words(Type type) =>
        Enum.GetNames(type).Select(n => n.ToLowerInvariant());

    private static bool Fits(Type type, string word)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type.IsEnum)
            return Words(type).Contains(word, StringComparer.OrdinalIgnoreCase);
        if (type == typeof(bool))
            return bool.TryParse(word, out _);
        if (type == typeof(double))
            return double.TryParse(word, NumberStyles.Float, culture, out _);
        return type == typeof(int) ? int.TryParse(word, culture, out _) : ulong.TryParse(word, culture, out _);
    }
}
