using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class ListedCasesTests
{
    private const int Most = 10;

    private static readonly ReportInput _all = WithHistory(ManyCases.Of(120, runs: 3, samples: 4));

    [Fact]
    public void The_runs_of_cases_that_the_page_does_not_list_are_dropped()
    {
        var trimmed = Trimmed(_all);

        var withRuns = trimmed.Measurement!.Cases.Where(c => !c.Runs.IsEmpty).Select(c => c.Name);
        Assert.Equal(
            ReportModel.From(_all).Cases.Take(Most).Select(c => c.Judgement.Name).Order(),
            withRuns.Order()
        );
        Assert.Equal(Most, trimmed.Reference!.Cases.Count(c => !c.Runs.IsEmpty));
    }

    [Fact]
    public void The_exports_say_the_same()
    {
        var trimmed = Trimmed(_all);

        Assert.Equal(
            [BencherExport.Render(ExportedCase.Of(_all)), OtavaExport.Render(_all), CasesCsv.Render(_all)],
            [BencherExport.Render(ExportedCase.Of(trimmed)), OtavaExport.Render(trimmed), CasesCsv.Render(trimmed)]
        );
    }

    [Fact]
    public void The_old_name_of_a_listed_case_is_listed_too()
    {
        var first = ReportModel.From(_all).Cases[0].Judgement;
        var verdict = _all.Verdict with
        {
            Cases = [.. _all.Verdict.Cases.Select(c => c == first ? c with { RenamedFrom = "before" } : c)],
        };
        var reference = _all.Reference! with
        {
            Cases = [.. _all.Reference!.Cases.Select(c => c.Name == first.Name ? c with { Name = "before" } : c)],
        };

        var only = ListedCases.Of(verdict, Most).Only(reference);

        Assert.NotEmpty(only.Cases.Single(c => c.Name == "before").Runs);
    }

    [Fact]
    public void The_launches_of_a_trial_are_kept_for_costs_that_moved()
    {
        var last = ReportModel.From(_all).Cases[^1].Judgement.Name;
        var measurement = _all.Measurement! with
        {
            Cases = [.. _all.Measurement!.Cases.Select(c => c.Name == last ? c with { Runs = WithLaunches(c) } : c)],
        };

        var only = ListedCases.Of(_all.Verdict, Most).Only(measurement);

        Assert.NotEmpty(only.Cases.Single(c => c.Name == last).Runs);
    }

    [Fact]
    public void Of_few_cases_nothing_is_dropped()
    {
        var measurement = _all.Measurement!;

        Assert.Same(measurement, ListedCases.Of(_all.Verdict, _all.Verdict.Cases.Length).Only(measurement));
    }

    private static ReportInput WithHistory(ReportInput input) => input with { History = [input.Reference!] };

    private static ImmutableArray<CaseRun> WithLaunches(MeasuredCase measured) =>
        [.. measured.Runs.Select(r => r with { LaunchTimes = [1.0], ReferenceLaunchTimes = [1.0] })];

    private static ReportInput Trimmed(ReportInput input)
    {
        var listed = ListedCases.Of(input.Verdict, Most);
        return input with
        {
            Measurement = listed.Only(input.Measurement!),
            Reference = listed.Only(input.Reference!),
            History = listed.Only(input.History),
            Exported = listed.Exported,
        };
    }
}
