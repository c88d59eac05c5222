using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Text;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the launches of a case.</summary>
internal sealed class LaunchResolver(CaseContext context, IReadOnlyList<BufferSpec> buffers)
{
    // CUDA C++ Programming Guide, technical specifications per compute capability: the same from 3.0 to 12.x.
    private const int MostThreads = 1024;
    private static readonly long[] LargestGrid = [int.MaxValue, 65535, 65535];
    // What every GPU that has clusters can run; more is possible on some.
    private const int MostBlocksPerCluster = 8;
    private static readonly long[] LargestCluster = [MostBlocksPerCluster, MostBlocksPerCluster, MostBlocksPerCluster];
    private static readonly long[] LargestBlock = [1024, 1024, 64];

    /// <summary>The launches, in order; those with an error are left out.</summary>
    public ImmutableArray<LaunchSpec> Resolve()
    {
        var launches = RepeatedLaunches.Of(context);
        return FunctionLaunch.CheckKinds([.. RepeatedLaunches.Written(context.Benchmark)], context.Errors)
            ? [.. launches.Select(l => new LaunchResolver(l.Context, buffers).Launch(l.Launch)).OfType<LaunchSpec>()]
            : [];
    }

    private LaunchSpec? Launch(PlacedJson node)
    {
        if (FunctionLaunch.Is(node))
        {
            CheckUses(node, node["function"]!.Text);
            return FunctionLaunch.Resolve(context, buffers, node);
        }

        var name = KernelInstance.At(node["kernel"]!.Text, context.Evaluate);
        var kernel = name.Written;
        var declaration = CheckKernel(node, name);
        CheckUses(node, kernel);
        var grid = Sizes(node["grid"]!, $"grid of {kernel}", LargestGrid);
        var block = Sizes(node["block"]!, $"block of {kernel}", LargestBlock);
        var shared = node["sharedMemory"] is { } stated
            ? context.Evaluate.Whole(stated, $"sharedMemory of {kernel}", 0, int.MaxValue)
            : 0;
        var arguments = new ArgumentResolver(context, buffers).Resolve(node["arguments"]!, kernel);
        if (arguments is not null && declaration is not null)
            CheckArguments(node["arguments"]!.Items, kernel, declaration);
        var cluster = node["cluster"] is { } several ? Cluster(several, kernel, grid) : [];
        if (cluster is null || grid is null || block is null || shared is null || arguments is null)
            return null;
        var threads = block.Value.Aggregate(1L, (product, size) => product * size);
        if (threads > MostThreads)
        {
            context.Errors.Add(DiagnosticCatalog.BlockTooLarge(node["block"]!.At, $"{threads}", MostThreads));
            return null;
        }

        return new(kernel, grid.Value, block.Value, (int)shared.Value, arguments.Value)
        {
            Cooperative = node["cooperative"]?.Kind == JsonValueKind.True,
            Cluster = cluster ?? [],
            NamedAt = node["kernel"]!.At.Line,
            Written =
            [
                .. arguments
                    .Value.Where(
                        (_, i) => declaration is null || i >= declaration.MayWrite.Length || declaration.MayWrite[i]
                    )
                    .SelectMany(a => a.Buffers)
                    .Distinct(),
            ],
        };
    }

    // Every cluster is whole.
    private ImmutableArray<uint>? Cluster(PlacedJson node, string kernel, ImmutableArray<uint>? grid)
    {
        var field = $"cluster of {kernel}";
        if (Sizes(node, field, LargestCluster) is not { } cluster)
            return null;
        var blocks = cluster.Aggregate(1L, (product, size) => product * size);
        var whole = grid is null
            || cluster.Select((size, i) => (i < grid.Value.Length ? grid.Value[i] : 1) % size).All(rest => rest == 0);
        if (blocks > MostBlocksPerCluster)
            context.Evaluate.Refuse(
                node, field, $"it has {blocks} blocks, and a cluster has at most {MostBlocksPerCluster}");
        else if (!whole)
            context.Evaluate.Refuse(node, field, "the grid is no multiple of it in each dimension");
        else
            return cluster;
        return null;
    }

    private ImmutableArray<uint>? Sizes(PlacedJson node, string field, long[] largest)
    {
        var items = node.Kind == JsonValueKind.Array ? node.Items : [node];
        var sizes = items.Select((item, i) => context.Evaluate.Whole(item, field, 1, largest[i])).ToList();
        return sizes.Contains(null) ? null : [.. sizes.Select(s => (uint)s!.Value)];
    }

    // The kernel as the source declares it; null if no text of it is found.
    private KernelDeclaration? CheckKernel(PlacedJson node, KernelName kernel)
    {
        // A missing source is reported once, at the manifest's source.
        if (context.Sources.Read(context.File.Resolve(context.File.Root["source"]!.Text)) is not { } source)
            return null;
        if (!source.Faults.IsEmpty)
            return null;
        var named = node["kernel"]!.At;
        if (source.FindKernel(kernel) is not { } declaration)
        {
            if (!source.MayDefine(kernel))
                context.Errors.Add(
                    DiagnosticCatalog.UnknownKernel(
                        named,
                        kernel.Written,
                        context.File.Display(source.Path),
                        source.KernelNames
                    )
                );
            return null;
        }

        var given = node["arguments"]!.Items.Length;
        if (!declaration.IsVariadic && declaration.ParameterCount != given)
        {
            context.Errors.Add(
                DiagnosticCatalog.WrongArgumentCount(
                    node["arguments"]!.At,
                    kernel.Written,
                    given,
                    declaration.ParameterCount,
                    new(context.File.Display(declaration.Path), declaration.Line)
                )
            );
        }

        return declaration;
    }

    // A number where the kernel reads an address, or the other way round, ends in an illegal address on the device.
    private void CheckArguments(ImmutableArray<PlacedJson> arguments, string kernel, KernelDeclaration declaration)
    {
        // Of too few or too many it is not known which is which.
        if (arguments.Length != declaration.Parameters.Length)
            return;
        foreach (
            var (node, i, parameter) in arguments
                .Zip(declaration.Parameters)
                .Select((pair, i) => (pair.First, i, pair.Second))
        )
        {
            if (ArgumentMatch.Fault(node, parameter) is not { } fault)
                continue;
            context.Errors.Add(DiagnosticCatalog.WrongArgument(
                node.At, $"argument {i + 1} of {kernel}", fault.IsA, parameter.Text, fault.Needs,
                new(context.File.Display(declaration.Path), declaration.Line)));
        }
    }

    private void CheckUses(PlacedJson node, string kernel)
    {
        foreach (var use in node["uses"]?.Fields ?? [])
        {
            if (!context.BufferNames.Contains(use.Name))
            {
                context.Errors.Add(DiagnosticCatalog.UnknownBuffer(use.At, use.Name, context.BufferNames));
                continue;
            }

            if (node["arguments"]!.Items.All(a => !ArgumentResolver.Names(a).Contains(use.Name)))
            {
                context.Errors.Add(DiagnosticCatalog.BadName(
                    use.At, use.Name, $"{kernel} does not take this buffer in this launch"));
            }

            var needs = context.Evaluate.Whole(use.Value, $"uses of {use.Name}", 1, PointEvaluator.LargestExact);
            if (buffers.FirstOrDefault(b => b.Name == use.Name) is { } buffer && buffer.Count < needs)
            {
                context.Errors.Add(DiagnosticCatalog.BufferTooSmall(
                    use.Value.At, use.Name, Numbers.Things(buffer.Count, "element"), $"this launch uses {needs}"));
            }
        }
    }
}
