using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PerfGate.Tasks.Compiling;

/// <summary>A name that a source has the preprocessor look for.</summary>
/// <param name="Name">The name between the quotes or brackets.</param>
/// <param name="Quoted">Whether the directory of the source itself is searched too.</param>
internal readonly record struct Lookup(string Name, bool Quoted);

/// <summary>
/// What the text of a source has the preprocessor look for, whether or not the line is reached: a name too many does
/// no harm.
/// </summary>
/// <param name="Text">The text, its continued lines joined.</param>
/// <param name="Lookups">The operands of <c>#include</c> and the like, and of <c>__has_include</c> and the
/// like.</param>
/// <param name="HasComputedInclude">Whether an <c>#include</c> names its file by a macro.</param>
/// <param name="Probes">The operands of <c>__has_include</c> and the like that are not literals.</param>
/// <param name="Clock">A macro of the clock that the text names; null if it names none.</param>
/// <param name="MayIncludeInAssembly">Whether this text can make an assembler read another file.</param>
internal sealed partial record IncludeScan(
    string Text, ImmutableArray<Lookup> Lookups, bool HasComputedInclude, ImmutableArray<ProbeOperand> Probes,
    string? Clock, bool MayIncludeInAssembly)
{
    /// <summary>What data looks for, which is no text: nothing.</summary>
    public static IncludeScan Nothing { get; } = new("", [], false, [], null, false);

    /// <summary>Scans a source.</summary>
    /// <param name="text">Its text.</param>
    public static IncludeScan Of(string text)
    {
        var joined = text.Contains('\\', StringComparison.Ordinal) ? Splice().Replace(text, "") : text;
        var includes = Include().Matches(joined);
        var probes = Probe().Matches(joined);
        return new(
            joined,
            [.. includes.Concat(probes).Where(IsLiteral).Select(Literal).Distinct()],
            includes.Any(m => !IsLiteral(m)),
            [.. probes.Where(m => !IsLiteral(m))
                .Select(m => ProbeOperand.At(joined, m)).Where(p => !p.IsQuestion).Distinct()],
            Clocks().Match(joined) is { Success: true } clock ? clock.Value : null,
            Assembly().IsMatch(Adjacent().Replace(joined, "")));
    }

    /// <summary>The literals in directives that a macro may hand to a probe.</summary>
    public IEnumerable<Lookup> LiteralsOfDirectives() =>
        Directive().Matches(Text).SelectMany(d => Operand().Matches(d.Value)).Select(Literal);

    private static bool IsLiteral(Match match) => match.Groups["quoted"].Success || match.Groups["angled"].Success;

    private static Lookup Literal(Match match) =>
        match.Groups["quoted"] is { Success: true } quoted
            ? new(quoted.Value, true)
            : new(match.Groups["angled"].Value, false);

    [GeneratedRegex(@"(?:\\|\?\?/)[ \t]*\r?\n")]
    private static partial Regex Splice();

    // Also behind a comment, in one, or in a string. The blanks and comments are atomic groups: a comment ends at its
    // first */, and n comments in a row could otherwise be divided in 2^n ways.
    [GeneratedRegex(
        @"(?:\#|%:|\?\?=)(?>(?:[ \t]|/\*.*?\*/)*)(?:include_next|include|import|__include_macros|embed)\b" +
        @"(?>(?:[ \t]|/\*.*?\*/)*)" +
        @"(?:""(?<quoted>[^""\n]+)""|<(?<angled>[^>\n]+)>|(?<other>[^\n]*))")]
    private static partial Regex Include();

    [GeneratedRegex(
        @"\b__has_(?:include_next|include|embed)(?:__)?\b" +
        @"(?:\s*\(\s*(?:""(?<quoted>[^""\n]+)""|<(?<angled>[^>\n]+)>|(?<other>\w*)))?")]
    private static partial Regex Probe();

    [GeneratedRegex(@"\b__(?:DATE|TIME|TIMESTAMP)__\b")]
    private static partial Regex Clocks();

    [GeneratedRegex(@"^[ \t]*(?:\#|%:)[ \t]*(?:define|if|elif)\b.*$", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"""(?<quoted>[^""\n]+)""|<(?<angled>[^<>\s""&|()=;]+)>")]
    private static partial Regex Operand();

    [GeneratedRegex(@"""\s*""")]
    private static partial Regex Adjacent();

    [GeneratedRegex(@"\.(?:incbin|include)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Assembly();
}
