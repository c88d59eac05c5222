using System.Text;

namespace PerfGate.Core.Kernels.Scanning;

/// <summary>
/// Cuts C++ into tokens: comments are gone, spliced lines are joined, what <c>#if 0</c> leaves out is left out.
/// Macros are not expanded and other conditions are not evaluated, so both sides of an <c>#if</c> are seen.
/// </summary>
internal sealed class Lexer
{
    private readonly List<Token> tokens = [];
    private readonly string text;
    private readonly int[] lines;
    private int position;

    private Lexer(string source)
    {
        (text, lines) = Splice(source);
    }

    /// <summary>The tokens of a source, in order.</summary>
    public static IReadOnlyList<Token> Read(string source)
    {
        var lexer = new Lexer(source);
        lexer.Run();
        return DisabledRegions.Remove(lexer.tokens);
    }

    // Translation phase 2: a backslash at the end of a line joins it with the next; lines keep their first numbers.
    private static (string Text, int[] Lines) Splice(string source)
    {
        var joined = new StringBuilder(source.Length);
        var lines = new List<int>(source.Length);
        var line = 1;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '\\' && LineBreakLength(source, i + 1) is > 0 and var length)
            {
                i += length;
                line++;
                continue;
            }

            joined.Append(source[i]);
            lines.Add(line);
            if (source[i] == '\n')
                line++;
        }

        return (joined.ToString(), [.. lines]);
    }

    private static int LineBreakLength(string source, int at) =>
        at < source.Length && source[at] == '\n' ? 1
        : at + 1 < source.Length && source[at] == '\r' && source[at + 1] == '\n' ? 2
        : 0;

    private void Run()
    {
        while (position < text.Length)
        {
            var c = text[position];
            if (char.IsWhiteSpace(c))
                position++;
            else if (SkipComment())
                continue;
            else if (c == '#' && OnlyBlanksBefore())
                ReadDirective();
            else if (IsWordStart(c))
                ReadWordOrPrefixedString();
            else if (char.IsAsciiDigit(c))
                Take(TokenKind.Literal, NumberLength());
            else if (c is '"' or '\'')
                Take(TokenKind.Literal, QuotedLength(position));
            else
                Take(TokenKind.Punctuation, StartsWith("::") ? 2 : 1);
        }
    }

    private bool SkipComment()
    {
        if (StartsWith("//"))
            position = IndexOf("\n", position);
        else if (StartsWith("/*"))
            position = Math.Min(IndexOf("*/", position + 2) + 2, text.Length);
        else
            return false;
        return true;
    }

    private bool OnlyBlanksBefore()
    {
        var i = position - 1;
        while (i >= 0 && text[i] is ' ' or '\t' or '\r')
            i--;
        return i < 0
            || text[i] == '\n'
            || tokens.Count == 0
            || lines[position] != tokens[^1].Line && PrecededByComment(i);
    }

    private bool PrecededByComment(int i) => i > 0 && text[i] == '/' && text[i - 1] == '*';

    private void ReadDirective()
    {
        var start = position;
        var directive = new StringBuilder();
        while (position < text.Length && text[position] != '\n')
        {
            if (SkipComment())
            {
                directive.Append(' ');
                continue;
            }

            directive.Append(text[position++]);
        }

        tokens.Add(new(TokenKind.Directive, directive.ToString().Trim(), lines[start]));
    }

    private void ReadWordOrPrefixedString()
    {
        var end = position;
        while (end < text.Length && (IsWordStart(text[end]) || char.IsAsciiDigit(text[end])))
            end++;
        var word = text[position..end];
        if (end < text.Length && text[end] == '"' && word is "R" or "LR" or "uR" or "UR" or "u8R")
            Take(TokenKind.Literal, RawStringEnd(end) - position);
        else if (end < text.Length && text[end] is '"' or '\'' && word is "L" or "u" or "U" or "u8")
            Take(TokenKind.Literal, end - position + QuotedLength(end));
        else
            Take(TokenKind.Word, end - position);
    }

    private int RawStringEnd(int quote)
    {
        var open = IndexOf("(", quote);
        if (open >= text.Length)
            return text.Length;
        var close = ")" + text[(quote + 1)..open] + "\"";
        return Math.Min(IndexOf(close, open) + close.Length, text.Length);
    }

    private int NumberLength()
    {
        var end = position;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_'
            || text[end] == '\'' && end + 1 < text.Length && char.IsAsciiLetterOrDigit(text[end + 1])))
        {
            end++;
        }

        return end - position;
    }

    // An unclosed quote ends with its line, so that one stray apostrophe does not swallow the rest of the file.
    private int QuotedLength(int quote)
    {
        var i = quote + 1;
        while (i < text.Length && text[i] != text[quote] && text[i] != '\n')
            i += text[i] == '\\' ? 2 : 1;
        return Math.Min(i + 1, text.Length) - quote;
    }

    private void Take(TokenKind kind, int length)
    {
        tokens.Add(new(kind, text.Substring(position, length), lines[position]));
        position += length;
    }

    private static bool IsWordStart(char c) => c is '_' or '$' || char.IsAsciiLetter(c) || c > 127 && char.IsLetter(c);

    private bool StartsWith(string what) => string.CompareOrdinal(text, position, what, 0, what.Length) == 0;

    private int IndexOf(string what, int from)
    {
        var i = text.IndexOf(what, Math.Min(from, text.Length), StringComparison.Ordinal);
        return i < 0 ? text.Length : i;
    }
}

/// <summary>A token of C++, as far as declarations need telling apart.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters; for a directive the whole logical line.</param>
/// <param name="Line">The line that it begins on, counted from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    public bool Is(string text) => Kind is TokenKind.Word or TokenKind.Punctuation && Text == text;
}

/// <summary>Kinds of <see cref="Token"/>.</summary>
internal enum TokenKind
{
    /// <summary>An identifier or keyword.</summary>
    Word,

    /// <summary>A number, string or character literal.</summary>
    Literal,

    /// <summary>An operator: one character, or <c>::</c>.</summary>
    Punctuation,

    /// <summary>A preprocessor directive with its continuation lines.</summary>
    Directive,
}
