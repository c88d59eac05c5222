using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the launches of a case that are C++ functions.</summary>
internal static class FunctionLaunch
{
    // Most of what libraries ask for. More has to be stated, because it is overwritten before each sample.
    private const long DefaultScratchBytes = 1 << 20;

    private static readonly string[] OfKernels = ["grid", "block", "sharedMemory"];
    private static readonly string[] OfFunctions = ["scratch", "overlaps", "synchronizes"];

    /// <summary>Whether a launch is that of a function.</summary>
    public static bool Is(PlacedJson launch) => launch["function"] is not null;

    /// <summary>Looks for launches that are neither of a kernel nor of a function, or something of both.</summary>
    /// <param name="launches">The launches of a benchmark.</param>
    /// <param name="errors">Where errors go.</param>
    /// <returns>Whether there is none.</returns>
    public static bool CheckKinds(ImmutableArray<PlacedJson> launches, ManifestErrors errors)
    {
        var faults = launches.Select(l => (l.At, Why: Fault(l))).Where(f => f.Why is not null).ToList();
        if (faults.Count == 0 && launches.FirstOrDefault(l => Is(l) != Is(launches[0])) is { } other)
            faults.Add((other.At, "this benchmark launches kernels and functions"));
        foreach (var (at, why) in faults)
            errors.Add(DiagnosticCatalog.UnclearLaunch(at, why!));
        return faults.Count == 0;
    }

    /// <summary>Resolves a launch.</summary>
    /// <param name="context">The case.</param>
    /// <param name="buffers">Its buffers.</param>
    /// <param name="node">The launch, which names a function.</param>
    /// <returns>The launch; null if it has an error.</returns>
    public static LaunchSpec? Resolve(CaseContext context, IReadOnlyList<BufferSpec> buffers, PlacedJson node)
    {
        var name = node["function"]!.Text;
        var declared = Find(context, node, name);
        var scratch = node["scratch"] is { } stated
            ? context.Evaluate.Whole(stated, $"scratch of {name}", 0, Array.MaxLength)
            : DefaultScratchBytes;
        var arguments = new ArgumentResolver(context, buffers).Resolve(node["arguments"]!, name);
        if (context.BufferNames.Contains(FunctionSpec.ScratchName))
        {
            context.Errors.Add(
                DiagnosticCatalog.BadName(
                    node.At,
                    FunctionSpec.ScratchName,
                    "it is what PerfGate calls the memory that functions ask for"
                )
            );
        }

        if (arguments is { } given && given.Any(a => a.Block is not null))
        {
            context.Errors.Add(DiagnosticCatalog.BadValue(
                node["arguments"]!.At, $"arguments of {name}",
                "a function takes buffers and numbers; put a struct together in the function"));
        }

        if (arguments is null || scratch is null || declared is null)
            return null;
        return new(name, [1], [1], 0, arguments.Value)
        {
            Written =
            [
                .. arguments
                    .Value.Where((a, i) => a.Buffer is not null && declared.MayWrite.ElementAtOrDefault(i))
                    .Select(a => a.Buffer!)
                    .Distinct(),
                FunctionSpec.ScratchName,
            ],
            Function = new(
                scratch.Value,
                node["overlaps"]?.Kind == JsonValueKind.True,
                node["synchronizes"]?.Kind == JsonValueKind.True,
                node["arguments"]!.At.Line
            ),
        };
    }

    /// <summary>
    /// The buffer that the functions of a case get scratch memory from; none where there is no function.
    /// </summary>
    public static IEnumerable<BufferSpec> Scratch(IEnumerable<LaunchSpec> launches)
    {
        var asked = launches.Select(l => l.Function?.ScratchBytes).OfType<long>().ToList();
        return asked.Count == 0
            ? []
            :
            [
                new(FunctionSpec.ScratchName, ElementType.U8, Math.Max(1, asked.Max()), new(FillKind.Poison), 0)
                {
                    IsScratch = true,
                },
            ];
    }

    private static string? Fault(PlacedJson launch)
    {
        var others = Is(launch) ? OfKernels.Prepend("kernel") : OfFunctions;
        if (others.FirstOrDefault(f => launch[f] is not null) is { } foreign)
            return $"a launch of a {(Is(launch) ? "function" : "kernel")} has no {foreign}";
        string[] needed = Is(launch) ? ["arguments"] : ["kernel", "grid", "block", "arguments"];
        return needed.FirstOrDefault(f => launch[f] is null) is { } missing ? $"this launch states no {missing}" : null;
    }

    private static BenchmarkFunction? Find(CaseContext context, PlacedJson node, string name)
    {
        // A source that is missing or cannot be read is reported once, at the manifest's source.
        if (
            context.Sources.Read(context.File.Resolve(context.File.Root["source"]!.Text)) is not { } source
            || !source.Faults.IsEmpty
        )
            return null;
        if (source.Functions.FirstOrDefault(f => f.Name == name) is not { } function)
        {
            context.Errors.Add(
                DiagnosticCatalog.UnknownBenchmarkFunction(
                    node["function"]!.At,
                    name,
                    context.File.Display(source.Path),
                    source.Functions.Select(f => f.Name)
                )
            );
            return null;
        }

        CheckArguments(context, node["arguments"]!, function, new(context.File.Display(source.Path), function.Line));
        return function;
    }

    private static void CheckArguments(
        CaseContext context,
        PlacedJson arguments,
        BenchmarkFunction function,
        SourceLocation declared
    )
    {
        if (arguments.Items.Length != function.Parameters.Length)
        {
            context.Errors.Add(
                DiagnosticCatalog.WrongArgumentCount(
                    arguments.At,
                    function.Name,
                    arguments.Items.Length,
                    function.Parameters.Length,
                    declared
                )
            );
            return;
        }

        foreach (var (node, i) in arguments.Items.Select((node, i) => (node, i)))
        {
            if (ArgumentMatch.Fault(node, function.Parameters[i]) is { } fault)
                context.Errors.Add(
                    DiagnosticCatalog.WrongArgument(
                        node.At,
                        $"argument {i + 1} of {function.Name}",
                        fault.IsA,
                        function.Parameters[i].Text,
                        fault.Needs,
                        declared
                    )
                );
        }
    }
}
