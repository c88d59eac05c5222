using System.Reflection;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Tests.Diagnostics;

/// <summary>Holds the catalogue and its documentation together.</summary>
public sealed partial class DiagnosticCatalogTests
{
    public static TheoryData<string> Methods() =>
        [
            .. typeof(DiagnosticCatalog)
                .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Select(m => m.Name),
        ];

    [Fact]
    public void Every_code_belongs_to_one_diagnostic()
    {
        var codes = All().Select(d => d.Code).ToArray();

        Assert.Equal(codes.Distinct(), codes);
        Assert.All(codes, code => Assert.Matches(@"^PG[1-5,9]\d{3}$", code));
    }

    [Fact]
    public void Every_code_is_documented_and_none_that_does_not_exist()
    {
        var documented = Heading()
            .Matches(File.ReadAllText(Checkout.PathOf("docs/diagnostics.md")))
            .Select(m => m.Groups[1].Value);

        Assert.Equal(All().Select(d => d.Code).Order(), documented.Order());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_message_is_one_sentence_or_more_that_ends_like_one(string method)
    {
        var message = Make(typeof(DiagnosticCatalog).GetMethod(method)!).Message;

        Assert.Matches(@"[.)?!]$", message.TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_page_quotes_the_message_as_it_is(string method)
    {
        var made = Make(typeof(DiagnosticCatalog).GetMethod(method)!, Gap);
        var entry = Entry(made.Code);
        if (!entry.Contains("\n> ", StringComparison.Ordinal))
            return;

        // What stands between the texts that a caller fills in.
        Assert.All(
            Filled()
                .Split(made.Message)
                .Select(part => part.Trim(' ', '.', ',', ':'))
                .Where(part => part.Length >= LongEnough),
            part => Assert.Contains(part, entry, StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_page_says_of_each_what_it_is_and_what_to_do_in_sentences(string method)
    {
        var entry = Entry(Make(typeof(DiagnosticCatalog).GetMethod(method)!).Code);

        Assert.Matches(@"^(Error|Warning)[:,][^\n]*[.]", entry.TrimStart());
        Assert.DoesNotContain("(what ", entry, StringComparison.Ordinal);
        Assert.Matches(Remedy(), entry);
        // Names of methods, both arms of a condition, empty placeholders.
        Assert.DoesNotMatch(@"\*[\w ]*\.[A-Z]\w*[^*]*\*|\*\*\w|string\.Join", entry);
    }

    private static string Entry(string code)
    {
        var page = File.ReadAllText(Checkout.PathOf("docs/diagnostics.md"));
        var start = page.IndexOf($"### {code}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/diagnostics.md has no section ### {code}");
        start += code.Length + 5;
        var end = Regex.Match(page[start..], @"\n##+ ");
        return end.Success ? page.Substring(start, end.Index) : page[start..];
    }

    private static IEnumerable<Diagnostic> All() =>
        typeof(DiagnosticCatalog)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(m => Make(m));

    private static Diagnostic Make(MethodInfo method, string text = "text.") =>
        (Diagnostic)method.Invoke(null, [.. method.GetParameters().Select(p => Some(p.ParameterType, text))])!;

    private static object? Some(Type type, string text)
    {
        if (type == typeof(string))
            return text;
        if (type == typeof(SourceLocation))
            return new SourceLocation("kernels/softmax.cu", 31);
        if (type.IsArray)
            return Array.CreateInstance(type.GetElementType()!, 0);
        if (
            type == typeof(IEnumerable<string>)
            || type == typeof(IReadOnlyList<string>)
            || type == typeof(IReadOnlyCollection<string>)
        )
            return new[] { text };
        if (typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && type.IsInterface)
            return Array.CreateInstance(type.GetGenericArguments()[0], 0);
        return type.IsValueType ? Activator.CreateInstance(type) : Activator.CreateInstance(type, nonPublic: true);
    }

    private const string Gap = "\u2588";
    private const int LongEnough = 20;

    // What a caller gives, or what stands in its place here.
    [GeneratedRegex(@"\(did you mean [^)]*\?\)|\u2588|kernels/softmax\.cu\(31\)|\b0\b")]
    private static partial Regex Filled();

    // A sentence that tells a reader what to do, or that there is nothing to do.
    [GeneratedRegex(
        @"^What to do: [A-Z][^\n]+\.$|^> .*[.:;?!)*] "
            + "(?:Add|Bring|Build|Check|Choose|Close|Commit|Correct|Define|Drop|Fetch|Fix|Give|Give|Hold|Install|Keep|"
            + "Leave|Let|Look|Make|Measure|Merge|Move|Name|Pass|Put|Raise|Read|Refresh|Remove|Rename|Repeat|"
            + "Restore|Run|Say|Set|State|Take|Update|Use|Wait|Write)"
            + @"\b|(?:^|[.;:] )(?:Give|Let|Set|Run|Measure|Look)\b",
        RegexOptions.Multiline)]
    private static partial Regex Remedy();

    [GeneratedRegex(@"^### (PG\d{4})", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
