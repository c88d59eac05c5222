using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves what a manifest fills a buffer with.</summary>
internal sealed class FillResolver(CaseContext context)
{
    /// <summary>The fill.</summary>
    /// <param name="fill">What is stated.</param>
    /// <param name="field">What to call it in errors.</param>
    /// <param name="name">The buffer.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="count">Its elements; null if their number is unusable.</param>
    /// <returns>The fill; null if an error was reported.</returns>
    public FillSpec? Resolve(PlacedJson fill, string field, string name, ElementType type, long? count)
    {
        if (fill.Kind == JsonValueKind.String)
            return fill.Text switch
            {
                "index" => new(FillKind.Index),
                "poison" => new(FillKind.Poison),
                _ => Infinite(fill, field, type),
            };
        var (kind, value) = (fill.Fields[0].Name, fill.Fields[0].Value);
        return kind switch
        {
            "normal" => Normal(value, field),
            "uniform" => Uniform(value, field, type),
            "expression" => OfIndex(value, field, type, count),
            "file" => OfFile(value, name, type, count),
            _ => Element(value, field, type) is { } constant ? new(FillKind.Constant, constant) : null,
        };
    }

    private FillSpec? Infinite(PlacedJson fill, string field, ElementType type)
    {
        if (type.IsFloatingPoint())
            return new(FillKind.Constant, fill.Text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
        context.Evaluate.Refuse(fill, field, $"{type.Name()} is an integer type, which has no infinity");
        return null;
    }

    private FillSpec? OfIndex(PlacedJson node, string field, ElementType type, long? count)
    {
        if (context.Evaluate.OfIndex(node, field) is not { } expression || count is null)
            return null;
        // The first and the last element show most mistakes; the others are looked at when they are made.
        foreach (var index in new[] { 0, count.Value - 1 })
        {
            if (BufferData.FaultOf(expression, type, index) is not { } why)
                continue;
            context.Evaluate.Refuse(node, field, why);
            return null;
        }

        return new(FillKind.Expression) { Expression = expression };
    }

    private FillSpec? OfFile(PlacedJson node, string name, ElementType type, long? count)
    {
        var path = context.File.Resolve(context.FileName(node.Text));
        var file = new FileInfo(path);
        if (!file.Exists || CaseDeclarations.DigestOf(path) is not { } digest)
        {
            context.Errors.Add(DiagnosticCatalog.NamedFileMissing(node.At, context.File.Display(path)));
            return null;
        }

        if (count is null)
            return null;
        if (file.Length == count * type.Size())
            return new(FillKind.File) { File = new(path, digest) };
        context.Errors.Add(
            DiagnosticCatalog.BufferTooSmall(
                node.At,
                name,
                Numbers.Things(count.Value * type.Size(), "byte"),
                $"{context.File.Display(path)} has {file.Length}"
            )
        );
        return null;
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
