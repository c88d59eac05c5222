using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>Something that a branch, or the person who started the gate, changes in how the gate judges.</summary>
/// <param name="Subject">
/// What is changed: a file, relative to the repository's root, or a property such as <c>PerfGateFilter</c>.
/// </param>
/// <param name="Text">The change in words, one line.</param>
/// <param name="Acts">
/// Whether this verdict rests on it. A changed baseline or policy does not act where the base's is used all the same.
/// </param>
public sealed record GateEdit(string Subject, string Text, bool Acts = false)
{
    /// <summary>The edit as a list shows it.</summary>
    /// <param name="accepted">The entry that accepts it; null for none.</param>
    internal string Line(AcceptedGateEdit? accepted) => accepted is null ? Text : $"{Text}; {accepted.Said}";
}
