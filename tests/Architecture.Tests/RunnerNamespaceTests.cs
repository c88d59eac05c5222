using PerfGate.Runner.Devices;

namespace PerfGate.Architecture.Tests;

/// <summary>The parts of the runner form no circle, so that one can be read and changed without the others.</summary>
public sealed class RunnerNamespaceTests
{
    private const string Root = "PerfGate.Runner.";

    private static readonly ArchUnitNET.Domain.Architecture Runner = new ArchUnitNET.Loader.ArchLoader()
        .LoadAssemblies(typeof(IDevice).Assembly)
        .Build();

    [Fact]
    public void No_two_parts_of_the_runner_need_each_other()
    {
        var needs = Runner.Types
            .SelectMany(type => type.Dependencies.Select(d => (From: PartOf(type), To: PartOf(d.Target))))
            .Where(d => d.From is not null && d.To is not null && d.From != d.To)
            .Distinct()
            .ToLookup(d => d.From!, d => d.To!);
        Assert.Contains("Measuring", needs.Select(n => n.Key));

        var circles = needs.Select(n => n.Key).Where(part => Reached(needs, part).Contains(part));
        Assert.Empty(circles.Order(StringComparer.Ordinal));
    }

    // The folder below src/Runner; null for types of other assemblies, and for the program itself.
    private static string? PartOf(ArchUnitNET.Domain.IType type) =>
        type.Namespace?.FullName is { } name && name.StartsWith(Root, StringComparison.Ordinal)
            ? name[Root.Length..].Split('.')[0]
            : null;

    private static HashSet<string> Reached(ILookup<string, string> needs, string from)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(needs[from]);
        while (open.TryPop(out var part))
        {
            if (!reached.Add(part))
                continue;
            foreach (var next in needs[part])
                open.Push(next);
        }

        return reached;
    }
}
