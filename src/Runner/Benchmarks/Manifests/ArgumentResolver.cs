using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the arguments of launches and expected-output functions.</summary>
/// <param name="context">The case.</param>
/// <param name="buffers">Its buffers.</param>
internal sealed class ArgumentResolver(CaseContext context, IReadOnlyList<BufferSpec> buffers)
{
    /// <summary>The arguments; null if any has an error.</summary>
    /// <param name="list">The array in the manifest.</param>
    /// <param name="of">What to call the callee in errors.</param>
    public ImmutableArray<ArgumentSpec>? Resolve(PlacedJson list, string of)
    {
        var resolved = list.Items.Select((node, i) => Argument(node, $"argument {i + 1} of {of}")).ToList();
        return resolved.Contains(null) ? null : [.. resolved.OfType<ArgumentSpec>()];
    }

    /// <summary>The buffers that an argument of a manifest names.</summary>
    public static IEnumerable<string> Names(PlacedJson argument) =>
        argument.Kind == JsonValueKind.String ? [argument.Text]
        : argument["buffer"] is { } buffer ? [buffer.Text]
        : argument["struct"] is { } fields ? fields.Items.SelectMany(Names)
        : [];

    /// <summary>Resolves one argument, or a field of a struct.</summary>
    /// <returns>The argument; null if an error was reported.</returns>
    public ArgumentSpec? Argument(PlacedJson node, string field)
    {
        if (node.Kind == JsonValueKind.String)
            return Buffer(node);
        var names = node.Fields.Select(f => f.Name).Order(StringComparer.Ordinal).ToList();
        if (names is ["buffer"] or ["buffer", "offset"])
            return Part(node, node["buffer"]!, field);
        if (names is not [not "offset"])
        {
            context.Evaluate.Refuse(
                node, field, "state one thing, or an address inside a buffer: { \"buffer\": \"x\", \"offset\": 1 }");
            return null;
        }

        var (kind, value) = (node.Fields[0].Name, node.Fields[0].Value);
        if (StructArgument.IsBlock(kind))
            return new StructArgument(context, this).Resolve(kind, value, field);
        var type = ElementRange.Parse(kind);
        if (context.Evaluate.Number(value, field) is not { } number)
            return null;
        if (type.Refusal(number) is not { } why)
            return new(null, type, number);
        context.Evaluate.Refuse(value, field, why);
        return null;
    }

    private ArgumentSpec? Buffer(PlacedJson node)
    {
        if (context.BufferNames.Contains(node.Text))
            return new(node.Text, ElementType.F32, 0);
        context.Errors.Add(
            DiagnosticCatalog.UnknownBuffer(
                node.At,
                node.Text,
                context.BufferNames,
                context.Evaluate.Knows(node.Text)
            )
        );
        return null;
    }

    // An address inside a buffer. The end is an address too, as in C++.
    private ArgumentSpec? Part(PlacedJson node, PlacedJson name, string field)
    {
        if (Buffer(name) is not { } buffer || buffers.FirstOrDefault(b => b.Name == name.Text) is not { } spec)
            return null;
        if (node["offset"] is not { } stated)
            return buffer;
        return context.Evaluate.Whole(stated, $"offset of {field}", 0, spec.Count) is { } elements
            ? buffer with { Offset = elements * spec.Type.Size() }
            : null;
    }
}
