using System.Text;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>
/// The verdict files of recorded measurements are, byte for byte, those of <c>tests/data/verdicts</c>. A change of the
/// code that should not change a verdict is held to that; one that should shows its effect in these files.
/// </summary>
public sealed class RecordedVerdictTests
{
    private const string Rewrite = "PERFGATE_UPDATE_VERDICTS";

    [Theory]
    [InlineData("kernels-h200-before", "kernels-h200")]
    [InlineData("noise-h200", "noise-h200-wandering")]
    [InlineData("noise-h100", "noise-h100-step")]
    // Not comparable: another GPU.
    [InlineData("kernels-h200", "kernels-h100")]
    public void A_verdict_file_of_recorded_measurements_is_the_same_byte_for_byte(string reference, string candidate)
    {
        var golden = Checkout.PathOf($"tests/data/verdicts/{candidate}.json");
        var made = Verdict(Recorded(reference), Recorded(candidate));

        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
            File.WriteAllText(golden, made);

        var lines = made.Split('\n').Zip(File.ReadAllText(golden).Split('\n')).ToList();
        var first = lines.FindIndex(l => l.First != l.Second);
        Assert.True(
            first < 0,
            $"{golden}({first + 1}) is not what the judge writes. Where a verdict was to change: {Rewrite}=1");
        Assert.Equal(File.ReadAllBytes(golden), new UTF8Encoding(false).GetBytes(made));
    }

    [Fact]
    public void The_recorded_verdicts_are_of_several_kinds()
    {
        var verdicts = Directory.EnumerateFiles(Checkout.PathOf("tests/data/verdicts"), "*.json")
            .Select(file => JsonFile.Read<Verdict>(file, PerfGateJson.Default, "verdict.schema.json"))
            .SelectMany(v => v.Cases)
            .Select(c => c.Verdict)
            .ToHashSet();

        Assert.Superset(
            new HashSet<CaseVerdict>
            {
                CaseVerdict.Pass, CaseVerdict.Unchanged, CaseVerdict.Regression, CaseVerdict.Improvement,
                CaseVerdict.Inconclusive, CaseVerdict.Missing,
            },
            verdicts);
    }

    private static string Verdict(Measurement reference, Measurement candidate)
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("verdict.json");
        var changed = Changed(candidate);
        // The last case was taken away. A slower one is confirmed by a second measurement, which here is the same one.
        var input = Given.Input(changed with { Cases = changed.Cases[..^1] }, reference) with { Remeasured = changed };
        JsonFile.Write(file, Judge.Decide(input), PerfGateJson.Default.Verdict);
        return File.ReadAllText(file);
    }

    // Recorded were measurements of the same code. Of four cases one stays as it is, and the others get other machine
    // code: one as fast, one slower, one faster.
    private static Measurement Changed(Measurement measurement) => measurement with
    {
        Cases = [.. measurement.Cases.Select((c, i) => c.Role == CaseRole.Canary ? c : Changed(c, i % 4))],
    };

    private static MeasuredCase Changed(MeasuredCase measured, int kind) => kind switch
    {
        0 => measured,
        1 => Scaled(measured, 1),
        2 => Scaled(measured, 1.04),
        _ => Scaled(measured, 0.96),
    };

    private static MeasuredCase Scaled(MeasuredCase measured, double factor) => measured with
    {
        CodeHash = measured.CodeHash is null ? null : new string('0', 64),
        Runs =
        [
            .. measured.Runs.Select(run => run with { Samples = [.. run.Samples.Select(s => s * factor)] }),
        ],
    };

    // Those that the docs show no longer are kept here, so that the verdicts stay what they were.
    private static Measurement Recorded(string name)
    {
        var kept = Checkout.PathOf($"tests/data/recorded/{name}.json");
        return JsonFile.Read<Measurement>(
            File.Exists(kept) ? kept : Checkout.PathOf($"docs/data/{name}/measurement.json"),
            PerfGateJson.Default,
            "measurement.schema.json"
        );
    }
}
