namespace PerfGate.Architecture.Tests;

/// <summary><c>docs/diagnostics.md</c> has the severities and messages of the catalogue.</summary>
public sealed class DiagnosticsPageTests
{
    private const string Page = "docs/diagnostics.md";

    [Fact]
    public void Severities_and_messages_are_those_of_the_catalogue() =>
        GeneratedPage.Hold(Page, DiagnosticsPage.Renew(File.ReadAllText(GeneratedPage.PathOf(Page))));
}
