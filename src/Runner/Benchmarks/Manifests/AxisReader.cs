using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Reads the axes and constants of a benchmark, with what the host device overrides.</summary>
internal sealed class AxisReader(PlacedJson benchmark, DeviceKind device, ManifestErrors errors)
{
    /// <summary>
    /// The points of the axes, in the manifest's order, the last axis fastest; one empty point where there are no axes.
    /// </summary>
    /// <param name="budget">How many there may be; none where there are more.</param>
    public ImmutableArray<ImmutableArray<AxisValue>> Points(CaseBudget budget)
    {
        var axes = Overridden("axes");
        foreach (var axis in axes)
            errors.CheckValues(axis, $"axis {axis.Name}");
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
        foreach (var field in declared)
            errors.CheckName(field);
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
}

/// <summary>One coordinate of a case.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Value">Its value there.</param>
internal readonly record struct AxisValue(string Axis, double Value)
{
    public override string ToString() => $"{Axis}={PointEvaluator.Text(Value)}";
}
