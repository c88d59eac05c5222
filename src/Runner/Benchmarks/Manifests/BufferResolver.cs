using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
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

        CheckSymbols();
        return Fill([.. nodes.DistinctBy(n => n["name"]!.Text).Select(Buffer).OfType<BufferSpec>()]);
    }

    // A function fills those of its buffers that state no fill. It is given them poisoned.
    private ImmutableArray<BufferSpec> Fill(ImmutableArray<BufferSpec> buffers)
    {
        if (context.Benchmark["inputs"] is not { } inputs)
            return buffers;
        if ((inputs["source"] ?? context.Benchmark["check"]!["source"]) is not { } source)
        {
            context.Evaluate.Refuse(inputs, "inputs", "state the source of the function: the check has none");
            return buffers;
        }

        var list = inputs["arguments"]!;
        var given = buffers.Where(b => list.Items.Any(a => a.Text == b.Name)).ToImmutableArray();
        if (new HostFunctionResolver(context, buffers).Resolve(source, inputs["function"]!, list) is not { } call)
            return buffers;
        if (!given.Any(b => IsFilledByFunction(b.Name)))
        {
            context.Evaluate.Refuse(
                list, "inputs", "every buffer of it states a fill, so that there is nothing to fill: leave fill out");
            return buffers;
        }

        return
        [
            .. buffers.Select(b => IsFilledByFunction(b.Name)
                ? b with
                {
                    Fill = new(FillKind.Function)
                    {
                        Function = new(call, context.File.RepositoryRoot, given, b.Name),
                    },
                }
                : b),
        ];
    }

    private bool IsFilledByFunction(string buffer) =>
        context.Benchmark["inputs"]?["arguments"]?.Items.Any(a => a.Text == buffer) == true
        && context.Benchmark["buffers"]!.Items.First(b => b["name"]!.Text == buffer)["fill"] is null;

    private void CheckSymbols()
    {
        var symbols = context.Benchmark["symbols"]?.Fields ?? [];
        var source = context.Sources.Read(context.File.Resolve(context.File.Root["source"]!.Text));
        foreach (var symbol in symbols)
        {
            if (!context.BufferNames.Contains(symbol.Value.Text))
                context.Errors.Add(
                    DiagnosticCatalog.UnknownBuffer(symbol.Value.At, symbol.Value.Text, context.BufferNames));
            if (source?.Mentions(symbol.Name.Split("::")[^1]) == false)
                context.Errors.Add(
                    DiagnosticCatalog.UnknownVariable(
                        symbol.At, symbol.Name, context.File.Display(source.Path), source.ConstantNames));
        }

        foreach (var twice in symbols.GroupBy(s => s.Value.Text).Where(g => g.Count() > 1))
            context.Errors.Add(
                DiagnosticCatalog.BadName(
                    twice.ElementAt(1).Value.At, twice.Key, "another symbol has this buffer already"));
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
        var fill = node["fill"] is { } stated
            ? new FillResolver(context).Resolve(stated, $"fill of {name}", name, type, count)
            : Default(node, name, type);
        return count is null || fill is null
            ? null
            : new(name, type, count.Value, fill, Seed(name, context.File.Seed)) { Symbol = SymbolOf(name) };
    }

    // The variable that a buffer stands for.
    private string? SymbolOf(string buffer) =>
        context.Benchmark["symbols"]?.Fields.FirstOrDefault(s => s.Value.Text == buffer)?.Name;

    private FillSpec? Default(PlacedJson node, string name, ElementType type)
    {
        if (context.Benchmark["check"]!["outputs"]![name] is not null || IsFilledByFunction(name))
            return new(FillKind.Poison);
        if (type.IsFloatingPoint())
            return new(FillKind.Normal, 0, 1);
        context.Evaluate.Refuse(
            node,
            $"fill of {name}",
            "state what an integer input holds: index, constant, uniform, an expression or a file; or fill it by "
            + "inputs. A buffer that a launch writes before another reads it is \"poison\""
        );
        return null;
    }
}
