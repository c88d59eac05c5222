using System.Reflection;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Tests.Diagnostics;

/// <summary>Holds the catalogue and its documentation together.</summary>
public sealed partial class DiagnosticCatalogTests
{
    public static TheoryData<string> Methods() =>
        [.. typeof(DiagnosticCatalog).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name)];

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
        var documented = Heading().Matches(File.ReadAllText(Repository.File("docs/diagnostics.md"))).Select(m => m.Groups[1].Value);

        Assert.Equal(All().Select(d => d.Code).Order(), documented.Order());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_message_is_one_sentence_or_more_that_ends_like_one(string method)
    {
        var message = Make(typeof(DiagnosticCatalog).GetMethod(method)!).Message;

        Assert.Matches(@"[.)?!]$", message.TrimEnd());
    }

    private static IEnumerable<Diagnostic> All() =>
        typeof(DiagnosticCatalog).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(Make);

    private static Diagnostic Make(MethodInfo method) =>
        (Diagnostic)method.Invoke(null, [.. method.GetParameters().Select(p => Some(p.ParameterType))])!;

    private static object? Some(Type type)
    {
        if (type == typeof(string))
            return "text.";
        if (type == typeof(SourceLocation))
            return new SourceLocation("kernels/softmax.cu", 31);
        if (type.IsArray)
            return Array.CreateInstance(type.GetElementType()!, 0);
        if (typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && type.IsInterface)
            return Array.CreateInstance(type.GetGenericArguments()[0], 0);
        return type.IsValueType ? Activator.CreateInstance(type) : Activator.CreateInstance(type, nonPublic: true);
    }

    [GeneratedRegex(@"^### (PG\d{4})", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
