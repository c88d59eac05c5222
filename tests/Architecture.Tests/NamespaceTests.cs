using ArchUnitNET.Domain;
using Uses = System.Collections.Generic.SortedDictionary<(string From, string To), string>;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// No two namespaces beside each other need each other, directly or around a circle. A namespace and those inside it
/// are one part, as a folder is with its sub-folders: between these, both ways are allowed. What counts is which types
/// the compiled code refers to.
/// </summary>
public sealed class NamespaceTests
{
    [Theory]
    [InlineData("PerfGate.Core")]
    [InlineData("PerfGate.Runner")]
    [InlineData("PerfGate.Tasks")]
    public void No_namespaces_go_round_in_a_circle(string root)
    {
        var references = References(root).ToList();
        var uses = Between(references);

        Assert.NotEmpty(references);
        string[] circles = [.. Circles(uses)];
        Assert.True(circles.Length == 0, string.Join('\n', circles));
    }

    [Fact]
    public void A_circle_is_found_and_named()
    {
        var uses = Between(
            [
                ("R.A", "R.B.Inner", "X needs Y"),
                ("R.B", "R.C", "Y needs Z"),
                ("R.C", "R.A", "Z needs X"),
                ("R.D", "R.A", "W needs X"),
                ("R.B.Inner", "R.B", "Y needs its parent"),
                ("R.B", "R.B.Inner", "its parent needs Y"),
            ]
        );

        Assert.Equal(["R.A -> R.B: X needs Y", "R.B -> R.C: Y needs Z", "R.C -> R.A: Z needs X"], Circles(uses));
    }

    private static IEnumerable<(string From, string To, string Example)> References(string root) =>
        from type in House.Compiled.Types
        from target in type.Dependencies.Select(d => d.Target)
        where target is not GenericParameter
        let ends = (From: type.Namespace?.FullName ?? "", To: target.Namespace?.FullName ?? "")
        where IsIn(root, ends.From) && IsIn(root, ends.To)
        select (ends.From, ends.To, $"{type.Name} needs {target.Name}");

    // What two namespaces beside each other need, those inside them included; each with an example.
    private static Uses Between(IEnumerable<(string From, string To, string Example)> references)
    {
        var uses = new Uses();
        foreach (var (from, to, example) in references)
        {
            var (one, other) = (from.Split('.'), to.Split('.'));
            var common = one.Zip(other).TakeWhile(p => p.First == p.Second).Count();
            if (common < one.Length && common < other.Length)
                uses.TryAdd((Upper(one, common), Upper(other, common)), example);
        }

        return uses;

        static string Upper(string[] parts, int common) => string.Join('.', parts.Take(common + 1));
    }

    private static IEnumerable<string> Circles(Uses uses) =>
        from use in uses
        where Reaches(uses, use.Key.To, use.Key.From)
        select $"{use.Key.From} -> {use.Key.To}: {use.Value}";

    private static bool Reaches(Uses uses, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var next))
        {
            if (next == to)
                return true;
            if (!seen.Add(next))
                continue;
            foreach (var further in uses.Keys.Where(k => k.From == next))
                open.Push(further.To);
        }

        return false;
    }

    private static bool IsIn(string root, string name) =>
        name == root || name.StartsWith(root + ".", StringComparison.Ordinal);
}
