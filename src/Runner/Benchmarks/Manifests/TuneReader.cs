using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Tuning;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Reads the section <c>tune</c> of a benchmark.</summary>
/// <param name="benchmark">The benchmark's object.</param>
/// <param name="errors">Where errors go.</param>
internal sealed class TuneReader(PlacedJson benchmark, ManifestErrors errors)
{
    /// <summary>The field of the constraints; every other field is a parameter.</summary>
    public const string Constraints = "where";

    /// <summary>The section; null if the benchmark has none, or it cannot be used.</summary>
    /// <param name="axes">The names of the axes.</param>
    /// <param name="constants">The constants.</param>
    public TuneSection? Read(IEnumerable<string> axes, ImmutableArray<PlacedField> constants)
    {
        if (benchmark["tune"] is not { } section)
            return null;
        var fields = section.Fields.Where(f => f.Name != Constraints).ToImmutableArray();
        if (fields.IsEmpty)
        {
            errors.Add(
                DiagnosticCatalog.BadValue(
                    section.At,
                    "tune",
                    "it names no parameter. Add one, such as \"BLOCK\": [128, 256]"
                )
            );
            return null;
        }

        var known = errors.Count;
        foreach (var field in fields)
            CheckField(field, axes, constants);
        var product = fields.Aggregate(1.0, (sum, f) => sum * f.Value.Items.Length);
        if (product > TuningSpace.MostPoints)
            errors.Add(
                DiagnosticCatalog.BadValue(
                    section.At,
                    "tune",
                    $"its values span {product:0.#e+0} variants, and 2^53 are allowed. Leave out values or parameters"
                )
            );
        return errors.Count > known ? null : new(section.At, fields, section[Constraints]?.Items ?? []);
    }

    private void CheckField(PlacedField field, IEnumerable<string> axes, ImmutableArray<PlacedField> constants)
    {
        errors.CheckName(field);
        if (constants.FirstOrDefault(c => c.Name == field.Name) is { } constant)
            errors.Add(DiagnosticCatalog.DeclaredTwice(field.At, $"the name {field.Name}", constant.At));
        if (axes.Contains(field.Name) && benchmark["axes"]!.Fields.First(a => a.Name == field.Name) is var axis)
            errors.Add(DiagnosticCatalog.DeclaredTwice(field.At, $"the name {field.Name}", axis.At));
        errors.CheckValues(field, field.Name);
    }
}

/// <summary>What a benchmark declares for tuning.</summary>
/// <param name="At">Its place.</param>
/// <param name="Parameters">The parameters, each with the array of its values.</param>
/// <param name="Constraints">The texts of the constraints.</param>
internal sealed record TuneSection(
    SourceLocation At,
    ImmutableArray<PlacedField> Parameters,
    ImmutableArray<PlacedJson> Constraints
)
{
    /// <summary>SHA-256 over parameters, values and constraints: another digest, another space.</summary>
    public string Digest { get; } =
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        Parameters
                            .Select(p =>
                                $"{p.Name}={string.Join(',', p.Value.Items.Select(v => PointEvaluator.Text(v.Number)))}"
                            )
                            .Concat(Constraints.Select(c => c.Text))
                    )
                )
            )
        );

    /// <summary>The parameters as the search knows them.</summary>
    public ImmutableArray<TuningParameter> Tunable =>
        [.. Parameters.Select(p => new TuningParameter(p.Name, [.. p.Value.Items.Select(v => v.Number)]))];

    /// <summary>The first value of each parameter.</summary>
    public ImmutableArray<PlacedField> Default => [.. Parameters.Select(p => p with { Value = p.Value.Items[0] })];

    /// <summary>
    /// The parameters with given values; null if one is missing, or is not a value of the list.
    /// </summary>
    /// <param name="values">A value for each parameter, by name; others are one too many.</param>
    public ImmutableArray<PlacedField>? With(IReadOnlyDictionary<string, double> values)
    {
        var chosen = Parameters
            .Select(p =>
                values.TryGetValue(p.Name, out var value)
                && p.Value.Items.FirstOrDefault(v => v.Number == value) is { } item
                    ? p with
                    {
                        Value = item,
                    }
                    : null
            )
            .OfType<PlacedField>()
            .ToImmutableArray();
        return chosen.Length == Parameters.Length && values.Count == chosen.Length ? chosen : null;
    }
}
