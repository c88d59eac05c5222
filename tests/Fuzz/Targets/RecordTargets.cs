using System.Text;
using System.Text.Json;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Judgement;
using PerfGate.Core.Nights;
using PerfGate.Fuzz.Mutators;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Nights;

namespace PerfGate.Fuzz.Targets;

/// <summary>Files of a record a line that other machines append to: histories and campaigns.</summary>
internal static class RecordTargets
{
    private const int Nights = 24;
    private static readonly DateTimeOffset Begin = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All of them.</summary>
    /// <param name="scratch">A folder for files.</param>
    public static IEnumerable<FuzzTarget> All(string scratch)
    {
        var history = Array(History(), r => JsonSerializer.Serialize(r, NightJson.Default.NightRecord));
        var named = Array([Named()], r => JsonSerializer.Serialize(r, NightJson.Default.NamedChange));
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "history")).FullName;
        yield return new("history", 20, [history], JsonMutator.Mutate, input => Written(folder, input, named));
        yield return new("history-commits", 10, [named], JsonMutator.Mutate, input => Written(folder, history, input));
        var campaign = Directory.CreateDirectory(Path.Combine(scratch, "campaign")).FullName;
        yield return new(
            "campaign",
            20,
            [Array(Campaign(), r => JsonSerializer.Serialize(r, CampaignJson.Default.CampaignRecord))],
            JsonMutator.Mutate,
            input =>
            {
                var file = Path.Combine(campaign, "nvidia-h200.jsonl");
                File.WriteAllBytes(file, Lines(input));
                CampaignReportCommand.Write([file], campaign, TextWriter.Null);
            }
        );
    }

    private static void Written(string folder, byte[] history, byte[] named)
    {
        File.WriteAllBytes(Path.Combine(folder, "nvidia-h200.jsonl"), Lines(history));
        File.WriteAllBytes(Path.Combine(folder, "commits.jsonl"), Lines(named));
        var read = new NightFolder(folder, TextWriter.Null);
        read.WritePage();
        _ = read.Unnamed(null);
    }

    private static byte[] Array<T>(IEnumerable<T> records, Func<T, string> json) =>
        Encoding.UTF8.GetBytes($"[{string.Join(",", records.Select(json))}]");

    // A line for each element; what is no array is one line.
    private static byte[] Lines(byte[] input)
    {
        try
        {
            using var document = JsonDocument.Parse(input);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
                return Encoding.UTF8.GetBytes(
                    string.Concat(
                        document.RootElement.EnumerateArray().Select(e => e.GetRawText().ReplaceLineEndings(" ") + "\n")
                    )
                );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or no text.
        }

        return [.. input, (byte)'\n'];
    }

    private static IEnumerable<NightRecord> History() =>
        Enumerable
            .Range(0, Nights)
            .Select(i => new NightRecord
            {
                At = Begin.AddDays(i),
                Commit = Commit(i),
                Case = "softmax/N=1024",
                Nanoseconds = (i < Nights / 2 ? 10_000 : 11_000) + i % 3 * 5,
                Spread = 0.001,
                Runs = 10,
                CodeHash = Commit(i < Nights / 2 ? 1000 : 2000),
                Device = "nvidia-h200",
                Gpu = "GPU-1",
                Driver = "580.65",
                Compiler = "nvcc 13.0",
            });

    private static NamedChange Named() =>
        new(
            "nvidia-h200",
            "softmax/N=1024",
            Commit(Nights / 2 - 1),
            Commit(Nights / 2),
            [new(Commit(Nights / 2), "Softmax: two passes")]
        );

    private static string Commit(int number) => $"{number:x40}";

    private static IEnumerable<CampaignRecord> Campaign() =>
        from gate in Enumerable.Range(0, 8)
        from name in new[] { "saxpy/N=1024", "softmax/N=1024" }
        let kind = (CampaignKind)(gate % Enum.GetValues<CampaignKind>().Length)
        let isPlanted = kind is CampaignKind.Planted or CampaignKind.Calibration
        select new CampaignRecord
        {
            Gate = gate,
            Cases = 2,
            Kind = kind,
            Case = name,
            Benchmark = name.Split('/')[0],
            Asked = isPlanted ? 0.02 : null,
            Cycles = isPlanted ? 400 : null,
            Verdict = isPlanted ? CaseVerdict.Regression : CaseVerdict.Pass,
            Effect = isPlanted ? 0.021 : 0.0004,
            Interval = isPlanted ? [0.019, 0.023] : [-0.001, 0.002],
            Tolerance = 0.01,
            Runs = [5, 5],
            ReferenceNs = 12_345,
            Seconds = 2,
            At = Begin.AddMinutes(gate),
            Session = gate < 4 ? "one" : "two",
            Device = "nvidia-h200",
            Model = "NVIDIA H200",
            Host = "h1",
            Gpu = "g1",
            Driver = "580.65",
            ClockMhz = 1980,
            Compiler = "nvcc 13.0",
            Commit = Commit(1),
            PerfGateVersion = "0.1.0",
        };
}
