using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Prechecks;

namespace PerfGate.Gate.Tests;

/// <summary>What must be measured, found by machine code alone.</summary>
[Collection("no times")]
public sealed class PrecheckTests : IDisposable
{
    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Comments_and_host_code_need_no_device_and_a_changed_kernel_needs_its_own_cases()
    {
        _project.Write("helper.cpp", "int helper() { return 1; }\n");
        await _project.InitAsync("change");
        _project.Replace("waves.cu", "v = fmaf(v, 0.5f, 1.0f);", "v = fmaf(v, 0.5f, 1.0f); // rises");
        _project.Write("helper.cpp", "int helper() { return 2; }\n");
        await _project.CommitAsync("comments, and code of the host");

        var unchanged = await RunAsync();

        Assert.Equal("needed=false\ncount=0\nfilter=\n", unchanged.Outputs);
        Assert.Equal(["falling/N=16384", "rising/N=16384"], unchanged.Report.Cases.Select(c => c.Name));
        Assert.Empty(unchanged.Report.ToMeasure);
        Assert.Contains("No case needs the device", unchanged.Said, StringComparison.Ordinal);

        _project.Replace("waves.cu", "v = fmaf(v, 0.5f, 1.0f);", "v = fmaf(v, 0.5f, 1.0f); v = v + 0.0f * v;");
        await _project.CommitAsync("a kernel");
        var changed = await RunAsync();

        Assert.Equal("needed=true\ncount=1\nfilter=rising/N=16384\n", changed.Outputs);
        var rising = Assert.Single(changed.Report.ToMeasure);
        Assert.Equal(("rising/N=16384", "its machine code is not the base's"), (rising.Name, rising.Reason));
        Assert.Equal("waves.cu", rising.Source!.File);
        var code = Assert.Single(changed.Report.Code);
        Assert.Equal(("rising", null), (code.Kernel, code.NotCompared));
        Assert.InRange(code.Difference!.Added, 1, 200);
        Assert.Contains(code.Difference.Blocks[0].Lines, l => l.StartsWith('+'));
        Assert.Contains(
            "## Machine code of `rising`",
            await File.ReadAllTextAsync(_project.Output("precheck.md"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

        // The same difference explains the case; the host device has no counters, and says so.
        var explained = await _project.TargetAsync("PerfGateExplain", "PerfGateBase=main", "PerfGateExplainCase=*");
        Assert.True(explained.ExitCode == 0, explained.Output);
        var report = JsonFile.Read(
            _project.Output(ExplainReport.FileName),
            PerfGateJson.Default.ExplainReport,
            ExplainReport.SchemaName
        );
        Assert.Contains("nothing counts there", report.NoCounters, StringComparison.Ordinal);
        Assert.Equal(["falling/N=16384", "rising/N=16384"], report.Cases.Select(c => c.Name).Order());
        var (falling, slowed) = (report.Cases.Single(IsFalling), report.Cases.Single(c => !IsFalling(c)));
        Assert.Equal([Explanation.Nothing], falling.Sentences.Select(s => s.Text));
        Assert.StartsWith("There are no counters", slowed.Sentences[0].Text, StringComparison.Ordinal);
        Assert.Equal(code.Difference.Added, Assert.Single(slowed.Kernels).Code!.Added);

        // The code of the check is no code of a kernel, and a weaker check must still be seen.
        await _project.GitAsync("checkout", "--quiet", "-B", "check", "main");
        _project.Replace("waves.bench.json", "1e-5", "10");
        await _project.CommitAsync("a looser bound");
        var loosened = await RunAsync();

        Assert.All(loosened.Report.ToMeasure, c => Assert.Contains("loosened", c.Reason, StringComparison.Ordinal));
        Assert.NotEmpty(loosened.Report.ToMeasure);
    }

    private static bool IsFalling(ExplainedCase c) => c.Name.StartsWith("falling", StringComparison.Ordinal);

    private async Task<(PrecheckReport Report, string Outputs, string Said)> RunAsync()
    {
        var outputs = _project.PathOf("obj/outputs");
        Directory.CreateDirectory(Path.GetDirectoryName(outputs)!);
        File.Delete(outputs);
        _project.Environment["GITHUB_OUTPUT"] = outputs;
        var built = await _project.TargetAsync("PerfGatePrecheck", "PerfGateBase=main");
        Assert.True(built.ExitCode == 0, built.Output);
        var report = JsonFile.Read(
            _project.Output("precheck.json"), PerfGateJson.Default.PrecheckReport, "precheck.schema.json");
        return (report, File.ReadAllText(outputs), built.Output);
    }
}
