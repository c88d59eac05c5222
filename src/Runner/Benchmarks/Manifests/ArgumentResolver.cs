using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the arguments of launches and expected-output functions.</summary>
internal sealed class ArgumentResolver(CaseContext context)
{
    /// <summary>The arguments; null where any has an error.</summary>
    /// <param name="list">The array in the manifest.</param>
    /// <param name="of">What to call the callee in errors.</param>
    public ImmutableArray<ArgumentSpec>? Resolve(PlacedJson list, string of)
    {
        var resolved = list.Items.Select((node, i) => Argument(node, $"argument {i + 1} of {of}")).ToList();
        return resolved.Contains(null) ? null : [.. resolved.OfType<ArgumentSpec>()];
    }

    private ArgumentSpec? Argument(PlacedJson node, string field)
    {
        if (node.Kind == JsonValueKind.String)
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

        var (type, value) = (ElementRange.Parse(node.Fields[0].Name), node.Fields[0].Value);
        if (context.Evaluate.Number(value, field) is not { } number)
            return null;
        if (type.Refusal(number) is not { } why)
            return new(null, type, number);
        context.Evaluate.Refuse(value, field, why);
        return null;
    }
}
