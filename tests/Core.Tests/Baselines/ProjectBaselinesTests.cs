using System.Text.Json;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Baselines;

/// <summary>Whose cases a baseline holds.</summary>
public sealed class ProjectBaselinesTests : IDisposable
{
    private static readonly MeasuredCase Canary = Sample.Case("canary") with { Role = CaseRole.Canary };

    private static readonly Baseline OfSoftmax = Sample.Baseline(
        Sample.Measurement(0, null, Sample.Case("softmax/N=1024"), Canary)
    );

    [Fact]
    public void A_measurement_with_one_case_of_the_baseline_is_of_its_project_even_where_that_case_failed()
    {
        var failed = Sample.Case("softmax/N=1024", status: CaseStatus.Failed);

        Assert.False(
            ProjectBaselines.HasNoCaseOf(OfSoftmax, Sample.Measurement(1, null, failed, Sample.Case("gemm/N=64")))
        );
    }

    [Fact]
    public void A_measurement_that_shares_only_the_canaries_is_of_another_project() =>
        Assert.True(
            ProjectBaselines.HasNoCaseOf(OfSoftmax, Sample.Measurement(1, null, Sample.Case("gemm/N=64"), Canary))
        );

    [Fact]
    public void A_baseline_of_canaries_alone_belongs_to_no_project() =>
        Assert.False(
            ProjectBaselines.HasNoCaseOf(
                Sample.Baseline(Sample.Measurement(0, null, Canary)),
                Sample.Measurement(1, null, Sample.Case("gemm/N=64"))
            )
        );

    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate projects ").FullName;

    private string File => BaselineFile.PathOf(_folder, Sample.Device);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.csproj", "b.csproj", true, false)]
    [InlineData("a.csproj", "b.csproj", false, true)]
    [InlineData("a.csproj", "a.csproj", true, true)]
    [InlineData("a.csproj", null, true, true)]
    [InlineData(null, "b.csproj", true, true)]
    public void The_only_baseline_is_a_projects_own_unless_another_one_owns_it_that_is_still_there(
        string? owner,
        string? project,
        bool exists,
        bool own
    )
    {
        var baselines = ProjectBaselines.Of(Of(owner));

        var found = baselines.Find(new(project, path => exists && path == owner));

        Assert.Equal(own, found is not null);
    }

    [Fact]
    public void A_refresh_of_one_project_leaves_the_others_and_a_project_sees_its_own_cases_alone()
    {
        Refresh("b.csproj", Sample.Case("gemm"));
        var alone = System.IO.File.ReadAllText(File);
        Refresh("a.csproj", Sample.Case("softmax"));
        Refresh("a.csproj", Sample.Case("softmax"), Sample.Case("topk"));

        Assert.Contains("\"schemaVersion\": 1", alone.Split('\n')[2], StringComparison.Ordinal);
        Assert.Contains(
            "\"schemaVersion\": 2",
            System.IO.File.ReadAllText(File).Split('\n')[2],
            StringComparison.Ordinal
        );
        Assert.Equal(["a.csproj", "b.csproj"], BaselineFile.ReadAll(File).All.Select(b => b.Project));
        Assert.Equal(alone, JsonSerializer.Serialize(Read("b.csproj"), PerfGateJson.Default.Baseline) + "\n");
        Assert.Equal(["softmax", "topk"], Read("a.csproj")!.Newest.Cases.Select(c => c.Name));
        Assert.Null(Read("c.csproj"));
    }

    [Fact]
    public void Among_several_the_only_one_whose_project_is_gone_belongs_to_the_renamed_one()
    {
        Refresh("a.csproj", Sample.Case("softmax"));
        Refresh("b.csproj", Sample.Case("gemm"));

        Refresh("c.csproj", path => path != "a.csproj", Sample.Case("softmax"));

        Assert.Equal(["b.csproj", "c.csproj"], BaselineFile.ReadAll(File).All.Select(b => b.Project));
        Assert.Null(BaselineFile.Read(File, new("d.csproj", path => path is not ("b.csproj" or "c.csproj"))));
    }

    [Fact]
    public void Where_no_project_is_named_a_file_of_several_is_refused_with_their_names()
    {
        Refresh("a.csproj", Sample.Case("softmax"));
        Refresh("b.csproj", Sample.Case("gemm"));

        var error = Assert.Throws<PerfGateException>(() => BaselineFile.Read(File)).Diagnostics[0];

        Assert.Equal("PG2054", error.Code);
        Assert.Contains(
            "those of a.csproj, b.csproj. Name one of them with --project",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("\"device\": \"nvidia-l4\"", "\"device\": \"nvidia-h100\"", "PG4006")]
    [InlineData("\"anchors\": []", "\"ankers\": []", "PG9003")]
    [InlineData("\"projects\"", "\"project\"", "PG9003")]
    [InlineData("\"schemaVersion\": 2", "\"schemaVersion\": 3", "PG9004")]
    public void A_hand_edited_file_of_several_projects_is_refused(string was, string becomes, string code)
    {
        Refresh("a.csproj", Sample.Case("softmax"));
        Refresh("b.csproj", Sample.Case("gemm"));
        var text = System.IO.File.ReadAllText(File);
        var at = text.LastIndexOf(was, StringComparison.Ordinal);
        Assert.True(at >= 0, text[..500]);
        System.IO.File.WriteAllText(File, text[..at] + becomes + text[(at + was.Length)..]);

        Assert.Equal(code, Assert.Throws<PerfGateException>(() => BaselineFile.ReadAll(File)).Diagnostics[0].Code);
    }

    private static Baseline Of(string? owner) => Sample.Baseline(Sample.Measurement() with { Project = owner });

    private Baseline? Read(string project) => BaselineFile.Read(File, new(project, _ => true));

    private void Refresh(string project, params MeasuredCase[] cases) => Refresh(project, _ => true, cases);

    private void Refresh(string project, Func<string, bool> exists, params MeasuredCase[] cases) =>
        BaselineFile.Update(
            File,
            _ => Sample.Baseline(Sample.Measurement(0, null, cases) with { Project = project }),
            TimeSpan.Zero,
            new(project, exists)
        );

    [Theory]
    [InlineData("a.csproj", "a.csproj")]
    [InlineData(null, "new.csproj")]
    public void Where_no_project_is_named_a_refresh_keeps_the_name_that_there_is(string? owner, string name)
    {
        var refreshed = Sample.Baseline(Sample.Measurement(1) with { Project = "new.csproj" });
        var baselines = owner is null ? ProjectBaselines.None : ProjectBaselines.Of(Of(owner));

        Assert.Equal(name, Assert.Single(baselines.With(new(null, _ => true), refreshed).All).Project);
    }

    [Fact]
    public void The_baselines_are_in_the_order_of_their_projects()
    {
        static BaselineProject Named(string name) => new(name, _ => true);
        var both = ProjectBaselines.None
            .With(Named("a.csproj"), Of("a.csproj")).With(Named("b.csproj"), Of("b.csproj"));

        Assert.Equal(["a.csproj", "b.csproj"], both.All.Select(b => b.Project));
    }
}
