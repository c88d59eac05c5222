using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>What holds for every name of a manifest that expressions use, and for every list of its values.</summary>
internal static partial class DeclaredNumbers
{
    /// <summary>Refuses a name that an expression could not use.</summary>
    /// <param name="errors">Where errors go.</param>
    /// <param name="field">The field with the name.</param>
    public static void CheckName(this ManifestErrors errors, PlacedField field)
    {
        if (!Identifier().IsMatch(field.Name))
            errors.Add(DiagnosticCatalog.BadName(field.At, field.Name, "use letters, digits and _, a letter first"));
    }

    /// <summary>Refuses values that are not numbers, and duplicates.</summary>
    /// <param name="errors">Where errors go.</param>
    /// <param name="field">The field with the values.</param>
    /// <param name="what">What it is called in messages.</param>
    public static void CheckValues(this ManifestErrors errors, PlacedField field, string what)
    {
        foreach (var value in field.Value.Items.Where(v => !double.IsFinite(v.Number)))
            errors.Add(DiagnosticCatalog.BadValue(value.At, field.Name, "the number is too large"));
        foreach (var twice in field.Value.Items.GroupBy(v => v.Number).Where(g => g.Count() > 1))
        {
            errors.Add(
                DiagnosticCatalog.DeclaredTwice(
                    twice.ElementAt(1).At,
                    $"the value {PointEvaluator.Text(twice.Key)} of {what}",
                    twice.First().At
                )
            );
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
