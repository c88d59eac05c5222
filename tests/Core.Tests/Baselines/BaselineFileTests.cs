using System.Text.Json;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Formats;

namespace PerfGate.Core.Tests.Baselines;

public sealed class BaselineFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate baselines ").FullName;

    private string BaselinePath => BaselineFile.PathOf(_folder, Sample.Device);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Written(params PerfGate.Core.Measurements.Measurement[] measurements)
    {
        BaselineFile.Update(BaselinePath, _ => Sample.Baseline(measurements), TimeSpan.Zero);
        return File.ReadAllText(BaselinePath);
    }

    private static string Code(Action act) => Assert.Throws<PerfGateException>(act).Diagnostics[0].Code;

    [Fact]
    public void A_baseline_comes_back_as_it_was_written()
    {
        var text = Written(Sample.Measurement(0, "v1"), Sample.Measurement(1));
        Assert.Equal(
            text,
            JsonSerializer.Serialize(BaselineFile.Read(BaselinePath), PerfGateJson.Default.Baseline) + "\n"
        );
    }

    [Fact]
    public void An_anchor_that_knows_little_comes_back_too()
    {
        var anchor = new DriftAnchor("a", Sample.Day, "v1", [100, 101]);
        BaselineFile.Update(
            BaselinePath,
            _ => Sample.Baseline(Sample.Measurement()) with { Anchors = [anchor] },
            TimeSpan.Zero
        );
        Assert.Equal("v1", Assert.Single(BaselineFile.Read(BaselinePath)!.Anchors).Tag);
    }

    [Fact]
    public void The_samples_of_a_run_are_on_one_line() =>
        Assert.Contains(
            Written(Sample.Measurement()).Split('\n'),
            line => line.Count(c => c == ',') == 19 && line.Contains("\"samples\": [", StringComparison.Ordinal)
        );

    [Fact]
    public void A_file_that_is_not_there_is_no_baseline() => Assert.Null(BaselineFile.Read(BaselinePath));

    [Fact]
    public void A_truncated_file_is_refused_at_its_line()
    {
        var text = Written(Sample.Measurement());
        File.WriteAllText(BaselinePath, text[..(text.Length / 2)]);
        var error = Assert.Throws<PerfGateException>(() => BaselineFile.Read(BaselinePath)).Diagnostics[0];
        Assert.Equal("PG9002", error.Code);
        Assert.True(error.Location!.Line > 10);
    }

    [Fact]
    public void A_git_lfs_pointer_is_named_with_its_remedy()
    {
        File.WriteAllText(
            BaselinePath,
            "version https://git-lfs.github.com/spec/v1\noid "
                + "sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
        );

        var error = Assert.Throws<PerfGateException>(() => BaselineFile.Read(BaselinePath)).Diagnostics[0];

        Assert.Equal(("PG9002", BaselinePath), (error.Code, error.Location!.File));
        Assert.Contains("Git LFS pointer", error.Message, StringComparison.Ordinal);
        Assert.Contains("git lfs pull", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not JSON", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(0, 2)]
    public void A_baseline_that_counts_one_run_twice_is_refused(int number, int samples)
    {
        var once = Sample.Case("a").Runs[0];
        // The same samples under another number, or other samples under the same number.
        var again = once with
        {
            Run = number,
            Samples = samples == 1 ? once.Samples : [.. once.Samples.Select(s => s * 1.01)],
        };
        var text = JsonSerializer.Serialize(
            Sample.Baseline(Sample.Measurement(0, null, Sample.Case("a") with { Runs = [once, again] })),
            PerfGateJson.Default.Baseline
        );

        var error = Assert.Throws<PerfGateException>(() => BaselineFile.Parse(text, BaselinePath)).Diagnostics[0];

        Assert.Equal("PG4006", error.Code);
        Assert.Contains($"run {number} of the case a is run 0 once more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_whose_coarse_clock_gives_the_same_few_values_are_two_runs()
    {
        var runs = Enumerable
            .Range(0, 5)
            .Select(r => new PerfGate.Core.Measurements.CaseRun
            {
                Run = r,
                Samples = [.. Enumerable.Repeat(1024.0, 40), 1056],
            });
        var text = JsonSerializer.Serialize(
            Sample.Baseline(Sample.Measurement(0, null, Sample.Case("a") with { Runs = [.. runs] })),
            PerfGateJson.Default.Baseline
        );

        Assert.Equal(5, BaselineFile.Parse(text, BaselinePath)!.Newest.Cases[0].Runs.Length);
    }

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 3", "PG9004")]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2", "PG9003")]
    [InlineData("\"device\": \"nvidia-l4\"", "\"device\": \"nvidia-h100\"", "PG4006")]
    [InlineData("\"clock\": \"cupti\"", "\"clock\": \"sundial\"", "PG9003")]
    [InlineData("\"codeHash\"", "\"coodHash\"", "PG9003")]
    [InlineData("\"samples\": [", "\"samples\": [-1, ", "PG9003")]
    [InlineData("\"samples\": [", "\"samples\": [\"fast\", ", "PG9003")]
    [InlineData("\"run\": 0", "\"run\": 123456789012345678901234567890", "PG9003")]
    [InlineData("\"wallSeconds\": 10", "\"wallSeconds\": 1e400", "PG9003")]
    public void A_hand_edited_file_is_refused(string was, string becomes, string code)
    {
        var text = Written(Sample.Measurement());
        Assert.Contains(was, text, StringComparison.Ordinal);
        File.WriteAllText(BaselinePath, text.Replace(was, becomes, StringComparison.Ordinal));
        Assert.Equal(code, Code(() => BaselineFile.Read(BaselinePath)));
    }

    [Fact]
    public void A_wrong_sample_late_in_a_long_run_is_found_all_the_same()
    {
        var text = Written(Sample.Measurement(0, null, Sample.Case("a", samples: 90)));
        var end = text.IndexOf(']', text.IndexOf("\"samples\"", StringComparison.Ordinal));
        File.WriteAllText(BaselinePath, text.Insert(end, ", -5"));
        var error = Assert.Single(Assert.Throws<PerfGateException>(() => BaselineFile.Read(BaselinePath)).Diagnostics);
        Assert.Equal("PG9003", error.Code);
        Assert.Contains("measurements[0].cases[0].runs[0].samples[90]", error.Message, StringComparison.Ordinal);
        Assert.Equal(text.AsSpan(0, end).Count('\n') + 1, error.Location!.Line);
    }

    [Fact]
    public void Measurements_out_of_order_are_refused()
    {
        Written(Sample.Measurement(2), Sample.Measurement(1));
        Assert.Equal("PG4006", Code(() => BaselineFile.Read(BaselinePath)));
    }

    [Fact]
    public void A_file_of_version_0_is_lifted()
    {
        var measurement = JsonSerializer
            .SerializeToNode(Sample.Measurement(), PerfGateJson.Default.Measurement)!
            .AsObject();
        measurement["schemaVersion"] = 0;
        measurement["$schema"] = "schema/baseline.schema.json";
        measurement["device"] = Sample.Device;
        File.WriteAllText(BaselinePath, measurement.ToJsonString());
        Assert.Equal(
            JsonSerializer.Serialize(Sample.Baseline(Sample.Measurement()), PerfGateJson.Default.Baseline),
            JsonSerializer.Serialize(BaselineFile.Read(BaselinePath), PerfGateJson.Default.Baseline));
    }

    [Fact]
    public void A_file_larger_than_git_hosts_take_is_refused_unread()
    {
        using (var file = File.Create(BaselinePath))
            file.SetLength(BaselineFile.MaximumBytes + 1);
        Assert.Equal("PG4007", Code(() => BaselineFile.Read(BaselinePath)));
    }

    [Fact]
    public void A_file_of_fifty_megabytes_is_read_rightly()
    {
        var many = Enumerable
            .Range(0, 180)
            .Select(i => Sample.Case($"case/{i:d3}", time: 80_000 + i, runs: 20, samples: 200))
            .ToArray();
        Written([.. Enumerable.Range(0, 5).Select(day => Sample.Measurement(day, null, many))]);
        Assert.InRange(new FileInfo(BaselinePath).Length, 40_000_000, 60_000_000);
        var last = BaselineFile.Read(BaselinePath)!.Newest.Cases[^1];
        Assert.Equal("case/179", last.Name);
        Assert.Equal(many[^1].Runs[^1].Samples, last.Runs[^1].Samples);
    }

    [Fact]
    public void A_second_refresh_during_a_first_is_told_so_and_writes_nothing()
    {
        var text = Written(Sample.Measurement());
        BaselineFile.Update(
            BaselinePath,
            old =>
            {
                Assert.Equal(
                    "PG4005",
                    Code(() =>
                        BaselineFile.Update(BaselinePath, _ => Sample.Baseline(Sample.Measurement(9)), TimeSpan.Zero)
                    )
                );
                return old!;
            },
            TimeSpan.Zero);
        Assert.Equal(text, File.ReadAllText(BaselinePath));
    }

    [Fact]
    public void Refreshes_that_wait_for_each_other_all_count()
    {
        Parallel.For(
            0,
            4,
            new() { MaxDegreeOfParallelism = 4 },
            i =>
                BaselineFile.Update(
                    BaselinePath,
                    old =>
                        old is null
                            ? Sample.Baseline(Sample.Measurement())
                            : old with
                            {
                                Measurements = old.Measurements.Add(Sample.Measurement()),
                            },
                    TimeSpan.FromMinutes(1)
                )
        );
        Assert.Equal(4, BaselineFile.Read(BaselinePath)!.Measurements.Length);
    }

    [Fact]
    public void An_edit_between_reading_and_writing_is_not_overwritten()
    {
        Written(Sample.Measurement());
        Assert.Equal("PG4005", Code(() => BaselineFile.Update(
            BaselinePath,
            old =>
            {
                File.AppendAllText(BaselinePath, " ");
                return Sample.Baseline(Sample.Measurement(3));
            },
            TimeSpan.Zero)));
        Assert.EndsWith(" ", File.ReadAllText(BaselinePath), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_refresh_leaves_the_file_and_no_other()
    {
        var text = Written(Sample.Measurement());
        Assert.Throws<InvalidOperationException>(() =>
            BaselineFile.Update(BaselinePath, _ => throw new InvalidOperationException(), TimeSpan.Zero)
        );
        Assert.Equal(text, File.ReadAllText(BaselinePath));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_clear_error() =>
        // No permission bit stops a test that runs as root; the kernel's own folder does.
        Assert.Equal(
            "PG9001",
            Code(() =>
                BaselineFile.Update(
                    BaselineFile.PathOf("/proc/self", Sample.Device),
                    _ => Sample.Baseline(Sample.Measurement()),
                    TimeSpan.Zero
                )
            )
        );
}
