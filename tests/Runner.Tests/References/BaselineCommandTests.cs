using System.Text.Json;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Commands;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References;

public sealed class BaselineCommandTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    private string BaselinePath => BaselineFile.PathOf(_made.PathOf("baselines"), BaselineText.Device);

    private int Update(Measurement measurement, params string[] more)
    {
        Directory.CreateDirectory(_made.PathOf("artifacts"));
        JsonFile.Write(_made.PathOf("artifacts/measurement.json"), measurement, PerfGateJson.Default.Measurement);
        return Run([
            "baseline",
            "update",
            "--output",
            _made.PathOf("artifacts"),
            "--baselines",
            _made.PathOf("baselines"),
            "--root",
            _made.Root,
            .. more,
        ]);
    }

    private static int Run(params string[] arguments) =>
        CommandLine.Create().Parse(arguments).Invoke(new() { EnableDefaultExceptionHandler = false });

    private static Measurement OnDay(int day, double time) =>
        BaselineText.Measurement(time) with { StartedAt = new(2026, 3, 1 + day, 12, 0, 0, TimeSpan.Zero) };

    [Fact]
    public void Ten_tags_of_08_percent_each_are_refused_at_the_one_that_passes_the_bound()
    {
        var refusedAt = 0;
        for (var tag = 1; tag <= 10 && refusedAt == 0; tag++)
        {
            _made.Commit("kernels/saxpy.cu", $"{tag}");
            _made.Git("tag", $"v1.{tag}");
            try
            {
                Update(OnDay(tag, 100_000 * Math.Pow(1.008, tag - 1)));
            }
            catch (PerfGateException e)
            {
                Assert.Equal("PG4003", e.Diagnostics[0].Code);
                Assert.Equal(ExitCode.Regression, e.ExitCode);
                refusedAt = tag;
            }
        }

        // 1.008^2 is 1.6 %, 1.008^3 is 2.4 %: the fourth tag.
        Assert.Equal(4, refusedAt);
        Assert.Equal(
            ["v1.1", "v1.2", "v1.3"],
            BaselineFile.Read(BaselinePath)!.Measurements.Select(m => m.Environment.Git!.Tag!)
        );
    }

    [Fact]
    public void A_refused_refresh_leaves_the_old_bytes()
    {
        Update(OnDay(0, 100));
        var before = File.ReadAllBytes(BaselinePath);
        var wrong = OnDay(1, 100);
        wrong = wrong with
        {
            Cases = [wrong.Cases[0] with { Status = CaseStatus.Incorrect, Reason = "output y is wrong" }],
        };
        var refused = Assert.Throws<PerfGateException>(() => Update(wrong));
        Assert.Equal(ExitCode.Incorrect, refused.ExitCode);
        Assert.Contains(
            refused.Diagnostics,
            d => d.Code == "PG4001" && d.Message.Contains("output y is wrong", StringComparison.Ordinal)
        );
        Assert.Equal(before, File.ReadAllBytes(BaselinePath));
    }

    [Fact]
    public void A_refresh_by_another_project_adds_its_own_baseline_and_drops_nothing()
    {
        _made.Commit("a/a.csproj", "");
        _made.Commit("b/b.csproj", "");
        Update(OnDay(1, 100) with { Project = "a/a.csproj" });
        var before = Text("a/a.csproj");

        // Earlier than the other one's: what is in order is each project's own.
        Update(Renamed(OnDay(0, 100)) with { Project = "b/b.csproj" });

        Assert.Equal(before, Text("a/a.csproj"));
        Assert.Equal("other", BaselineFile.Read(BaselinePath, Of("b/b.csproj"))!.Newest.Cases.Single().Name);
        Assert.Equal(
            "PG2054",
            Assert.Throws<PerfGateException>(() => Run("baseline", "history", BaselinePath)).Diagnostics[0].Code
        );
        Assert.Equal(0, Run("baseline", "history", BaselinePath, "--project", "b/b.csproj"));
        Assert.Equal(0, Run("baseline", "show", BaselinePath));
        Assert.Equal(0, Run("baseline", "prune", BaselinePath, "--keep", "1"));
        Assert.Equal(before, Text("a/a.csproj"));
    }

    private static BaselineProject Of(string project) => new(project, _ => true);

    private string Text(string project) =>
        JsonSerializer.Serialize(BaselineFile.Read(BaselinePath, Of(project)), PerfGateJson.Default.Baseline);

    [Fact]
    public void Where_no_project_is_recorded_a_measurement_with_other_cases_alone_is_taken_for_another_projects()
    {
        Update(OnDay(0, 100));

        var error = Assert.Throws<PerfGateException>(() =>
            Update(Renamed(OnDay(1, 100)) with { Project = "b/b.csproj" })
        );

        Assert.Equal("PG2054", error.Diagnostics[0].Code);
        Update(Renamed(OnDay(1, 100)) with { Project = "b/b.csproj" }, "--restart", "the kernels are new");
        Assert.Equal("other", BaselineFile.Read(BaselinePath)!.Newest.Cases.Single().Name);
    }

    [Fact]
    public void A_project_that_was_renamed_keeps_its_baseline()
    {
        _made.Commit("new.csproj", "");
        Update(OnDay(0, 100) with { Project = "old.csproj" });

        Update(OnDay(1, 100) with { Project = "new.csproj" });

        Assert.Equal(
            ["old.csproj", "new.csproj"],
            BaselineFile.Read(BaselinePath)!.Measurements.Select(m => m.Project)
        );
    }

    private static Measurement Renamed(Measurement measurement) =>
        measurement with { Cases = [measurement.Cases[0] with { Name = "other", Benchmark = "other" }] };

    [Fact]
    public void The_same_refresh_twice_gives_the_same_bytes()
    {
        Update(OnDay(0, 100));
        var before = File.ReadAllBytes(BaselinePath);
        Update(OnDay(0, 100));
        Assert.Equal(before, File.ReadAllBytes(BaselinePath));
    }

    [Fact]
    public void A_baseline_begun_anew_tells_why()
    {
        Update(OnDay(0, 100));
        var foreign = OnDay(1, 100);
        foreign = foreign with
        {
            Environment = foreign.Environment with
            {
                Compiler = foreign.Environment.Compiler with { Version = "15.1.0" },
            },
        };
        Assert.Equal("PG4002", Assert.Throws<PerfGateException>(() => Update(foreign)).Diagnostics[0].Code);
        Update(foreign, "--restart", "a new compiler");
        var baseline = BaselineFile.Read(BaselinePath)!;
        Assert.Equal("a new compiler", baseline.Restarted!.Reason);
        Assert.Single(baseline.Measurements);
    }

    [Fact]
    public void A_gate_that_had_nothing_to_judge_leaves_too_few_runs_for_a_baseline()
    {
        var two = OnDay(0, 100);
        two = two with { Cases = [two.Cases[0] with { Runs = [.. two.Cases[0].Runs.Take(2)] }] };
        Assert.Equal("PG4001", Assert.Throws<PerfGateException>(() => Update(two)).Diagnostics[0].Code);
        Assert.False(File.Exists(BaselinePath));
    }

    [Fact]
    public void So_few_runs_become_a_baseline_where_they_were_asked_for()
    {
        var two = OnDay(0, 100);
        JsonFile.Write(
            _made.PathOf("artifacts/inputs.json"),
            new GateInputs
            {
                Policy = new() { Runs = new() { Minimum = 2, Maximum = 2 } },
                Reference = new() { Kind = ReferenceKind.None, Reason = "no comparison was asked for" },
                Day = new(2026, 3, 1),
            },
            PerfGateJson.Default.GateInputs);
        Assert.Equal(0, Update(two with { Cases = [two.Cases[0] with { Runs = [.. two.Cases[0].Runs.Take(2)] }] }));
    }

    [Fact]
    public void A_history_over_tags_has_more_than_a_file_keeps()
    {
        foreach (var day in Enumerable.Range(0, 8))
        {
            _made.Commit("kernels/saxpy.cu", $"{day}");
            Update(OnDay(day, 100_000));
            _made.CommitAll("baseline");
            _made.Git("tag", $"v{day}");
        }

        var taken = BaselineHistory.Merge(TaggedBaselines.Of(BaselinePath, Of("a.csproj")));
        Assert.Equal(8, taken.Length);
        Assert.Equal(5, BaselineFile.Read(BaselinePath)!.Measurements.Length);
        Assert.Equal(0, Run("baseline", "history", BaselinePath, "--tags", "--json"));
    }

    [Fact]
    public void A_history_over_tags_needs_a_repository()
    {
        var alone = Path.Combine(_made.Beside("no repository"), BaselineText.Device + ".json");
        Directory.CreateDirectory(Path.GetDirectoryName(alone)!);
        File.WriteAllText(alone, BaselineText.Of(100));
        Assert.Equal(
            "PG4013",
            Assert.Throws<PerfGateException>(() => Run("baseline", "history", alone, "--tags")).Diagnostics[0].Code
        );
    }

    [Fact]
    public void A_pruned_baseline_keeps_what_drift_is_counted_from()
    {
        foreach (var day in Enumerable.Range(0, 3))
        {
            _made.Commit("kernels/saxpy.cu", $"{day}");
            _made.Git("tag", $"v{day}");
            Update(OnDay(day, 100_000));
        }

        Assert.Equal(0, Run("baseline", "prune", BaselinePath, "--keep", "1"));
        var pruned = BaselineFile.Read(BaselinePath)!;
        Assert.Single(pruned.Measurements);
        Assert.Equal("v0", Assert.Single(pruned.Anchors).Tag);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("history")]
    [InlineData("diff")]
    public void What_reads_a_baseline_succeeds_on_one(string command)
    {
        Update(OnDay(0, 100));
        Assert.Equal(0, Run(["baseline", command, BaselinePath, .. command == "diff" ? new[] { BaselinePath } : []]));
    }

    [Theory]
    [InlineData("show")]
    [InlineData("history")]
    public void What_reads_a_baseline_refuses_a_missing_one(string command) =>
        Assert.Equal(
            "PG4015",
            Assert.Throws<PerfGateException>(() => Run("baseline", command, BaselinePath)).Diagnostics[0].Code
        );
}
