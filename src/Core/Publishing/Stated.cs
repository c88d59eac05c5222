using System.Collections.Immutable;
using PerfGate.Core.Publishing.Documents;

namespace PerfGate.Core.Publishing;

/// <summary>
/// Lines of the checklist: what has no value reads "not stated", and is listed once more in the section of that name.
/// </summary>
internal sealed class Stated
{
    /// <summary>What a line without a value says.</summary>
    public const string Not = "not stated";

    private readonly List<string> _missing = [];

    /// <summary>The lines without a value so far.</summary>
    public ImmutableArray<string> Missing => [.. _missing.Distinct(StringComparer.Ordinal)];

    /// <summary>A value, or "not stated".</summary>
    /// <param name="label">What it is.</param>
    /// <param name="value">The value; null if it is not known.</param>
    /// <param name="why">Why it is not known; null if there is nothing to say of that.</param>
    public string Of(string label, string? value, string? why = null)
    {
        if (!string.IsNullOrWhiteSpace(value))
            return value;
        _missing.Add(why is null ? label : $"{label}: {why}");
        return Not;
    }

    /// <summary>A table of labels and values.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="lines">The lines.</param>
    public PaperTable Table(string caption, params IEnumerable<(string Label, string? Value)> lines) =>
        new(caption, ["what", "value"], [.. lines.Select(l => ImmutableArray.Create(l.Label, Of(l.Label, l.Value)))]);
}
