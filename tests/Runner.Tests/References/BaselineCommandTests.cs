using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Commands;
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
        return Run(["baseline", "update", "--output", _made.PathOf("artifacts"), "--baselines", _made.PathOf("baselines"), "--root", _made.Root, .. more]);
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
        Assert.Equal(["v1.1", "v1.2", "v1.3"], BaselineFile.Read(BaselinePath)!.Measurements.Select(m => m.Environment.Git!.Tag!));
    }

    [Fact]
    public void A_refused_refresh_leaves_the_old_bytes()
    {
        Update(OnDay(0, 100));
        var before = File.ReadAllBytes(BaselinePath);
        var wrong = OnDay(1, 100);
        wrong = wrong with { Cases = [wrong.Cases[0] with { Status = CaseStatus.Incorrect, Reason = "output y is wrong" }] };
        Assert.Equal(ExitCode.Incorrect, Assert.Throws<PerfGateException>(() => Update(wrong)).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(BaselinePath));
    }

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
        foreign = foreign with { Environment = foreign.Environment with { Compiler = foreign.Environment.Compiler with { Version = "15.1.0" } } };
        Assert.Equal("PG4002", Assert.Throws<PerfGateException>(() => Update(foreign)).Diagnostics[0].Code);
        Update(foreign, "--restart", "a new compiler");
        var baseline = BaselineFile.Read(BaselinePath)!;
        Assert.Equal("a new compiler", baseline.Restarted!.Reason);
        Assert.Single(baseline.Measurements);
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
        Assert.Equal("PG4015", Assert.Throws<PerfGateException>(() => Run("baseline", command, BaselinePath)).Diagnostics[0].Code);
}
