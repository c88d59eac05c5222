using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Core.Reports.Findings;

namespace PerfGate.Core.Tests.Reports;

/// <summary>Slower cases that belong together, and costs that moved within a case.</summary>
public sealed class FindingsTests
{
    [Fact]
    public void Slower_cases_of_one_changed_kernel_are_one_finding_with_a_list()
    {
        var verdict = Of(
            Slow("softmax/N=64", 1.02, "kernels/softmax.cu", "rows"),
            Slow("softmax/N=1024", 1.12, "kernels/softmax.cu", "rows"),
            Slow("scan", 1.5, "kernels/scan.cu", "scan"),
            Slow("gemm", 1.1, "kernels/gemm.cu", "gemm") with
            {
                Verdict = CaseVerdict.Pass,
            }
        );

        var finding = Assert.Single(SharedFinding.Of(verdict));

        Assert.Equal(
            "2 slower cases launch the kernel rows (kernels/softmax.cu:7), +12.0 % at most",
            finding.Headline
        );
        Assert.Equal("softmax/N=1024, softmax/N=64", finding.Names);
    }

    [Fact]
    public void Slower_cases_of_several_kernels_of_a_header_are_one_finding()
    {
        var verdict = Of(
            Slow("a", 1.1, "kernels/common.cuh", "first"),
            Slow("b", 1.2, "kernels/common.cuh", "second"),
            Slow("c", 1.3, "kernels/other.cu", "other")
        );

        var finding = Assert.Single(SharedFinding.Of(verdict));

        Assert.True(finding.IsOfFile);
        Assert.StartsWith(
            "2 slower cases are of 2 kernels in kernels/common.cuh (first, second)",
            finding.Headline,
            StringComparison.Ordinal
        );
    }

    // What all launch and nobody changed is not what they have in common.
    [Fact]
    public void Only_kernels_with_other_machine_code_count()
    {
        var verdict = Of(
            Slow("a", 1.1, "kernels/a.cu", "a", unchanged: "shared"),
            Slow("b", 1.1, "kernels/b.cu", "b", unchanged: "shared")
        );

        Assert.Empty(SharedFinding.Of(verdict));
    }

    [Fact]
    public void A_case_of_two_changed_kernels_goes_where_most_cases_are()
    {
        var both = Slow("both", 1.1, "kernels/a.cu", "a") with
        {
            Kernels = [new("a", "new"), new("z", "new")],
            ReferenceKernels = [new("a", "old"), new("z", "old")],
        };

        var finding = Assert.Single(
            SharedFinding.Of(Of(both, Slow("one", 1.2, "kernels/z.cu", "z"), Slow("two", 1.3, "kernels/z.cu", "z")))
        );

        Assert.Equal("two, one, both", finding.Names);
    }

    [Fact]
    public void A_kernel_that_is_slower_by_what_another_is_faster_is_a_cost_shift()
    {
        var shift = CostShift.Of(Launches([1_000, 500], [700, 790]))!;

        Assert.Equal(("gather", "scatter"), (shift.Faster[0].Kernel, shift.Slower[0].Kernel));
        Assert.Equal(
            "the cost moved within sort: scatter +290.0 ns, gather −300.0 ns, together −0.67 % of the case's time",
            shift.Text
        );
    }

    public static TheoryData<string, double[], double[]> NoShifts() =>
        new()
        {
            { "only slower", [1_000, 500], [1_300, 500] },
            { "slower by far more", [1_000, 500], [900, 1_200] },
            { "nothing", [1_000, 500], [1_000, 500] },
        };

    [Theory]
    [MemberData(nameof(NoShifts))]
    public void It_is_none_where(string what, double[] before, double[] now)
    {
        Assert.NotEmpty(what);
        Assert.Null(CostShift.Of(Launches(before, now)));
    }

    [Fact]
    public void A_run_that_went_the_other_way_makes_it_noise()
    {
        var shifted = Launches([1_000, 500], [700, 790]);
        var odd = shifted.Runs[2] with { LaunchTimes = [1_001, 499] };

        Assert.Null(CostShift.Of(shifted with { Runs = shifted.Runs.SetItem(2, odd) }));
    }

    [Fact]
    public void A_shift_below_the_tolerance_is_not_told()
    {
        var verdict = Of(Slow("sort", 1, "kernels/sort.cu", "gather") with { StatedTolerance = 0.01 });

        Assert.Empty(CostShift.Of(verdict, Measured([100_000, 500], [99_900, 600]), null));
        Assert.Single(CostShift.Of(verdict, Measured([1_000, 500], [700, 790]), null));
    }

    [Fact]
    public void Report_comment_and_page_show_both_first()
    {
        var verdict = Of(
            Slow("sort", 1.02, "kernels/sort.cu", "gather"),
            Slow("merge", 1.12, "kernels/sort.cu", "gather")
        );
        var input = new ReportInput(verdict, Measured([1_000, 500], [700, 790]));

        var markdown = MarkdownReport.Render(input);
        var page = HtmlReport.Render(input);

        Assert.Contains("**2 slower cases launch the kernel gather", markdown, StringComparison.Ordinal);
        Assert.Contains("**Cost shift**: the cost moved within sort", markdown, StringComparison.Ordinal);
        Assert.True(
            markdown.IndexOf("2 slower cases", StringComparison.Ordinal)
                < markdown.IndexOf("| case |", StringComparison.Ordinal)
        );
        Assert.Contains("<strong>2 slower cases launch the kernel gather", page, StringComparison.Ordinal);
        Assert.Contains("the cost moved within sort", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_cases_of_one_kernel_are_one_line()
    {
        var verdict = Of([.. Enumerable.Range(0, 10_000).Select(i => Slow($"case/N={i}", 1.1, "kernels/a.cu", "a"))]);

        var finding = Assert.Single(SharedFinding.Of(verdict));

        Assert.Equal(10_000, finding.Cases.Length);
        Assert.EndsWith(" and 9,990 more", finding.Names, StringComparison.Ordinal);
    }

    private static Verdict Of(params ImmutableArray<CaseJudgement> cases) =>
        new()
        {
            Outcome = Outcome.Regression,
            Summary = "slower",
            Reference = new() { Kind = ReferenceKind.Base, Reason = "test" },
            Policy = new(),
            Cases = cases,
        };

    private static CaseJudgement Slow(string name, double ratio, string file, string kernel, string? unchanged = null)
    {
        ImmutableArray<LaunchedKernel> same = unchanged is null ? [] : [new(unchanged, "same")];
        return new()
        {
            Name = name,
            Verdict = CaseVerdict.Regression,
            Reason = "slower",
            Ratio = ratio,
            Source = new(file, 7),
            Kernels = [.. same, new(kernel, "new")],
            ReferenceKernels = [.. same, new(kernel, "old")],
        };
    }

    private static Measurement Measured(double[] before, double[] now) =>
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Interleaved = true,
            Environment = Environments.Of(DeviceKind.Cuda),
            Cases = [Launches(before, now)],
        };

    private static MeasuredCase Launches(double[] before, double[] now) =>
        new()
        {
            Name = "sort",
            Benchmark = "sort",
            Status = CaseStatus.Measured,
            Kernels = [new("gather", "new"), new("scatter", "new")],
            ReferenceKernels = [new("gather", "old"), new("scatter", "old")],
            Runs =
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(run => new CaseRun
                    {
                        Run = run,
                        Samples = [now.Sum()],
                        ReferenceSamples = [before.Sum()],
                        LaunchTimes = [.. now.Select(t => t + (run % 2))],
                        ReferenceLaunchTimes = [.. before.Select(t => t + (run % 2))],
                    }),
            ],
        };
}
