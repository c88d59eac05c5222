using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Claims;
using PerfGate.Core.Devices;
using PerfGate.Core.Formats;
using PerfGate.Core.Publishing;
using PerfGate.Core.Tests.Reports.Samples;
using PerfGate.Core.Tuning;
using PerfGate.Fuzz.Mutators;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Optimizing;
using PerfGate.Runner.Tuning;

namespace PerfGate.Fuzz.Targets;

/// <summary>What tuning keeps, and the archive of a publication, which may come from anybody.</summary>
internal static class PublicationTargets
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DeviceFacts Device = new(
        DeviceKind.Cuda,
        "the fuzzer says so",
        "9.0",
        80_000_000_000,
        132,
        52_428_800
    )
    {
        Slug = "nvidia-h200",
    };

    /// <summary>All of them.</summary>
    /// <param name="scratch">A folder for files.</param>
    public static IEnumerable<FuzzTarget> All(string scratch)
    {
        yield return Tuned(scratch);
        var log = Path.Combine(scratch, "tune.jsonl");
        yield return new(
            "tune-log",
            30,
            [Encoding.UTF8.GetBytes(string.Concat(Records().Select(r => Line(r) + "\n")))],
            new TextMutator(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "null",
                "\n",
                "\"key\":",
                "\"stage\":",
                "\"tried\"",
                "1e999",
                "-1",
                "\\u0000"
            ).Mutate,
            input =>
            {
                File.WriteAllBytes(log, input);
                using (var read = TuneLog.Open(log))
                    read.Add(Records()[0]);
                // A line that was cut off is gone, and the next reader finds the new one.
                using var again = TuneLog.Open(log);
                if (again.Find(Records()[0].Stage, Records()[0].Key) is null)
                    throw new InvalidOperationException("a result that was added is not found again");
            }
        );
        var phases = Directory.CreateDirectory(Path.Combine(scratch, "phases")).FullName;
        yield return new(
            "optimize-log",
            20,
            [JsonSerializer.SerializeToUtf8Bytes(Phases(), PerfGateJson.Default.OptimizeLog)],
            JsonMutator.Mutate,
            input =>
            {
                File.WriteAllBytes(Path.Combine(phases, PhaseLog.FileName), input);
                var read = new PhaseLog(phases, new(), TextWriter.Null);
                foreach (var phase in Enum.GetValues<OptimizePhase>())
                    read.RunAsync(phase, "inputs", () => Task.FromResult(new PhaseEnd(PhaseOutcome.Done, "done")))
                        .GetAwaiter()
                        .GetResult();
            }
        );
        var claims = PublicationSamples.Input().Claims;
        var (claimed, contents) = (
            JsonSerializer.SerializeToUtf8Bytes(claims, PerfGateJson.Default.SpeedClaims),
            JsonSerializer.SerializeToUtf8Bytes(Contents(), PerfGateJson.Default.ArtifactContents)
        );
        var archive = Path.Combine(scratch, "publication.zip");
        yield return new(
            "archive",
            40,
            [Zip(claimed, contents)],
            ByteMutator.Mutate,
            input => Reproduced(input, archive, scratch)
        );
        yield return new(
            "archive-json",
            30,
            [claimed, contents],
            JsonMutator.Mutate,
            input =>
            {
                // In the place of the one, and of the other: which one it was made of does not matter to a reader.
                try
                {
                    Reproduced(Zip(input, contents), archive, scratch);
                }
                catch (Core.Diagnostics.PerfGateException)
                {
                    Reproduced(Zip(claimed, input), archive, scratch);
                }
            }
        );
    }

    private static FuzzTarget Tuned(string scratch)
    {
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "tuned-kernels")).FullName;
        var seeds = Path.Combine(AppContext.BaseDirectory, "seeds");
        foreach (var source in Directory.GetFiles(seeds, "gemm*"))
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)), overwrite: true);
        var manifests = Directory.GetFiles(folder, "*.bench.json");
        var file = TunedFile.PathOf(folder, "nvidia-h200");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return new(
            "tuned",
            30,
            [JsonSerializer.SerializeToUtf8Bytes(TunedValues(), PerfGateJson.Default.TunedFile)],
            JsonMutator.Mutate,
            input =>
            {
                File.WriteAllBytes(file, input);
                ManifestLoader.Load(manifests, Device, folder);
            }
        );
    }

    private static void Reproduced(byte[] zip, string path, string scratch)
    {
        File.WriteAllBytes(path, zip);
        var read = PublishedArchive.Read(path);
        new ReproduceProject(read.Contents, read.Claims, null, "1.0.0").Write(
            Path.Combine(scratch, "unpacked"),
            scratch,
            read.Contents.Runs
        );
        foreach (var found in new[] { read.Claims, PublicationSamples.Input().Claims, null })
        {
            var held = ReproducedClaims.Of(read.Claims, found, ("host-x", At), s => $"no {s} here");
            ReproducedWords.Markdown(held);
            PublicationBadges.Render(read.Claims, held);
        }
    }

    private static byte[] Zip(byte[] claims, byte[] contents) =>
        ArtifactZip.Write(
            new Dictionary<string, byte[]>
            {
                [Publication.ClaimsName] = claims,
                [ArtifactContents.FileName] = contents,
                [$"{ArtifactContents.Sources}/a.cu"] = "__global__ void a() {}\n"u8.ToArray(),
            }
        );

    private static ArtifactContents Contents() =>
        new()
        {
            Device = DeviceKind.Cuda,
            Runs = 10,
            Manifests = ["a.bench.json", "more/b.bench.json"],
            Includes = ["include"],
            NvccFlags = "-lineinfo",
        };

    private static OptimizeLog Phases() =>
        new()
        {
            Phases =
            [
                .. Enum.GetValues<OptimizePhase>()
                    .Select(p => new PhaseRecord
                    {
                        Phase = p,
                        Outcome = PhaseOutcome.Done,
                        Inputs = "inputs",
                        Files = ImmutableSortedDictionary<string, string>.Empty.Add("a.json", new('0', 64)),
                        Seconds = 12.5,
                        EndedAt = At,
                        Note = "it ended",
                    }),
            ],
        };

    private static TunedFile TunedValues() =>
        new()
        {
            Device = "NVIDIA H200",
            Benchmarks = ImmutableSortedDictionary<string, TunedBenchmark>.Empty.Add(
                "gemm_f32",
                new()
                {
                    Values = ImmutableSortedDictionary<string, double>
                        .Empty.Add("TILE_M", 64)
                        .Add("TILE_N", 32)
                        .Add("EACH_M", 4)
                        .Add("EACH_N", 2)
                        .Add("DEPTH", 16)
                        .Add("PAD", 1),
                    Source = new('0', 64),
                    Space = new('0', 64),
                    Toolkit = "nvcc 13.0",
                    TunedAt = At,
                    Evaluations = 10,
                    Strategy = "local",
                    Seed = 1,
                    Confirmed = [new("gemm_f32/N=512", "improvement", 1.1)],
                }
            ),
        };

    private static ImmutableArray<TuneRecord> Records() =>
        [
            new()
            {
                Key = "k1",
                Stage = TuneStage.Tried,
                Benchmark = "b",
                Values = "A=1",
                Outcome = TuneOutcome.DoesNotCompile,
                Why = "it does not compile",
                At = At,
            },
            new()
            {
                Key = "k2",
                Stage = TuneStage.Final,
                Benchmark = "b",
                Values = "A=2",
                Outcome = TuneOutcome.Timed,
                Confirmed = [new("b/N=1", "pass", 1.0)],
                At = At,
            },
        ];

    private static string Line(TuneRecord record) => JsonSerializer.Serialize(record, TuneJson.Default.TuneRecord);
}
