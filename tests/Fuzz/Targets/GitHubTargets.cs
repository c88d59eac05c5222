using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Formats;
using PerfGate.Core.Reports;
using PerfGate.Fuzz.Mutators;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Fuzz.Targets;

/// <summary>
/// What comes from GitHub: payloads of events, and artifacts that a pull request's job may have made.
/// </summary>
internal static class GitHubTargets
{
    private const string Sha = "1111111111111111111111111111111111111111";

    /// <summary>All of them.</summary>
    /// <param name="scratch">A folder for files.</param>
    public static IEnumerable<FuzzTarget> All(string scratch)
    {
        yield return new(
            "event",
            90,
            [.. Events().Select(Encoding.UTF8.GetBytes)],
            JsonMutator.Mutate,
            input =>
            {
                var path = Path.Combine(scratch, "event.json");
                File.WriteAllBytes(path, input);
                EventPayload.Read(path, new());
            }
        );
        var verdict = JsonSerializer.SerializeToUtf8Bytes(CarriedOn.Small.Verdict, PerfGateJson.Default.Verdict);
        var measurement = JsonSerializer.SerializeToUtf8Bytes(
            CarriedOn.Small.Measurement!,
            PerfGateJson.Default.Measurement
        );
        var reference = JsonSerializer.SerializeToUtf8Bytes(CarriedOn.SmallBaseline, PerfGateJson.Default.Baseline);
        yield return new(
            "artifact",
            60,
            [Zip(verdict, measurement, reference)],
            ByteMutator.Mutate,
            input => Artifact(input, scratch, "artifact.zip")
        );
        yield return new(
            "artifact-json",
            30,
            [verdict, measurement, reference],
            JsonMutator.Mutate,
            input =>
            {
                // Each file in turn: which one an input was made of does not matter to a reader.
                foreach (
                    var (v, m, r) in new[]
                    {
                        (input, measurement, reference),
                        (verdict, input, reference),
                        (verdict, measurement, input),
                    }
                )
                {
                    try
                    {
                        Artifact(Zip(v, m, r), scratch, "artifact-json.zip");
                        return;
                    }
                    catch (Core.Diagnostics.PerfGateException)
                    {
                        // Refused in this place; it may be read in the next.
                    }
                }

                throw Refusals.Told("in no place");
            }
        );
    }

    private static void Artifact(byte[] zip, string scratch, string name)
    {
        var path = Path.Combine(scratch, name);
        File.WriteAllBytes(path, zip);
        var artifact = new ArtifactReader(new()).Read(path);
        MarkdownReport.Render(artifact.Input);
        HtmlReport.Render(artifact.Input);
        Badges.Render(artifact.Input);
    }

    private static byte[] Zip(byte[] verdict, byte[] measurement, byte[] reference)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (
                var (name, content) in new[]
                {
                    ("verdict.json", verdict),
                    ("measurement.json", measurement),
                    ("reference.json", reference),
                }
            )
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var written = entry.Open();
                written.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static string[] Events() =>
        [
            $"{{\"ref\":\"refs/tags/v1\",\"after\":\"{Sha}\","
                + $"\"repository\":{{\"full_name\":\"a/b\",\"default_branch\":\"main\"}}}}",
            $"{{\"number\":7,\"pull_request\":{{\"number\":7,"
                + $"\"head\":{{\"sha\":\"{Sha}\",\"ref\":\"x\",\"repo\":{{\"full_name\":\"a/b\"}}}}}},"
                + $"\"repository\":{{\"full_name\":\"a/b\"}}}}",
            $"{{\"workflow_run\":{{\"id\":77,\"event\":\"pull_request\",\"head_sha\":\"{Sha}\",\"head_branch\":\"x\","
                + $"\"html_url\":\"https://x\",\"path\":\".github/workflows/perf-gate.yml\",\"pull_requests\":[],"
                + $"\"head_repository\":{{\"full_name\":\"s/b\"}}}},"
                + $"\"repository\":{{\"full_name\":\"a/b\",\"default_branch\":\"main\"}}}}",
            $"{{\"merge_group\":{{\"head_sha\":\"{Sha}\",\"head_ref\":\"refs/heads/gh-readonly-queue/main/pr-1\"}},"
                + $"\"repository\":{{\"full_name\":\"a/b\",\"default_branch\":\"main\"}}}}",
        ];
}
