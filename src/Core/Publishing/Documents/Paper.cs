using System.Collections.Immutable;

namespace PerfGate.Core.Publishing.Documents;

/// <summary>A text with tables, written once and rendered as Markdown, HTML and LaTeX; of plain texts.</summary>
/// <param name="Title">The title.</param>
/// <param name="Lead">What it is, one sentence.</param>
/// <param name="Sections">The sections, in order.</param>
internal sealed record Paper(string Title, string Lead, ImmutableArray<PaperSection> Sections);

/// <summary>A section.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Blocks">What it holds, in order.</param>
/// <param name="Boxed">Whether it is in a box.</param>
/// <param name="InTex">Whether the LaTeX part has it.</param>
internal sealed record PaperSection(
    string Title,
    ImmutableArray<PaperBlock> Blocks,
    bool Boxed = false,
    bool InTex = false
);

/// <summary>A part of a section.</summary>
internal abstract record PaperBlock;

/// <summary>Running text.</summary>
/// <param name="Text">The text.</param>
internal sealed record PaperText(string Text) : PaperBlock;

/// <summary>Lines below each other.</summary>
/// <param name="Lines">The lines.</param>
internal sealed record PaperList(ImmutableArray<string> Lines) : PaperBlock;

/// <summary>A text to copy as it is.</summary>
/// <param name="Text">The text.</param>
internal sealed record PaperQuote(string Text) : PaperBlock;

/// <summary>A table.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Head">The columns.</param>
/// <param name="Rows">The rows, each with a cell a column.</param>
internal sealed record PaperTable(
    string Caption,
    ImmutableArray<string> Head,
    ImmutableArray<ImmutableArray<string>> Rows
) : PaperBlock;

/// <summary>A drawing, which only the page shows.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Caption">How it is read.</param>
/// <param name="Svg">The drawing, of our own making.</param>
internal sealed record PaperFigure(string Title, string Caption, string Svg) : PaperBlock;
