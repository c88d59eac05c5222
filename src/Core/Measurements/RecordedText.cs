namespace PerfGate.Core.Measurements;

/// <summary>
/// How long a text may be that is written into a file of the gate. Whatever a kernel or a compiler says ends up there,
/// and who reads the file has limits: what the gate writes can always be published.
/// </summary>
public static class RecordedText
{
    /// <summary>Longest reason, characters.</summary>
    public const int MaximumReason = 600;

    /// <summary>Longest name of a case, characters.</summary>
    public const int MaximumName = 1_000;

    private const string Gap = " ... ";

    /// <summary>
    /// A reason of at most <see cref="MaximumReason"/> characters: its beginning says what happened, its end is the
    /// last word.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Cut(string text)
    {
        if (text.Length <= MaximumReason)
            return text;
        const int half = (MaximumReason - 5) / 2;
        var (first, last) = (half, text.Length - half);
        // Half a character is not a character.
        if (char.IsHighSurrogate(text[first - 1]))
            first--;
        if (char.IsLowSurrogate(text[last]))
            last++;
        return string.Concat(text.AsSpan(0, first), Gap, text.AsSpan(last));
    }
}
