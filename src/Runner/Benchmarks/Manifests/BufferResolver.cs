using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the buffers of a case.</summary>
internal sealed class BufferResolver(CaseContext context)
{
    /// <summary>The buffers, in the manifest's order; those with an error are left out.</summary>
    public ImmutableArray<BufferSpec> Resolve()
    {
        var nodes = context.Benchmark["buffers"]!.Items;
        foreach (var twice in nodes.GroupBy(n => n["name"]!.Text).Where(g => g.Count() > 1))
        {
            context.Errors.Add(DiagnosticCatalog.DeclaredTwice(
                twice.ElementAt(1)["name"]!.At, $"the buffer {twice.Key}", twice.First()["name"]!.At));
        }

        return [.. nodes.DistinctBy(n => n["name"]!.Text).Select(Buffer).OfType<BufferSpec>()];
    }

    // Buffers of one name hold the same values in every benchmark, so that one can be checked against another.
    private static ulong Seed(string name, double manifestSeed) => BinaryPrimitives.ReadUInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{PointEvaluator.Text(manifestSeed)}/{name}")));

    private BufferSpec? Buffer(PlacedJson node)
    {
        var name = node["name"]!.Text;
        var type = ElementRange.Parse(node["type"]!.Text);
        // What one array of .NET holds: buffers pass through one when they are filled and read back.
        var count = context.Evaluate.Whole(node["count"]!, $"count of {name}", 1, Array.MaxLength / type.Size());
        var fill = node["fill"] is { } stated ? Stated(stated, name, type) : Default(node, name, type);
        return count is null || fill is null
            ? null
            : new(name, type, count.Value, fill, Seed(name, context.File.Seed));
    }

    private FillSpec? Default(PlacedJson node, string name, ElementType type)
    {
        if (context.Benchmark["check"]!["outputs"]![name] is not null)
            return new(FillKind.Poison);
        if (type.IsFloatingPoint())
            return new(FillKind.Normal, 0, 1);
        context.Evaluate.Refuse(
            node,
            $"fill of {name}",
            "state what an integer input holds: index, constant or uniform"
        );
        return null;
    }

    private FillSpec? Stated(PlacedJson fill, string name, ElementType type)
    {
        var field = $"fill of {name}";
        if (fill.Kind == JsonValueKind.String)
            return new(fill.Text == "index" ? FillKind.Index : FillKind.Poison);
        var (kind, value) = (fill.Fields[0].Name, fill.Fields[0].Value);
        return kind switch
        {
            "normal" => Normal(value, field),
            "uniform" => Uniform(value, field, type),
            _ => Element(value, field, type) is { } constant ? new(FillKind.Constant, constant) : null,
        };
    }

    private FillSpec? Normal(PlacedJson node, string field)
    {
        var mean = node["mean"] is { } m ? context.Evaluate.Number(m, field) : 0;
        var deviation = node["deviation"] is { } d ? context.Evaluate.Number(d, field) : 1;
        if (deviation < 0)
            deviation = context.Evaluate.Refuse(node["deviation"]!, field, "a standard deviation is not negative");
        return mean is null || deviation is null ? null : new(FillKind.Normal, mean.Value, deviation.Value);
    }

    private FillSpec? Uniform(PlacedJson node, string field, ElementType type)
    {
        var low = Element(node["low"]!, field, type);
        var high = context.Evaluate.Number(node["high"]!, field);
        if (low is null || high is null)
            return null;
        var last = type.IsFloatingPoint() ? high.Value : high.Value - 1;
        if (!(low < high))
            context.Evaluate.Refuse(node["high"]!, field, "high must be above low");
        else if (type.Refusal(last) is { } why)
            context.Evaluate.Refuse(node["high"]!, field, why);
        else
            return new(FillKind.Uniform, low.Value, high.Value);
        return null;
    }

    private double? Element(PlacedJson node, string field, ElementType type) =>
        context.Evaluate.Number(node, field) is not { } value ? null
        : type.Refusal(value) is { } why ? context.Evaluate.Refuse(node, field, why)
        : value;
}
