using System.Globalization;
using System.Text.Json.Serialization;

namespace PerfGate.Core.Policy;

/// <summary>A change of how the gate runs that a person accepts: an entry of <c>perfgate.json</c>.</summary>
/// <param name="Edit">
/// A file or a property, or a pattern with <c>*</c> and <c>?</c>: <c>kernels/*.csproj</c>, <c>PerfGateFilter</c>.
/// </param>
/// <param name="Reason">Why it changes.</param>
/// <param name="Expires">The last day on which it counts.</param>
public sealed record AcceptedGateEdit(string Edit, string Reason, DateOnly Expires)
{
    private const string PropertyPrefix = "PerfGate";

    /// <summary>
    /// Whether the entry is about a property and not about a file. Such an entry also counts once it is merged, because
    /// the property is set in every run; one about a file counts only in the branch that adds it, because it must not
    /// cover the next change.
    /// </summary>
    [JsonIgnore]
    public bool IsStanding => Edit.StartsWith(PropertyPrefix, StringComparison.Ordinal) && Edit.All(char.IsAsciiLetter);

    /// <summary>The entry at the end of a sentence.</summary>
    internal string Said =>
        string.Create(CultureInfo.InvariantCulture, $"accepted until {Expires:yyyy-MM-dd}: {Reason}");

    /// <summary>The entry that covers an edit; null for none that still counts.</summary>
    /// <param name="policy">The policy with the entries.</param>
    /// <param name="subject">The file or property.</param>
    /// <param name="today">The day of judgement.</param>
    public static AcceptedGateEdit? Covering(GatePolicy policy, string subject, DateOnly today) =>
        policy.AcceptedGateEdits.FirstOrDefault(a => today <= a.Expires && NamePattern.Fits(a.Edit, subject));
}
