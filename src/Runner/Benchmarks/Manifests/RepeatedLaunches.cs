namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Launches that a manifest states once and that run several times, as in a loop of host code.</summary>
internal static class RepeatedLaunches
{
    /// <summary>The most launches of one sample.</summary>
    public const int Most = 2_000;

    private const string Times = "repeat";
    private const string Index = "index";
    private const string Inner = "launches";

    /// <summary>The launches as they are written, those that are repeated once.</summary>
    /// <param name="benchmark">The benchmark's object in the manifest.</param>
    public static IEnumerable<PlacedJson> Written(PlacedJson benchmark) =>
        benchmark[Inner]!.Items.SelectMany(l => l[Inner]?.Items ?? (l[Times] is null ? [l] : []));

    /// <summary>
    /// The launches of a sample, in order, each with the case as its expressions see it: the index has its value.
    /// </summary>
    /// <param name="context">The case.</param>
    public static IReadOnlyList<(CaseContext Context, PlacedJson Launch)> Of(CaseContext context)
    {
        var all = new List<(CaseContext, PlacedJson)>();
        foreach (var node in context.Benchmark[Inner]!.Items)
        {
            if (Fault(context, node) is { } fault)
                context.Evaluate.Refuse(node, Times, fault);
            else if (node[Times] is not { } times)
                all.Add((context, node));
            else if (context.Evaluate.Whole(times, Times, 0, Most) is { } count)
                for (var i = 0; i < count && all.Count <= Most; i++)
                    all.AddRange(node[Inner]!.Items.Select(l => (At(context, node, i), l)));
        }

        if (all.Count > Most)
            context.Evaluate.Refuse(
                context.Benchmark[Inner]!,
                Inner,
                $"a sample has at most {Most} launches; launch from a function instead"
            );
        else if (all.Count == 0)
            context.Evaluate.Refuse(context.Benchmark[Inner]!, Inner, "nothing is launched");
        return all;
    }

    private static CaseContext At(CaseContext context, PlacedJson node, int i) =>
        node[Index] is { } name ? context with { Evaluate = context.Evaluate.With(name.Text, i) } : context;

    private static string? Fault(CaseContext context, PlacedJson node)
    {
        var isRepeated = node[Times] is not null;
        if (!isRepeated)
            return node[Index] is not null || node[Inner] is not null ? "state how often these launches run" : null;
        if (node[Inner] is not { } inner)
            return "list what is repeated under \"launches\"";
        if (node.Fields.FirstOrDefault(f => f.Name is not (Times or Index or Inner)) is { } foreign)
            return $"{foreign.Name} belongs into one of the launches that are repeated";
        if (inner.Items.Any(l => l[Times] is not null))
            return "a launch that is repeated repeats nothing itself; launch from a function instead";
        return node[Index] is { } index && context.Evaluate.ValueOf(index.Text) is not null
            ? $"the index cannot be called {index.Text}, which means something already"
            : null;
    }
}
