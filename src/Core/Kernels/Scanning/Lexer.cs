using System.Text;

namespace PerfGate.Core.Kernels.Scanning;

/// <summary>
/// Cuts C++ into tokens: comments are gone, spliced lines are joined, what <c>#if 0</c> leaves out is left out.
/// Macros are not expanded and other conditions are not evaluated, so both sides of an <c>#if</c> are seen.
/// </summary>
internal sealed class Lexer
{
    private readonly List<Token> _tokens = [];
    private readonly string _text;
    private readonly int[] _lines;
    private readonly int[] _places;
    private int _position;

    private Lexer(string source)
    {
        (_text, _lines, _places) = Splice(source);
    }

    /// <summary>The tokens of a source, in order.</summary>
    public static IReadOnlyList<Token> Read(string source)
    {
        var lexer = new Lexer(source);
        lexer.Run();
        return DisabledRegions.Remove(lexer._tokens);
    }

    // Translation phase 2: a backslash at the end of a line joins it with the next; lines keep their first numbers.
    // The last place is the end of the source.
    private static (string Text, int[] Lines, int[] Places) Splice(string source)
    {
        var joined = new StringBuilder(source.Length);
        var lines = new List<int>(source.Length);
        var places = new List<int>(source.Length + 1);
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
            places.Add(i);
            if (source[i] == '\n')
                line++;
        }

        places.Add(source.Length);
        return (joined.ToString(), [.. lines], [.. places]);
    }

    private static int LineBreakLength(string source, int at) =>
        at < source.Length && source[at] == '\n' ? 1
        : at + 1 < source.Length && source[at] == '\r' && source[at + 1] == '\n' ? 2
        : 0;

    private void Run()
    {
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (char.IsWhiteSpace(c))
                _position++;
            else if (SkipComment())
                continue;
            else if (c == '#' && OnlyBlanksBefore())
                ReadDirective();
            else if (IsWordStart(c))
                ReadWordOrPrefixedString();
            else if (char.IsAsciiDigit(c))
                Take(TokenKind.Literal, NumberLength());
            else if (c is '"' or '\'')
                Take(TokenKind.Literal, QuotedLength(_position));
            else
                Take(TokenKind.Punctuation, StartsWith("::") ? 2 : 1);
        }
    }

    private bool SkipComment()
    {
        if (StartsWith("//"))
            _position = IndexOf("\n", _position);
        else if (StartsWith("/*"))
            _position = Math.Min(IndexOf("*/", _position + 2) + 2, _text.Length);
        else
            return false;
        return true;
    }

    private bool OnlyBlanksBefore()
    {
        var i = _position - 1;
        while (i >= 0 && _text[i] is ' ' or '\t' or '\r')
            i--;
        return i < 0
            || _text[i] == '\n'
            || _tokens.Count == 0
            || _lines[_position] != _tokens[^1].Line && PrecededByComment(i);
    }

    private bool PrecededByComment(int i) => i > 0 && _text[i] == '/' && _text[i - 1] == '*';

    private void ReadDirective()
    {
        var start = _position;
        var directive = new StringBuilder();
        while (_position < _text.Length && _text[_position] != '\n')
        {
            if (SkipComment())
            {
                directive.Append(' ');
                continue;
            }

            directive.Append(_text[_position++]);
        }

        Add(TokenKind.Directive, directive.ToString().Trim(), start);
    }

    private void ReadWordOrPrefixedString()
    {
        var end = _position;
        while (end < _text.Length && (IsWordStart(_text[end]) || char.IsAsciiDigit(_text[end])))
            end++;
        var word = _text[_position..end];
        if (end < _text.Length && _text[end] == '"' && word is "R" or "LR" or "uR" or "UR" or "u8R")
            Take(TokenKind.Literal, RawStringEnd(end) - _position);
        else if (end < _text.Length && _text[end] is '"' or '\'' && word is "L" or "u" or "U" or "u8")
            Take(TokenKind.Literal, end - _position + QuotedLength(end));
        else
            Take(TokenKind.Word, end - _position);
    }

    private int RawStringEnd(int quote)
    {
        var open = IndexOf("(", quote);
        if (open >= _text.Length)
            return _text.Length;
        var close = ")" + _text[(quote + 1)..open] + "\"";
        return Math.Min(IndexOf(close, open) + close.Length, _text.Length);
    }

    private int NumberLength()
    {
        var end = _position;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '.' or '_'
            || _text[end] == '\'' && end + 1 < _text.Length && char.IsAsciiLetterOrDigit(_text[end + 1])))
        {
            end++;
        }

        return end - _position;
    }

    // An unclosed quote ends with its line, so that one stray apostrophe does not swallow the rest of the file.
    private int QuotedLength(int quote)
    {
        var i = quote + 1;
        while (i < _text.Length && _text[i] != _text[quote] && _text[i] != '\n')
            i += _text[i] == '\\' ? 2 : 1;
        return Math.Min(i + 1, _text.Length) - quote;
    }

    private void Take(TokenKind kind, int length)
    {
        var start = _position;
        _position += length;
        Add(kind, _text.Substring(start, length), start);
    }

    // The token from a place to the position. A token's end is the place behind its last character: what is joined
    // there belongs to no token.
    private void Add(TokenKind kind, string text, int start) =>
        _tokens.Add(new(kind, text, _lines[start], _places[start], _places[_position - 1] + 1));

    private static bool IsWordStart(char c) => c is '_' or '$' || char.IsAsciiLetter(c) || c > 127 && char.IsLetter(c);

    private bool StartsWith(string what) => string.CompareOrdinal(_text, _position, what, 0, what.Length) == 0;

    private int IndexOf(string what, int from)
    {
        var i = _text.IndexOf(what, Math.Min(from, _text.Length), StringComparison.Ordinal);
        return i < 0 ? _text.Length : i;
    }
}

/// <summary>A token of C++, as far as declarations need telling apart.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters; for a directive the whole logical line.</param>
/// <param name="Line">The line that it begins on, counted from 1.</param>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="End">Where it ends in the source.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Start, int End)
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
