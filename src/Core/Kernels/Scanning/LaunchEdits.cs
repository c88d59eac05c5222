namespace PerfGate.Core.Kernels.Scanning;

/// <summary>
/// Replaces <c>kernel&lt;&lt;&lt;grid, block&gt;&gt;&gt;(arguments)</c>, which no C++ compiler reads, by a call of
/// <c>perfgate/launch.h</c>: <c>perfgate::prepare_launch(...)(arguments)</c>.
/// </summary>
internal sealed class LaunchEdits(string text, TextEdits edits)
{
    private int[] _directives = [];

    // An angle bracket that nothing closes within so many tokens compares.
    private const int MostTemplateArguments = 1000;

    /// <summary>Replaces the launches of a source, those in the bodies of its macros included.</summary>
    /// <param name="tokens">The tokens of the source.</param>
    public void Add(IReadOnlyList<Token> tokens)
    {
        _directives = [.. tokens.Where(t => t.Kind == TokenKind.Directive).Select(t => t.Start)];
        Replace([.. tokens.Where(t => t.Kind != TokenKind.Directive)], 0, inDirective: false);
        foreach (var directive in tokens.Where(t => t.Kind == TokenKind.Directive))
        {
            if (!directive.Text.Contains("<<<", StringComparison.Ordinal))
                continue;
            // The # in front would make a directive of it again.
            var body = text[(directive.Start + 1)..directive.End];
            Replace(
                [.. Lexer.Read(body).Where(t => t.Kind != TokenKind.Directive)],
                directive.Start + 1,
                inDirective: true
            );
        }
    }

    private void Replace(Token[] tokens, int offset, bool inDirective)
    {
        var closes = Brackets.Closes(tokens);
        var ends = Ends(tokens, closes);
        var opens = new Dictionary<int, int>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Is("(") || tokens[i].Is("["))
                opens.TryAdd(closes[i], i);
        }

        for (var i = 1; i + 2 < tokens.Length; i++)
        {
            if (!IsTriple(tokens, i, "<") || i + 3 >= tokens.Length || ends[i + 3] < 0)
                continue;
            var close = ends[i + 3];
            var open = close + 3;
            if (open >= tokens.Length || !tokens[open].Is("(") || NameBefore(tokens, opens, i - 1) is not { } name)
                continue;
            // One that nothing closes would be followed to the end of the file, and so would each of many.
            if (!tokens[closes[open]].Is(")") || closes[open] - open > Statement.MostTokens)
                continue;
            var kernel = Flat(tokens, name, i, offset);
            var settings = text[(offset + tokens[i + 2].End)..(offset + tokens[close].Start)];
            // Conditions among the arguments cannot be repeated on one line.
            var repeated =
                HasDirective(tokens[open].Start, tokens[closes[open]].End) && !inDirective
                    ? "nullptr"
                    : $"[&] {{ {kernel}{Flat(tokens, open, closes[open] + 1, offset)}; }}";
            var call =
                $"perfgate::prepare_launch(perfgate::Configuration({settings}), \"{Escaped(kernel)}\", "
                + $"[&](auto const&... perfgate_given) -> decltype((void)({kernel}(perfgate_given...))) "
                + $"{{ {kernel}(perfgate_given...); }}, {repeated})";
            edits.Replace(offset + tokens[name].Start, offset + tokens[close + 2].End, call, inDirective);
            i = close + 2;
        }
    }

    private bool HasDirective(int from, int to)
    {
        var at = Array.BinarySearch(_directives, from);
        at = at < 0 ? ~at : at;
        return at < _directives.Length && _directives[at] < to;
    }

    // Formatters that do not know CUDA write << <grid, block >> >.
    private static bool IsTriple(Token[] tokens, int at, string sign) =>
        at + 2 < tokens.Length && tokens[at].Is(sign) && tokens[at + 1].Is(sign) && tokens[at + 2].Is(sign);

    // For each token the >>> that ends settings which begin there; -1 for none. A shift in brackets is passed over with
    // them. One pass from the end finds all.
    private static int[] Ends(Token[] tokens, int[] closes)
    {
        var ends = new int[tokens.Length + 1];
        ends[^1] = -1;
        for (var i = tokens.Length - 1; i >= 0; i--)
        {
            if (IsTriple(tokens, i, ">"))
                ends[i] = i;
            else if (tokens[i].Is("(") || tokens[i].Is("[") || tokens[i].Is("{"))
                ends[i] = ends[closes[i] + 1];
            else if (tokens[i].Is(";") || tokens[i].Is("}"))
                ends[i] = -1;
            else
                ends[i] = ends[i + 1];
        }

        return ends;
    }

    // Where the expression begins that names the kernel: f, f<1, 2>, ns::f<T>, (*pointer), table[i], object.f.
    private static int? NameBefore(Token[] tokens, Dictionary<int, int> opens, int last)
    {
        var at = last;
        for (; ; )
        {
            if (tokens[at].Is(">") && OpenBefore(tokens, at) is { } angle)
                at = angle - 1;
            while (at >= 0 && (tokens[at].Is(")") || tokens[at].Is("]")) && opens.TryGetValue(at, out var open))
            {
                if (open == 0 || tokens[open].Is("(") && tokens[open - 1].Kind != TokenKind.Word)
                    return open;
                at = open - 1;
            }

            if (at < 0 || tokens[at].Kind != TokenKind.Word)
                return null;
            if (at > 0 && tokens[at - 1].Is("template"))
                at--;
            if (at == 0)
                return at;
            if (tokens[at - 1].Is("::"))
            {
                // ::f of the global namespace begins with the sign.
                if (
                    at < 2
                    || tokens[at - 2].Kind != TokenKind.Word && !tokens[at - 2].Is(">")
                    || tokens[at - 2].Is("return")
                )
                    return at - 1;
                at -= 2;
            }
            else if (tokens[at - 1].Is(".") && at > 1)
                at -= 2;
            else if (
                at > 2
                && tokens[at - 1].Is(">")
                && tokens[at - 2].Is("-")
                && tokens[at - 2].End == tokens[at - 1].Start
            )
                at -= 3;
            else
                return at;
        }
    }

    private static int? OpenBefore(Token[] tokens, int close)
    {
        var depth = 0;
        for (var i = close; i >= Math.Max(0, close - MostTemplateArguments); i--)
        {
            if (tokens[i].Is(">") && !(i > 0 && tokens[i - 1].Is("-")))
                depth++;
            else if (tokens[i].Is("<") && --depth == 0)
                return i;
            else if (tokens[i].Is(";") || tokens[i].Is("{") || tokens[i].Is("}"))
                return null;
        }

        return null;
    }

    // The text of some tokens on one line, without comments.
    private string Flat(Token[] tokens, int from, int to, int offset)
    {
        var flat = new System.Text.StringBuilder();
        for (var i = from; i < Math.Min(to, tokens.Length); i++)
        {
            if (i > from && tokens[i].Start > tokens[i - 1].End)
                flat.Append(' ');
            flat.Append(
                tokens[i].Text.Contains('\n', StringComparison.Ordinal)
                    ? text[(offset + tokens[i].Start)..(offset + tokens[i].End)].ReplaceLineEndings(" ")
                    : tokens[i].Text
            );
        }

        return flat.ToString();
    }

    private static string Escaped(string name) =>
        name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
