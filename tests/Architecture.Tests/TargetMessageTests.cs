using System.Text.RegularExpressions;
using System.Xml.Linq;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// Errors and warnings that the targets print by themselves have the words of the catalogue, which the page of
/// diagnostics shows.
/// </summary>
public sealed partial class TargetMessageTests
{
    private static readonly Dictionary<string, string> Catalogue = new(StringComparer.Ordinal)
    {
        ["PG1014"] = DiagnosticCatalog.ManifestMissing(new("a.cu"), "%").Message,
        ["PG1015"] = DiagnosticCatalog.NothingToGate(new("a.csproj")).Message,
        ["PG1044"] = DiagnosticCatalog.TargetReplaced(new("a.csproj"), "%").Message,
    };

    [Fact]
    public void They_are_those_of_the_catalogue()
    {
        var folder = GeneratedPage.PathOf("src/Tasks/build");
        var printed = Directory
            .EnumerateFiles(folder, "*.targets")
            .SelectMany(f => XDocument.Load(f).Descendants())
            .Where(e => e.Name.LocalName is "Error" or "Warning")
            .Select(e => (Code: (string?)e.Attribute("Code") ?? "", Text: (string?)e.Attribute("Text") ?? ""))
            .Where(e => Catalogue.ContainsKey(e.Code))
            .OrderBy(e => e.Code, StringComparer.Ordinal)
            .ToList();

        Assert.Equal(Catalogue.Keys.Order(StringComparer.Ordinal), printed.Select(p => p.Code));
        Assert.All(printed, p => Assert.Equal(Catalogue[p.Code], Items().Replace(p.Text, "%")));
    }

    [GeneratedRegex(@"[%$]\([^)]*\)")]
    private static partial Regex Items();
}
