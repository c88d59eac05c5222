using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class ReportFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-folder-").FullName;
    private readonly ReportInput _input = SampleReports.PullRequest();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_files_of_the_steps_give_the_report_that_the_records_give()
    {
        WriteAll();

        Assert.Equal(
            ReportFiles.Render(_input).AsEnumerable(),
            ReportFiles.Render(ReportFolder.Read(_folder, Path.Combine(_folder, "baselines")))
        );
    }

    [Fact]
    public void Without_baselines_the_reference_is_the_history()
    {
        WriteAll();

        Assert.Equal(_input.Reference!.StartedAt, Assert.Single(ReportFolder.Read(_folder, null).History).StartedAt);
    }

    [Fact]
    public void A_baseline_that_is_the_references_own_file_is_read_once()
    {
        WriteAll();
        File.Copy(
            Path.Combine(_folder, "baselines", "nvidia-h200.json"),
            Path.Combine(_folder, "reference.json"),
            overwrite: true
        );

        var input = ReportFolder.Read(_folder, Path.Combine(_folder, "baselines"));

        Assert.Equal(_input.History.Length, input.History.Length);
        Assert.Same(input.Reference, input.History[^1]);
    }

    [Fact]
    public void A_baseline_of_the_same_length_that_differs_is_read_for_itself()
    {
        WriteAll();
        var text = File.ReadAllText(Path.Combine(_folder, "baselines", "nvidia-h200.json"));
        File.WriteAllText(
            Path.Combine(_folder, "reference.json"),
            text.Replace("v0.2.1", "v0.2.9", StringComparison.Ordinal)
        );

        var input = ReportFolder.Read(_folder, Path.Combine(_folder, "baselines"));

        Assert.Contains(input.History, m => m.Environment.Git!.Tag == "v0.2.1");
    }

    [Fact]
    public void A_verdict_alone_is_enough()
    {
        JsonFile.Write(Path.Combine(_folder, "verdict.json"), _input.Verdict, PerfGateJson.Default.Verdict);

        Assert.Null(ReportFolder.Read(_folder, null).Measurement);
    }

    [Fact]
    public void A_missing_verdict_is_an_error_that_names_the_file()
    {
        var error = Assert.Throws<PerfGateException>(() => ReportFolder.Read(_folder, null));

        Assert.Contains("verdict.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_leads_out_of_the_folder_is_refused()
    {
        WriteAll();
        var measurement = _input.Measurement! with
        {
            Environment = _input.Measurement.Environment with { DeviceSlug = "../baselines/nvidia-h200" },
        };
        JsonFile.Write(Path.Combine(_folder, "measurement.json"), measurement, PerfGateJson.Default.Measurement);

        var error = Assert.Throws<PerfGateException>(() =>
            ReportFolder.Read(_folder, Path.Combine(_folder, "baselines"))
        );

        Assert.Contains("deviceSlug", error.Message, StringComparison.Ordinal);
    }

    private void WriteAll()
    {
        JsonFile.Write(Path.Combine(_folder, "verdict.json"), _input.Verdict, PerfGateJson.Default.Verdict);
        JsonFile.Write(
            Path.Combine(_folder, "measurement.json"),
            _input.Measurement!,
            PerfGateJson.Default.Measurement
        );
        JsonFile.Write(
            Path.Combine(_folder, "reference.json"),
            Holding([_input.Reference!]),
            PerfGateJson.Default.Baseline
        );
        JsonFile.Write(
            Path.Combine(_folder, "baselines", "nvidia-h200.json"),
            Holding(_input.History),
            PerfGateJson.Default.Baseline
        );
    }

    private static Baseline Holding(
        System.Collections.Immutable.ImmutableArray<Core.Measurements.Measurement> measurements
    ) => new() { Device = "nvidia-h200", Measurements = measurements };
}
