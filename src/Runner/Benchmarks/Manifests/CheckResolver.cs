using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves how a case is checked; a check against another benchmark is linked to its case later.</summary>
internal sealed class CheckResolver(CaseContext context, IReadOnlyList<BufferSpec> buffers)
{
    private static readonly string[] Kinds = ["function", "benchmark", "file"];
    private static readonly string[] FunctionFields = ["source", "arguments"];

    private readonly PlacedJson _check = context.Benchmark["check"]!;

    /// <summary>The check; null if it has an error.</summary>
    public CheckSpec? Resolve()
    {
        var outputs = _check["outputs"]!.Fields.Select(Output).ToList();
        var kinds = Kinds.Where(k => _check[k] is not null).ToList();
        if (kinds.Count != 1)
        {
            context.Errors.Add(
                DiagnosticCatalog.UnclearExpected(
                    _check.At,
                    kinds.Count == 0
                        ? "the check does not say where the expected outputs come from"
                        : $"the check states {string.Join(" and ", kinds)} at once"
                )
            );
            return null;
        }

        var tolerances = outputs.OfType<OutputTolerance>().ToImmutableArray();
        var foreign = kinds[0] == "function" ? null : FunctionFields.FirstOrDefault(f => _check[f] is not null);
        if (foreign is not null)
        {
            context.Errors.Add(DiagnosticCatalog.UnclearExpected(
                _check[foreign]!.At, $"{foreign} belongs to a function, and the check states {kinds[0]}"));
            return null;
        }

        CheckSpec? spec = kinds[0] switch
        {
            "function" => Function() is { } function ? new(function, null, null, tolerances) : null,
            "benchmark" => new(null, _check["benchmark"]!.Text, null, tolerances),
            _ => Values(tolerances) is { } file ? new(null, null, file, tolerances) : null,
        };
        return outputs.Contains(null) ? null : spec;
    }

    private OutputTolerance? Output(PlacedField output)
    {
        if (!context.BufferNames.Contains(output.Name))
        {
            context.Errors.Add(DiagnosticCatalog.UnknownBuffer(output.At, output.Name, context.BufferNames));
            return null;
        }

        if (
            context.Benchmark["symbols"]?.Fields.Any(s => s.Value.Text == output.Name) != true
            && RepeatedLaunches.Written(context.Benchmark).All(l =>
                l["arguments"]?.Items.Any(a => ArgumentResolver.Names(a).Contains(output.Name)) != true))
        {
            context.Errors.Add(
                DiagnosticCatalog.BadName(output.At, output.Name, "no launch takes this buffer, so none can write it")
            );
            return null;
        }

        var relative = output.Value["relative"]?.Number;
        var absolute = output.Value["absolute"]?.Number;
        if (relative is null && absolute is null)
        {
            if (ElementRange.Parse(Declaration(output.Name)["type"]!.Text).IsFloatingPoint())
            {
                context.Errors.Add(DiagnosticCatalog.CheckWithoutBound(output.Value.At, output.Name));
                return null;
            }

            absolute = 0;
        }

        return new(output.Name, relative, absolute);
    }

    private PlacedJson Declaration(string buffer) =>
        context.Benchmark["buffers"]!.Items.First(b => b["name"]!.Text == buffer);

    private ExpectedFunction? Function()
    {
        var function = _check["function"]!;
        if (_check["source"] is not { } named || _check["arguments"] is not { } list)
        {
            context.Errors.Add(
                DiagnosticCatalog.UnclearExpected(
                    function.At,
                    $"the check states a function without its {(_check["source"] is null ? "source" : "arguments")}"
                )
            );
            return null;
        }

        return new HostFunctionResolver(context, buffers).Resolve(named, function, list);
    }

    private string? Values(ImmutableArray<OutputTolerance> outputs)
    {
        var node = _check["file"]!;
        if (_check["outputs"]!.Fields.Length != 1)
        {
            context.Errors.Add(DiagnosticCatalog.UnclearExpected(node.At, "a file holds the values of one output"));
            return null;
        }

        var file = new FileInfo(context.File.Resolve(context.FileName(node.Text)));
        if (!file.Exists || file.LinkTarget is not null && !File.Exists(file.FullName))
        {
            context.Errors.Add(DiagnosticCatalog.NamedFileMissing(node.At, context.File.Display(file.FullName)));
            return null;
        }

        if (
            outputs.Length == 1
            && buffers.FirstOrDefault(b => b.Name == outputs[0].Buffer) is { } buffer
            && file.Length != buffer.Bytes
        )
        {
            context.Errors.Add(
                DiagnosticCatalog.BufferTooSmall(
                    node.At,
                    buffer.Name,
                    Numbers.Things(buffer.Bytes, "byte"),
                    $"{context.File.Display(file.FullName)} has {file.Length}"
                )
            );
            return null;
        }

        return file.FullName;
    }
}
