using System.Globalization;

namespace PerfGate.Core.Policy;

/// <summary>A changed check, or changed work, that a person accepts: an entry of <c>perfgate.json</c>.</summary>
/// <param name="Case">Case name, or a pattern with <c>*</c> and <c>?</c>.</param>
/// <param name="Reason">Why the check changes.</param>
/// <param name="Expires">The last day on which it counts.</param>
public sealed record AcceptedCheckEdit(string Case, string Reason, DateOnly Expires)
{
    /// <summary>The entry at the end of a sentence.</summary>
    internal string Said =>
        string.Create(CultureInfo.InvariantCulture, $"accepted until {Expires:yyyy-MM-dd}: {Reason}");

    /// <summary>The entry that covers a case; null for none that still counts.</summary>
    /// <param name="policy">The policy with the entries.</param>
    /// <param name="name">The case's name.</param>
    /// <param name="today">The day of judgement.</param>
    public static AcceptedCheckEdit? Covering(GatePolicy policy, string name, DateOnly today) =>
        policy.AcceptedCheckEdits.FirstOrDefault(a => today <= a.Expires && NamePattern.Fits(a.Case, name));
}
