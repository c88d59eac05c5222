using System.Text.RegularExpressions;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// A rule is written once: no block of six lines stands in two places of <c>src</c>, except those below.
/// </summary>
public sealed partial class DuplicatedBlocksTests
{
    private const int Shortest = 6;
    private const int MostReasons = 10;

    /// <summary>A line of each block that stands in several places, and why it does.</summary>
    private static readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal)
    {
        ["""<Output TaskParameter="Held" PropertyName="_PerfGateHeld" />"""] =
            "MSBuild has no functions, and a target that others share runs once in a build: each step takes the "
            + "folders by itself.",
        ["""<Output TaskParameter="ExitCode" PropertyName="PerfGateExitCode" />"""] =
            "MSBuild has no default for a task's parameters: each step names the program that it runs.",
        ["OxyColor stroke,"] = "Two methods that OxyPlot declares with the same parameters.",
        ["block.X,"] = "The arguments of cuLaunchKernel, for each of the two bindings.",
        [".p2align 4"] = "Assembly for two processors: what is around the instructions is the assembler's.",
    };

    [Fact]
    public void A_block_of_six_lines_stands_in_one_place()
    {
        var blocks = Blocks(Files()).ToList();
        var unexplained = blocks.Where(b => !_reasons.Keys.Any(line => b.Lines.Contains(line))).ToList();

        Assert.True(
            unexplained.Count == 0,
            "These lines stand in two places. Write them once, or add a reason to this test:\n"
                + string.Join('\n', unexplained.Select(b => $"{b.First} and {b.Second}")));
        Assert.True(_reasons.Count <= MostReasons, $"more than {MostReasons} reasons");
        // A reason of a block that is gone goes too.
        Assert.All(_reasons.Keys, line => Assert.Contains(blocks, b => b.Lines.Contains(line)));
    }

    [Fact]
    public void A_block_is_found_whatever_its_indent_and_its_comments()
    {
        var one = ("a.cs", "using A;\nvoid F()\n{\n    a();\n    b();\n    c();\n    d();\n    e();\n    f();\n}\n");
        var other = ("b.cs", "  a();\n  // why\n  b();\n\n  c();\n  d();\n  e();\n  f();\n  g();\n");
        var less = ("c.cs", "a();\nb();\nc();\nd();\ne();\ng();\n");

        var found = Assert.Single(Blocks([one, other, less]));

        Assert.Equal(("a.cs(4)", "b.cs(1)"), (found.First, found.Second));
    }

    // Each pair of places once, from its first line on.
    private static IEnumerable<Block> Blocks(IEnumerable<(string Name, string Text)> files)
    {
        var places = new Dictionary<string, List<Place>>(StringComparer.Ordinal);
        foreach (var (name, text) in files)
        {
            var lines = Code(text);
            for (var i = 0; i + Shortest <= lines.Count; i++)
            {
                var key = string.Join('\n', lines.Skip(i).Take(Shortest).Select(l => l.Text));
                if (!places.TryGetValue(key, out var known))
                    places.Add(key, known = []);
                known.Add(new(name, lines, i));
            }
        }

        return
            from same in places.Values
            from pair in same.SelectMany((a, i) => same.Skip(i + 1).Select(b => (A: a, B: b)))
            where pair.A.Before is null || pair.A.Before != pair.B.Before
            where pair.A.Name != pair.B.Name || pair.B.Index - pair.A.Index >= Shortest
            select new Block(
                pair.A.Said,
                pair.B.Said,
                [.. pair.A.Lines.Skip(pair.A.Index).Take(Shortest).Select(l => l.Text)]);
    }

    // Without comments, imports, and lines of punctuation alone.
    private static List<(int Number, string Text)> Code(string text) =>
        [
            .. text.Split('\n')
                .Select((line, i) => (Number: i + 1, Text: Blanks().Replace(line.Trim(), " ")))
                .Where(l => Word().IsMatch(l.Text) && !Import().IsMatch(l.Text)),
        ];

    private static IEnumerable<(string Name, string Text)> Files() =>
        from file in Directory.EnumerateFiles(Checkout.PathOf("src"), "*", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/')
        where Kind().IsMatch(name) && !Made().IsMatch(name)
        orderby name
        select (name, File.ReadAllText(file));

    private sealed record Place(string Name, List<(int Number, string Text)> Lines, int Index)
    {
        public string? Before => Index == 0 ? null : Lines[Index - 1].Text;

        public string Said => $"{Name}({Lines[Index].Number})";
    }

    private sealed record Block(string First, string Second, string[] Lines);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\w")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?://|\*|using [\w.= <>]+;$|namespace |#include)")]
    private static partial Regex Import();

    [GeneratedRegex(@"\.(?:cs|h|cuh|cu|c|cpp|props|targets)$")]
    private static partial Regex Kind();

    [GeneratedRegex(@"/(?:bin|obj)/")]
    private static partial Regex Made();
}
