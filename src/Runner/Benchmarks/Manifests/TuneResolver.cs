using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks.Expressions;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Decides which values a benchmark with a section <c>tune</c> is compiled with: those of the tuned file of this
/// device, or else the first of each list.
/// </summary>
internal sealed class TuneResolver(ManifestFile file, DeviceFacts device, SourceFile? source, ManifestErrors errors)
{
    private readonly Lazy<TunedFile?> _tuned = new(() => Read(file, device, errors));

    /// <summary>What a benchmark is compiled with; null if it has no section, or one that cannot be used.</summary>
    /// <param name="benchmark">The benchmark's object.</param>
    /// <param name="points">The points of its axes.</param>
    /// <param name="constants">Its constants.</param>
    public TuneUse? Resolve(
        PlacedJson benchmark,
        ImmutableArray<ImmutableArray<AxisValue>> points,
        ImmutableArray<PlacedField> constants
    )
    {
        var axes = benchmark["axes"]?.Fields.Select(a => a.Name) ?? [];
        if (new TuneReader(benchmark, errors).Read([.. axes], constants) is not { } section)
            return null;
        var expressions = new ExpressionCache();
        bool Holds(ImmutableArray<PlacedField> values) =>
            points.All(p => HoldsAt(p, values, constants, section.Constraints, expressions));
        bool Allows(ImmutableArray<double> values) =>
            Holds([
                .. section.Parameters.Zip(values, (p, v) => p with { Value = p.Value.Items.First(i => i.Number == v) }),
            ]);

        var name = benchmark["name"]!.Text;
        var digest = source?.Digest ?? "";
        var (values, stale) = Chosen(name, section, digest, Holds);
        return new(file.FullPath, section, values, digest, Allows) { Stale = stale };
    }

    private (ImmutableArray<PlacedField> Values, StaleTuning? Stale) Chosen(
        string name,
        TuneSection section,
        string digest,
        Func<ImmutableArray<PlacedField>, bool> holds
    )
    {
        if (_tuned.Value?.Benchmarks.GetValueOrDefault(name) is not { } tuned)
            return (section.Default, null);
        var path = file.Display(TunedFile.PathOf(Path.GetDirectoryName(file.FullPath)!, device.Slug!));
        StaleTuning Stale(string why, bool isUsed) => new(section.At, path, name, why, isUsed);
        if (section.With(tuned.Values) is not { } values)
            return (section.Default, Stale("its values are not among those of the section tune", isUsed: false));
        if (!holds(values))
            return (section.Default, Stale("its values do not satisfy the constraints of where", isUsed: false));
        var why =
            tuned.Source != digest ? "the kernel's source was changed since"
            : tuned.Space != section.Digest ? "the section tune was changed since"
            : null;
        return (values, why is null ? null : Stale(why, isUsed: true));
    }

    // An invalid expression is reported where the values in use are evaluated; here it rules a variant out.
    private bool HoldsAt(
        ImmutableArray<AxisValue> point,
        ImmutableArray<PlacedField> values,
        ImmutableArray<PlacedField> constants,
        ImmutableArray<PlacedJson> constraints,
        ExpressionCache expressions
    )
    {
        if (constraints.IsEmpty)
            return true;
        var evaluate = new PointEvaluator(point, device, expressions, new ManifestErrors());
        foreach (var value in values.Concat(constants))
            evaluate.Define(value.Name, value.Value);
        return constraints.All(c => evaluate.Holds(c) == true);
    }

    private static TunedFile? Read(ManifestFile file, DeviceFacts device, ManifestErrors errors)
    {
        if (device.Slug is null)
            return null;
        var path = TunedFile.PathOf(Path.GetDirectoryName(file.FullPath)!, device.Slug);
        if (!InputFile.IsThere(path))
            return null;
        try
        {
            return JsonFile.Parse<TunedFile>(
                Utf8Text.Of(InputFile.Bytes(path, FileLimit.Manifest, file.Display(path))),
                file.Display(path),
                PerfGateJson.Default,
                TunedFile.SchemaName
            );
        }
        catch (PerfGateException e)
        {
            errors.AddAll(e.Diagnostics);
            return null;
        }
    }
}
