namespace PerfGate.Core.Kernels.Scanning;

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
