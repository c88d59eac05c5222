using System.Collections.Immutable;
using PerfGate.Core.Kernels.Outlines;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Init;

/// <summary>Guesses benchmarks from outlines of kernels.</summary>
internal static class Drafter
{
    private const string Threads = "THREADS";
    private const string Blocks = "BLOCKS";
    private const string Elements = "N";

    // A block of two dimensions whose size nothing tells.
    private const int Side = 16;

    // The same for three dimensions.
    private const int SideOfThree = 8;
    private const int MostThreads = 1024;

    /// <summary>The benchmark of a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="questions">Answers what no source tells.</param>
    /// <param name="whyNone">Why there is none.</param>
    /// <returns>Null where too little is known.</returns>
    public static Draft? Of(KernelOutline kernel, IDraftQuestions questions, out string? whyNone)
    {
        whyNone = WhyNone(kernel);
        if (whyNone is not null)
            return null;
        var sizes = Sizes(kernel);
        var extents = kernel.Parameters.Where(p => p.IsPointer).Select(p => p.Extent).OfType<Extent>().ToList();
        // Nothing in the parameters says how much there is to do: the grid does.
        var counted = kernel.Grid.Any(d => d.PerThread && d.Sizes.IsEmpty) || extents.Any(e => !e.Threads.IsEmpty);
        var blocks = kernel.Grid.Any(d => !d.PerThread && d.Sizes.IsEmpty) || extents.Any(e => !e.Blocks.IsEmpty);
        var axes = Axes(
            [.. sizes.Select(AxisOf), .. counted && sizes.IsEmpty ? [Elements] : Array.Empty<string>()],
            blocks
        );
        var all = axes.Length > 0 ? string.Join(" * ", axes.Select(a => a.Name)) : "1";
        var numbers = Numbers(kernel, sizes, questions);
        var counts = Counts(kernel, all, axes, questions);
        var buffers = kernel
            .Parameters.Where(p => p.IsPointer)
            .Select(p => Buffer(p, counts.GetValueOrDefault(p.Name, all), axes))
            .ToImmutableArray();
        var block = Block(kernel);
        return new(kernel)
        {
            Axes = axes,
            Constants =
            [
                .. block.Contains(Threads) ? [new DraftConstant(Threads, 256, 64)] : Array.Empty<DraftConstant>(),
                .. blocks ? [new DraftConstant(Blocks, 256, 16)] : Array.Empty<DraftConstant>(),
            ],
            Buffers = buffers,
            Arguments = [.. kernel.Parameters.Select(p => Argument(p, sizes, numbers, expected: false))],
            ExpectedArguments =
            [
                .. kernel.Parameters.Select(p => Argument(p, sizes, numbers, expected: true)),
                .. blocks ? [$$"""{ "i32": "{{Blocks}}" }"""] : Array.Empty<string>(),
            ],
            ExpectedParameters =
            [
                .. kernel.Parameters.Select(p => Parameter(p, buffers)),
                .. blocks ? ["std::int32_t blocks"] : Array.Empty<string>(),
            ],
            Grid = Grid(kernel, block, all),
            Block = block,
            SharedMemory = kernel.SharedType is { } type
                ? string.Join(" * ", block.Append($"{DraftTypes.Of(type)?.Size() ?? 4}"))
                : null,
            Guesses = [.. Guesses(kernel, sizes, blocks, counted, questions.Asks)],
        };
    }

    private static string? WhyNone(KernelOutline kernel)
    {
        if (kernel is { IsTemplate: true, Instance: "" })
            return "it is a template, and a manifest names an instance of it, such as "
                + $"\"{kernel.Name}<float>\"";
        if (kernel.Parameters.FirstOrDefault(p => p.IsTable) is { } table)
            return $"{table.Name} is a table of addresses, which a function with a set-up makes (docs/functions.md)";
        if (kernel.Parameters.FirstOrDefault(p => DraftTypes.Elements(p) is null) is { } unknown)
            return unknown.IsPointer
                ? $"it is not known what is in {unknown.Name} ({unknown.Type}*). In a manifest a buffer of any type "
                    + "can be passed for it"
                : $"it is not known what is in {unknown.Name} ({unknown.Type}). A manifest passes a struct field by "
                    + "field (docs/manifests.md, Arguments)";
        return kernel.Parameters.Any(p => p.IsPointer && p.IsWritten)
            ? null
            : "it writes to none of its parameters, as far as its text tells";
    }

    // Numbers that something is bounded by are sizes.
    private static ImmutableArray<string> Sizes(KernelOutline kernel)
    {
        var used = kernel
            .Grid.SelectMany(d => d.Sizes)
            .Concat(kernel.Parameters.SelectMany(p => p.Extent?.Sizes ?? []))
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. kernel
                .Parameters.Where(p => used.Contains(p.Name) && DraftTypes.Of(p.Type) is { } t && !t.IsFloatingPoint())
                .Select(p => p.Name),
        ];
    }

    private static string AxisOf(string size) =>
        size.ToUpperInvariant() is Threads or Blocks ? $"{size.ToUpperInvariant()}_" : size.ToUpperInvariant();

    // About a million elements at most: enough to fill a GPU, and quick to check. The last axis has two values.
    private static ImmutableArray<DraftAxis> Axes(ImmutableArray<string> names, bool blocks)
    {
        var (first, last, host) = (names.Length + (blocks ? 1 : 0)) switch
        {
            <= 1 => (1 << 16, 1 << 20, 1 << 14),
            2 => (1 << 8, 1 << 10, 1 << 6),
            3 => (1 << 7, 1 << 8, 1 << 5),
            4 => (1 << 4, 1 << 5, 1 << 3),
            var many => (2, Math.Max(2, 1 << (20 / many)), 2),
        };
        return [.. names.Select((n, i) => new DraftAxis(n, i == names.Length - 1 ? [first, last] : [last], [host]))];
    }

    // Numbers that are no sizes: factors, thresholds.
    private static Dictionary<string, string> Numbers(
        KernelOutline kernel,
        ImmutableArray<string> sizes,
        IDraftQuestions questions
    ) =>
        kernel
            .Parameters.Where(p => !p.IsPointer && !sizes.Contains(p.Name))
            .ToDictionary(p => p.Name, p => questions.Number($"{kernel.Name}: the value of {p.Type} {p.Name}"));

    private static Dictionary<string, string> Counts(
        KernelOutline kernel,
        string all,
        ImmutableArray<DraftAxis> axes,
        IDraftQuestions questions
    ) =>
        kernel
            .Parameters.Where(p => p.IsPointer && p.Extent is null)
            .ToDictionary(
                p => p.Name,
                p =>
                    questions.Count(
                        $"{kernel.Name}: how many elements {p.Name} has",
                        all,
                        [.. axes.Select(a => a.Name)]
                    )
            );

    private static DraftBuffer Buffer(OutlineParameter parameter, string all, ImmutableArray<DraftAxis> axes)
    {
        var (type, lanes) = DraftTypes.Elements(parameter)!.Value;
        var count = parameter.Extent is { } extent ? Count(extent, all) : all;
        return new(
            parameter.Name,
            type,
            lanes == 1 ? count : $"{lanes} * {DraftTypes.Factor(count)}",
            Fill(parameter, type, axes),
            parameter.IsWritten,
            parameter.IsAccumulated
        );
    }

    private static string Count(Extent extent, string all)
    {
        if (extent.IsOne)
            return "1";
        var factors = extent.Sizes.Select(AxisOf).Concat(extent.Blocks.IsEmpty ? [] : [Blocks]).ToList();
        return factors.Count == 0 ? all : string.Join(" * ", factors);
    }

    private static string? Fill(OutlineParameter parameter, ElementType type, ImmutableArray<DraftAxis> axes)
    {
        if (parameter.IsAccumulated)
            return """{ "constant": 0 }""";
        if (parameter.IsWritten && !parameter.IsRead)
            return null;
        if (type.IsFloatingPoint())
            return parameter.IsWritten ? """{ "normal": {} }""" : null;
        var high = parameter.IsIndex && axes.Length > 0 ? $"\"{axes[^1].Name}\"" : "100";
        return $$"""{ "uniform": { "low": 0, "high": {{high}} } }""";
    }

    private static string Argument(
        OutlineParameter parameter,
        ImmutableArray<string> sizes,
        Dictionary<string, string> numbers,
        bool expected
    )
    {
        if (parameter.IsPointer)
            return $"\"{parameter.Name}\"";
        var type = DraftTypes.Of(parameter.Type)!.Value;
        // What is expected is computed in double precision.
        var name = expected && type.IsFloatingPoint() ? ElementType.F64.Name() : type.Name();
        var value = sizes.Contains(parameter.Name) ? $"\"{AxisOf(parameter.Name)}\"" : numbers[parameter.Name];
        return $$"""{ "{{name}}": {{value}} }""";
    }

    private static string Parameter(OutlineParameter parameter, ImmutableArray<DraftBuffer> buffers)
    {
        var type = DraftTypes.Elements(parameter)!.Value.Type;
        if (!parameter.IsPointer)
            return $"{(type.IsFloatingPoint() ? "double" : DraftTypes.NumberOf(type))} {parameter.Name}";
        var constant = buffers.First(b => b.Name == parameter.Name).Output ? "" : "const ";
        return $"{constant}{DraftTypes.ArrayOf(type)}* {parameter.Name}";
    }

    private static ImmutableArray<string> Block(KernelOutline kernel)
    {
        var counted = kernel.Grid.Where(d => d.PerThread).ToList();
        if (counted.Count <= 1)
            return [counted is [{ Tile: { } tile and <= MostThreads }] ? $"{tile}" : Threads];
        var side = counted.Count == 2 ? Side : SideOfThree;
        // A tile that is larger than a block: each thread has several elements of it.
        var fits = counted.Aggregate(1L, (threads, d) => threads * (d.Tile ?? side)) <= MostThreads;
        return [.. kernel.Grid.Select(d => d.PerThread ? $"{(fits ? d.Tile ?? side : side)}" : "1")];
    }

    private static ImmutableArray<string> Grid(KernelOutline kernel, ImmutableArray<string> block, string all)
    {
        if (kernel.Grid.IsEmpty)
            return ["1"];
        var one = kernel.Grid.Count(d => d.PerThread) <= 1;
        return
        [
            .. kernel.Grid.Select(
                (d, i) =>
                {
                    // A grid has 65535 blocks in y and z, so that only x can cover all.
                    if (d.Sizes.IsEmpty && d.PerThread && i > 0)
                        return "1";
                    var covered = d.Sizes.IsEmpty
                        ? (d.PerThread ? all : Blocks)
                        : string.Join(" * ", d.Sizes.Select(AxisOf));
                    var tile = d.Tile is { } own ? $"{own}" : block[one ? 0 : i];
                    return d.PerThread ? $"ceil_div({covered}, {tile})" : covered;
                }
            ),
        ];
    }

    private static IEnumerable<string> Guesses(
        KernelOutline kernel,
        ImmutableArray<string> sizes,
        bool blocks,
        bool counted,
        bool asked
    )
    {
        if (kernel is { IsTemplate: true, IsLaunchedInstance: false })
            yield return $"its instance {kernel.Instance} is a guess, because no source names one";
        foreach (var number in kernel.Parameters.Where(p => !asked && !p.IsPointer && !sizes.Contains(p.Name)))
            yield return $"{number.Name} is passed as 1";
        foreach (var array in kernel.Parameters.Where(p => !asked && p.IsPointer && p.Extent is null))
            yield return $"{array.Name} has as many elements as all axes together";
        foreach (var wide in kernel.Parameters.Where(p => p.IsPointer && DraftTypes.Elements(p) is { Lanes: > 1 }))
            yield return $"{wide.Name} is a buffer of the numbers in {wide.Type}";
        foreach (var dimension in kernel.Grid.Skip(1).Where(d => d.PerThread && d.Sizes.IsEmpty))
            yield return $"the grid has one block in {dimension.Name}, because nothing says how many there are";
        if (blocks)
            yield return $"the number of blocks is the constant {Blocks}";
        else if (counted && sizes.IsEmpty)
            yield return $"the number of threads is the axis {Elements}, because no parameter says how many there are";
        if (kernel.SharedType is not null)
            yield return "dynamic shared memory is one element per thread";
    }
}
