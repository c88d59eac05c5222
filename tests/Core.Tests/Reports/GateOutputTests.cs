using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class GateOutputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-output-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_report_is_known_and_goes()
    {
        ReportFolder.Write(_folder, ReportFiles.Render(SampleReports.Passing()));

        GateOutput.Forget(_folder, GateStep.Report);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_step_takes_its_own_files_and_those_of_later_steps_along_and_leaves_earlier_ones()
    {
        string[] measured =
            ["inputs.json", "kernels.json", "measurement.json", "reference.json", "remeasured.json", "trial.json"];
        Write([.. measured, "sanitize.json", "verdict.json", "report.md"]);

        GateOutput.Forget(_folder, GateStep.Judge);
        Assert.Equal([.. measured.Append("sanitize.json").Order(StringComparer.Ordinal)], Names());
        GateOutput.ForgetOnly(_folder, GateStep.Sanitize);
        Assert.Equal(measured, Names());
        GateOutput.Forget(_folder, GateStep.Compile);
        Assert.Empty(Names());
    }

    [Fact]
    public void What_a_killed_process_was_still_writing_goes_too()
    {
        Write("measurement.json.4711.tmp", "badges/verdict.svg.4711.tmp");

        GateOutput.Forget(_folder, GateStep.Measure);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void The_folder_of_the_pipeline_goes_where_its_log_marks_it()
    {
        Write("optimize/shapes/measurement.json");

        GateOutput.ForgetOptimizing(_folder);
        Assert.True(File.Exists(Path.Combine(_folder, "optimize", "shapes", "measurement.json")));

        Write("optimize/optimize.json");
        GateOutput.ForgetOptimizing(_folder);
        Assert.False(Directory.Exists(Path.Combine(_folder, "optimize")));
    }

    [Fact]
    public void What_the_gate_did_not_write_stays()
    {
        string[] theirs =
        [
            "badges/mine.svg",
            "exports/mine.csv",
            "mine.json",
            "report.md.txt",
            "sanitize/notes.txt",
            "verdict.json.old",
        ];
        Write([.. theirs, "verdict.json", "badges/cases.svg", "sanitize/add_N=1.memcheck.txt"]);

        GateOutput.Forget(_folder, GateStep.Compile);

        Assert.Equal(theirs, Names());
    }

    [Fact]
    public void What_lies_behind_a_link_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Write("elsewhere/verdict.svg");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "badges"), Path.Combine(_folder, "elsewhere"));

        GateOutput.Forget(_folder, GateStep.Compile);

        Assert.True(File.Exists(Path.Combine(_folder, "elsewhere", "verdict.svg")));
    }

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
            File.WriteAllText(Path.Combine(_folder, name), "");
        }
    }

    private string[] Names() =>
    [
        .. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(_folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];
}
