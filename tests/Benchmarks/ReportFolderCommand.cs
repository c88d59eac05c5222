using System.CommandLine;
using PerfGate.Core.Baselines;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Benchmarks;

/// <summary>
/// <c>report-folder DIR</c>: writes the files that <c>perfgate report</c> reads, as large as asked for, so that its
/// time and memory can be measured: a verdict, a measurement, the reference with its history, and the committed
/// baseline of the same measurements.
/// </summary>
internal static class ReportFolderCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR")
        {
            Description = "Where the files go; the baseline goes to DIR/baselines.",
        };
        var cases = new Option<int>("--cases") { Description = "Cases.", DefaultValueFactory = _ => 1000 };
        var runs = new Option<int>("--runs") { Description = "Runs a side.", DefaultValueFactory = _ => 10 };
        var samples = new Option<int>("--samples")
        {
            Description = "Samples a run of the candidate.",
            DefaultValueFactory = _ => 300,
        };
        var history = new Option<int>("--history")
        {
            Description = "Measurements in the baseline.",
            DefaultValueFactory = _ => 5,
        };
        var command = new Command("report-folder", "Writes the input of perfgate report, synthetic, of any size.")
        {
            folder,
            cases,
            runs,
            samples,
            history,
        };
        command.SetAction(parsed =>
        {
            var count = parsed.GetValue(cases);
            Write(
                parsed.GetValue(folder)!.FullName,
                ManyCases.Of(count, parsed.GetValue(runs), parsed.GetValue(samples)),
                Math.Max(1, parsed.GetValue(history)));
        });
        return command;
    }

    private static void Write(string folder, ReportInput input, int history)
    {
        // What a baseline keeps of a run, and the reference's releases before it.
        var baseline = new Baseline
        {
            Device = input.Measurement!.Environment.DeviceSlug,
            Measurements = ManyCases.Releases(input.Reference!, history, SampleThinning.Thin),
        };
        JsonFile.Write(Path.Combine(folder, "verdict.json"), input.Verdict, PerfGateJson.Default.Verdict);
        JsonFile.Write(Path.Combine(folder, "measurement.json"), input.Measurement, PerfGateJson.Default.Measurement);
        JsonFile.Write(Path.Combine(folder, "reference.json"), baseline, PerfGateJson.Default.Baseline);
        JsonFile.Write(
            BaselineFile.PathOf(Path.Combine(folder, "baselines"), baseline.Device),
            baseline,
            PerfGateJson.Default.Baseline
        );
    }
}
