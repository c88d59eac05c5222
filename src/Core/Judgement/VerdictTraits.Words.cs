namespace PerfGate.Core.Judgement;

// How a reason begins.
public sealed partial record VerdictTraits
{
    private const string UndecidedMeaning = "undecided: ";

    /// <summary>
    /// A reason that begins with what the verdict means: that of an undecided case with <c>undecided: </c>.
    /// </summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="reason">The reason, which does not begin so yet.</param>
    public static string Meaning(CaseVerdict verdict, string reason) =>
        IsUndecided(verdict) ? UndecidedMeaning + reason : reason;

    /// <summary>The verdict in a word, and the reason without it, for a report that sets the word apart.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="reason">The reason; it may be foreign text.</param>
    public static (string Word, string Reason) Apart(CaseVerdict verdict, string reason) =>
        IsUndecided(verdict) && reason.StartsWith(UndecidedMeaning, StringComparison.Ordinal)
            ? (UndecidedMeaning[..^2], reason[UndecidedMeaning.Length..])
            : (Of(verdict).Word, reason);
}
