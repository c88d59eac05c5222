using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Core.Sharding;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Sharding;

/// <summary>
/// What the steps after measuring cost, in bytes that they allocate: twice the cases take about twice as many. Bytes
/// are the same on every machine, and a loop over all pairs of cases shows in them as soon as it keeps anything.
/// </summary>
public sealed class LinearCostTests
{
    private const int Few = 400;

    // Logarithms and tables that double are allowed for; a square would be 4.
    private const double Most = 2.5;

    [Fact]
    public void Merging_is_linear_in_cases() =>
        RequireLinear(count =>
        {
            var parts = Parts(count);
            return () => ShardMerge.Of(parts);
        });

    [Theory]
    [InlineData("report.md")]
    [InlineData("cases.csv")]
    [InlineData("junit.xml")]
    [InlineData("perfgate.sarif")]
    [InlineData("exports/bmf.json")]
    public void Reports_are_linear_in_cases(string file) =>
        RequireLinear(count =>
        {
            var input = ManyCases.Of(count, runs: 2, samples: 2);
            return file switch
            {
                "report.md" => () => MarkdownReport.Render(input, 1_000_000, MarkdownTarget.File),
                "cases.csv" => () => CasesCsv.Render(input),
                "junit.xml" => () => JUnitReport.Render(input),
                "perfgate.sarif" => () => SarifReport.Render(input),
                _ => () => BencherExport.Render(input),
            };
        });

    [Fact]
    public void Renamed_cases_are_found_one_for_one_whatever_their_number()
    {
        var whole = ManyCases.Of(2 * Few, runs: 2, samples: 2);
        ImmutableArray<MeasuredCase> coded = [.. whole.Measurement!.Cases.Select(c => c with { CodeHash = c.Name })];
        var verdict = Judge.Decide(
            new()
            {
                Candidate = whole.Measurement with
                {
                    Cases = [.. coded.Select(c => c with { Name = $"new_{c.Name}" })],
                },
                Reference = new()
                {
                    Device = whole.Measurement.Environment.DeviceSlug,
                    Measurements = [whole.Reference! with { Cases = coded }],
                },
                ReferenceDescription = new() { Kind = ReferenceKind.Baseline, Reason = "a test" },
                Policy = new(),
                Today = new(2026, 1, 1),
                AtEndOfBudget = true,
            }
        );

        Assert.Equal(2 * Few, verdict.Cases.Length);
        Assert.All(verdict.Cases, c => Assert.Equal(c.Name, $"new_{c.RenamedFrom}"));
    }

    [Fact]
    public void The_page_lists_the_worst_of_very_many_cases_and_links_to_all()
    {
        var input = ManyCases.Of(4_500, runs: 2, samples: 2);

        var page = HtmlReport.Render(input);
        var all = CasesCsv.Render(input);

        Assert.Equal(2_000, page.Split("<tr><th scope=\"row\"><a href=\"#c").Length - 1);
        Assert.Contains("These are the 2,000 worst of 4,500 cases.", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"cases.csv\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data:text/csv", page, StringComparison.Ordinal);
        Assert.Equal(4_501, all.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(45, all.Split(",regression,").Length - 1);
    }

    private static void RequireLinear(Func<int, Action> prepare)
    {
        // What is made once, whatever the number of cases.
        prepare(Few)();
        var (few, many) = (Bytes(prepare(Few)), Bytes(prepare(2 * Few)));
        Assert.True(many <= Most * few, $"{Few} cases take {few:N0} bytes, and twice as many take {many:N0}");
        Assert.True(few > 10_000, $"{few:N0} bytes are too few to tell");
    }

    private static long Bytes(Action step)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        step();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static ImmutableArray<(string, Measurement)> Parts(int count)
    {
        var whole = ManyCases.Of(count, runs: 2, samples: 2).Measurement!;
        ImmutableArray<string> suite = [.. whole.Cases.Select(c => c.Name)];
        return
        [
            .. Enumerable
                .Range(0, 4)
                .Select(i =>
                    (
                        $"{i}",
                        whole with
                        {
                            Shard = new(i + 1, 4) { Suite = suite },
                            Cases = [.. whole.Cases.Where((_, k) => k % 4 == i)],
                        }
                    )
                ),
        ];
    }
}
