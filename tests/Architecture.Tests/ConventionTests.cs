using System.Text.RegularExpressions;

namespace PerfGate.Architecture.Tests;

/// <summary>Conventions of the source that no analyser holds.</summary>
public sealed partial class ConventionTests
{
    private const int LongestLine = 120;
    private const int LongestFile = 300;

    private static readonly string[] Sources = [.. Files("src"), .. Files("tests")];

    [Fact]
    public void A_file_has_at_most_300_lines() =>
        None(
            Sources
                .Select(file => (Name: Name(file), Lines: File.ReadLines(file).Count()))
                .Where(f => f.Lines > LongestFile)
                .Select(f => $"{f.Name}: {f.Lines} lines")
        );

    // For each of a hundred thousand cases it would look at all of them. A dictionary finds it at once.
    [Fact]
    public void No_case_is_searched_by_its_name_among_all_cases() =>
        None(
            from folder in (string[])["Core/Judgement", "Core/Reports", "Core/Sharding", "Runner/Sharding",
                "Runner/Measuring"]
            from file in Files($"src/{folder}")
            from line in File.ReadLines(file).Select((text, i) => (Place: $"{Name(file)}({i + 1})", Text: text))
            where CaseSearch().IsMatch(line.Text)
            select line.Place
        );

    [GeneratedRegex(@"Cases\)?\.\w+\(\s*(\w+) => \1\.Name [!=]= ")]
    private static partial Regex CaseSearch();

    // The lines of a raw text are those of another file or program.
    [Fact]
    public void A_line_has_at_most_120_columns() =>
        None(
            Sources
                .SelectMany(file =>
                    WithoutRawTexts(File.ReadAllText(file))
                        .Split('\n')
                        .Select((line, i) => (Place: $"{Name(file)}({i + 1})", line.Length))
                        .Where(l => l.Length > LongestLine)
                )
                .Select(l => $"{l.Place}: {l.Length} columns")
        );

    [Fact]
    public void A_line_of_CUDA_or_C_plus_plus_has_at_most_120_columns()
    {
        string[] files =
        [
            .. from folder in (string[])["kernels", "samples", "src", "tests"]
               from kind in (string[])["*.cu", "*.cuh", "*.h", "*.cpp"]
               from file in Files(folder, kind)
               select file,
        ];

        Assert.True(files.Length > 50);
        None(
            from file in files
            from line in File.ReadLines(file).Select((text, i) => (Place: $"{Name(file)}({i + 1})", text.Length))
            where line.Length > LongestLine
            select $"{line.Place}: {line.Length} columns"
        );
    }

    // Blanks are part of a property's value, and an attribute is not broken: a line of one of them may be longer.
    [Fact]
    public void A_line_of_MSBuild_with_several_attributes_or_of_a_comment_has_at_most_120_columns()
    {
        string[] files =
        [
            .. from folder in (string[])["kernels", "samples", "src", "tests"]
               from kind in (string[])["*.targets", "*.props", "*.csproj"]
               from file in Files(folder, kind)
               select file,
            PathOf("Directory.Build.props"),
            PathOf("Directory.Build.targets"),
            PathOf("Directory.Packages.props"),
        ];

        Assert.True(files.Length > 25);
        None(
            from file in files
            from line in File.ReadLines(file).Select((text, i) => (Text: text, Place: $"{Name(file)}({i + 1})"))
            where line.Text.Length > LongestLine && (Attribute().Count(line.Text) > 1 || !line.Text.Contains('<')
                && !Attribute().IsMatch(line.Text) || line.Text.Contains("<!--", StringComparison.Ordinal))
            select $"{line.Place}: {line.Text.Length} columns"
        );
    }

    [Fact]
    public void A_switch_over_an_enumeration_of_the_product_has_no_default_arm()
    {
        // A value of flags has no name where several are set.
        var enumerations = Files("src")
            .SelectMany(file => Enumeration().Matches(File.ReadAllText(file)))
            .Where(m => !m.Groups["flags"].Success)
            .Select(m => m.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(enumerations.Count > 40);
        None(
            Files("src").SelectMany(file => Defaults(File.ReadAllText(file), enumerations, Name(file)))
        );
    }

    [Fact]
    public void What_is_beside_a_raw_text_counts() =>
        Assert.Equal("a(\n\n, b);", WithoutRawTexts("a(\"\"\"\n    a long line\n    \"\"\", b);"));

    [Theory]
    [InlineData("x switch { Kind.A => 1, _ => 2 }", 1)]
    [InlineData("x switch { Kind.A => 1, Kind.B => 2 }", 0)]
    [InlineData("x switch { 1 => Kind.A, _ => Kind.B }", 0)]
    [InlineData("x switch { Kind.A or Kind.B => y switch { 1 => 2, _ => 3 }, Kind.C => 4 }", 0)]
    [InlineData("x switch { Kind.A => y switch { 1 => 2, _ => 3 }, _ => 4 }", 1)]
    [InlineData("x switch { null => \"_ =>\", Other.A => 1, _ => 2 }", 0)]
    [InlineData("x switch { (Kind.A, true) => 1, _ => 2 }", 0)]
    [InlineData("switch (x) { case Kind.A: return 1; default: return 2; }", 1)]
    [InlineData("switch (x) { case Kind.A: return 1; case Kind.B: return 2; }", 0)]
    [InlineData("switch (x) { case Kind.A: return 1; default: throw new X(); }", 0)]
    [InlineData("switch (x) { case 1: return Kind.A; default: return Kind.B; }", 0)]
    public void A_default_arm_is_found(string code, int expected) =>
        Assert.Equal(expected, Defaults(code, ["Kind"], "file").Count());

    private static void None(IEnumerable<string> faults)
    {
        string[] found = [.. faults];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    // A pattern of several values at once is another thing: its default arm stands for combinations. The compiler does
    // not look at statements, so that one may throw where a value has no label.
    private static IEnumerable<string> Defaults(string text, HashSet<string> enumerations, string file)
    {
        var code = WithoutTexts(text);
        foreach (Match start in Switch().Matches(code))
        {
            var body = Body(code, start.Index + start.Length);
            var arms = Arm().Matches(body).Select(m => m.Groups["pattern"].Value.Trim()).ToList();
            if (arms.Any(a => a is "_" or "default") && arms.Any(a => Names(a, enumerations)))
                yield return $"{file}({code[..start.Index].Count(c => c == '\n') + 1})";
        }
    }

    private static bool Names(string pattern, HashSet<string> enumerations) =>
        Member().Match(pattern) is { Success: true } member && enumerations.Contains(member.Groups[1].Value);

    // What is between the braces, without the bodies of inner ones.
    private static string Body(string code, int begin)
    {
        var body = new System.Text.StringBuilder();
        var depth = 1;
        for (var i = begin; i < code.Length && depth > 0; i++)
        {
            if (code[i] is '{' or '(' or '[')
                depth++;
            if (depth == 1)
                body.Append(code[i]);
            if (code[i] is '}' or ')' or ']')
                depth--;
        }

        return body.ToString();
    }

    // Line breaks stay, so that places stay.
    private static string WithoutTexts(string text) =>
        Text().Replace(text, m => new string('\n', m.Value.Count(c => c == '\n')));

    private static string WithoutRawTexts(string text) =>
        RawText().Replace(text, m => new string('\n', m.Value.Count(c => c == '\n')));

    private static IEnumerable<string> Files(string folder, string kind = "*.cs") =>
        Directory
            .EnumerateFiles(PathOf(folder), kind, SearchOption.AllDirectories)
            .Where(file => !Made().IsMatch(Name(file)))
            .Order(StringComparer.Ordinal);

    private static string Name(string file) => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/');

    private static string PathOf(string name) => Checkout.PathOf(name);

    [GeneratedRegex(@"/(?:bin|obj|node_modules)/")]
    private static partial Regex Made();

    [GeneratedRegex(@"(?<flags>\[Flags\]\s+)?(?:public|internal|private)\s+enum\s+(?<name>\w+)")]
    private static partial Regex Enumeration();

    [GeneratedRegex(@"\bswitch\s*(?:\((?>[^()]|(?<open>\()|(?<-open>\)))*\)\s*)?\{")]
    private static partial Regex Switch();

    // A pattern before an arrow, or a label of a statement.
    [GeneratedRegex(@"(?<=^|[,;{}\n])\s*(?<pattern>_|[\w.]+(?:\s+or\s+[\w.]+)*)(?:\s+when\b[^=]*)?\s*=>"
        + @"|\bcase\s+(?<pattern>[\w.]+)\s*:|\b(?<pattern>default)\s*:(?!\s*throw\b)")]
    private static partial Regex Arm();

    [GeneratedRegex(@"[\w.]+=""[^""]*""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^(?:\w+\.)*(\w+)\.\w+")]
    private static partial Regex Member();

    [GeneratedRegex(@"\$*""{3,}[ \t]*\r?\n.*?^[ \t]*""{3,}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex RawText();

    // Comments, raw texts, verbatim texts, other texts, characters.
    [GeneratedRegex("""
        //[^\n]*|/\*.*?\*/|\"{3,}.*?\"{3,}|[$@]*@[$@]*"(?:[^"]|"")*"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)'
        """, RegexOptions.Singleline)]
    private static partial Regex Text();
}
