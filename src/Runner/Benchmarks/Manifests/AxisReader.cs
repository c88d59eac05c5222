using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Reads the axes and constants of a benchmark, with what the host device overrides.</summary>
internal sealed partial class AxisReader(PlacedJson benchmark, DeviceKind device, ManifestErrors errors)
{
    /// <summary>
    /// The points of the axes, in the manifest's order, the last axis fastest; one empty point where there are no axes.
    /// </summary>
    /// <param name="budget">How many there may be; none where there are more.</param>
    public ImmutableArray<ImmutableArray<AxisValue>> Points(CaseBudget budget)
    {
        var axes = Overridden("axes");
        foreach (var axis in axes)
            CheckValues(axis);
        if (!budget.Take(benchmark, axes.Aggregate(1.0, (product, axis) => product * axis.Value.Items.Length)))
            return [];

        IEnumerable<ImmutableArray<AxisValue>> points = [[]];
        foreach (var axis in axes)
            points = points.SelectMany(p => axis.Value.Items.Select(v => p.Add(new(axis.Name, v.Number))));
        return [.. points];
    }

    /// <summary>The constants, in the manifest's order.</summary>
    public ImmutableArray<PlacedField> Constants()
    {
        var constants = Overridden("constants");
        foreach (var constant in constants)
        {
            if (benchmark["axes"]?.Fields.FirstOrDefault(a => a.Name == constant.Name) is { } axis)
                errors.Add(DiagnosticCatalog.DeclaredTwice(constant.At, $"the name {constant.Name}", axis.At));
        }

        return constants;
    }

    private ImmutableArray<PlacedField> Overridden(string section)
    {
        var declared = benchmark[section]?.Fields ?? [];
        foreach (var field in declared.Where(f => !Identifier().IsMatch(f.Name)))
            errors.Add(DiagnosticCatalog.BadName(field.At, field.Name, "use letters, digits and _, a letter first"));
        var host = benchmark[DeviceKind.Host.Name]?[section]?.Fields ?? [];
        foreach (var field in host.Where(f => declared.All(d => d.Name != f.Name)))
        {
            errors.Add(
                DiagnosticCatalog.BadName(
                    field.At,
                    field.Name,
                    $"{section} of the benchmark has no such name to "
                        + $"override{NearestName.Suggest(field.Name, declared.Select(d => d.Name))}"
                )
            );
        }

        return device == DeviceKind.Host
            ? [.. declared.Select(d => host.FirstOrDefault(h => h.Name == d.Name) ?? d)]
            : declared;
    }

    private void CheckValues(PlacedField axis)
    {
        foreach (var value in axis.Value.Items.Where(v => !double.IsFinite(v.Number)))
            errors.Add(DiagnosticCatalog.BadValue(value.At, axis.Name, "the number is too large"));
        foreach (var twice in axis.Value.Items.GroupBy(v => v.Number).Where(g => g.Count() > 1))
        {
            errors.Add(
                DiagnosticCatalog.DeclaredTwice(
                    twice.ElementAt(1).At,
                    $"the value {PointEvaluator.Text(twice.Key)} of axis {axis.Name}",
                    twice.First().At
                )
            );
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}

/// <summary>One coordinate of a case.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Value">Its value there.</param>
internal readonly record struct AxisValue(string Axis, double Value)
{
    public override string ToString() => $"{Axis}={PointEvaluator.Text(Value)}";
}
