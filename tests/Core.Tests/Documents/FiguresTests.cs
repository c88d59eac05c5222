using PerfGate.Benchmarks.Figures;

namespace PerfGate.Core.Tests.Documents;

/// <summary>The figures in the docs are those of the measurements that are committed with them.</summary>
public sealed class FiguresTests
{
    public static TheoryData<string> Pages() =>
        [
            .. Directory
                .GetFiles(Checkout.PathOf("docs"), "*.md")
                .Select(page => Path.GetFileName(page))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_table_of_figures_is_what_its_data_says(string page)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.PathOf("docs"), page));

        // dotnet run -c Release --project tests/Benchmarks -- figures
        Assert.Equal(new DocumentedFigures(Checkout.PathOf("docs/data")).Renew(text), text);
    }

    [Fact]
    public void The_page_on_measuring_has_its_figures_from_data() =>
        Assert.Contains(
            "<!-- figures cases noise-h200 ncu-h200 -->",
            File.ReadAllText(Checkout.PathOf("docs/measuring.md")),
            StringComparison.Ordinal
        );
}
