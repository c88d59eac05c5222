using System.Globalization;
using System.Text.RegularExpressions;
using PerfGate.Benchmarks.Figures;

namespace PerfGate.Core.Tests.Documents;

/// <summary>The figures in the docs are those of the measurements that are committed with them.</summary>
public sealed class FiguresTests
{
    public static TheoryData<string> Pages() =>
        [
            .. Directory
                .GetFiles(Checkout.PathOf("docs"), "*.md", SearchOption.AllDirectories)
                .Select(page => Path.GetRelativePath(Checkout.PathOf("docs"), page).Replace('\\', '/'))
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
    public void The_pages_of_examples_are_what_their_files_say()
    {
        var examples = Checkout.PathOf("docs/examples");
        foreach (var folder in Directory.Exists(examples) ? Directory.GetDirectories(examples) : [])
            // dotnet run -c Release --project tests/Benchmarks -- example
            Assert.Equal(ExamplePage.Of(folder), File.ReadAllText(Path.Combine(folder, ExamplePage.FileName)));
    }

    [Theory]
    [InlineData("h200", "<!-- figures cases noise-h200 ncu-h200 -->")]
    [InlineData("h200", "<!-- figures cost cost-h200 -->")]
    [InlineData("h200", "<!-- figures cases kernels-h200 ncu-h200 -->")]
    [InlineData("h100", "<!-- figures cases kernels-h100 ncu-h100 -->")]
    public void The_pages_of_results_have_their_figures_from_data(string gpu, string table) =>
        Assert.Contains(table, File.ReadAllText(Checkout.PathOf($"docs/results/{gpu}.md")), StringComparison.Ordinal);

    [Theory]
    [InlineData("h200", 24)]
    [InlineData("h100", 16)]
    public void Kernels_above_10_us_are_within_2_per_cent_of_Nsight_Compute_or_are_so_at_the_same_pace(
        string gpu,
        int kernels)
    {
        // Case, time, spread, and twice ncu with the difference.
        var rows = File.ReadLines(Checkout.PathOf($"docs/results/{gpu}.md"))
            .Where(line => Regex.IsMatch(line, @"^\| `[^`]+` \|( [\d.]+ (µs|ms) \|) [\d.]+ % \|( [\d.]+ (µs|ms) \|)"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells[4].EndsWith("ms", StringComparison.Ordinal) || Number(cells[4]) > 10)
            .ToList();

        Assert.Equal(kernels, rows.Count);
        Assert.All(rows, cells => Assert.True(new[] { 5, 7 }.Any(i => i < cells.Length && IsNear(cells[i])), cells[1]));
    }

    private static bool IsNear(string difference) => difference.Length > 0 && Math.Abs(Number(difference)) <= 2;

    private static double Number(string cell) => double.Parse(cell.Split(' ')[0], CultureInfo.InvariantCulture);
}
