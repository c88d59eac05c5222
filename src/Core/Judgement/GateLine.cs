namespace PerfGate.Core.Judgement;

/// <summary>A verdict in one short line, for places that show no more.</summary>
public static class GateLine
{
    /// <summary>The title and the first sentence of a summary, without anything that a terminal would obey.</summary>
    /// <param name="title">The outcome's title.</param>
    /// <param name="text">What follows it; it may be foreign text.</param>
    public static string Of(string title, string text)
    {
        var sentence = $"{title} {FirstSentence(text)}";
        return string.Concat(sentence.Select(c => char.IsControl(c) ? ' ' : c));
    }

    /// <summary>The first sentence of a summary.</summary>
    /// <param name="text">The summary.</param>
    public static string FirstSentence(string text) =>
        text.IndexOf(". ", StringComparison.Ordinal) is var end and >= 0 ? text[..(end + 1)] : text;
}
