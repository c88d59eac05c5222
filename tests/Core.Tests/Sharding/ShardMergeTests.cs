using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Sharding;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Sharding;

/// <summary>Measurements taken in parts.</summary>
public sealed class ShardMergeTests
{
    private static readonly Measurement _whole = ManyCases.Of(12, 5, 8).Measurement!;
    private static readonly Measurement _reference = ManyCases.Of(12, 5, 8).Reference!;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void The_verdict_on_the_parts_has_the_bytes_of_the_verdict_on_the_whole(int count)
    {
        var merged = ShardMerge.Of(Parts(count));

        Assert.Equal(Verdict(_whole), Verdict(merged));
    }

    [Fact]
    public void The_order_of_the_folders_does_not_matter() =>
        Assert.Equal(
            Text(ShardMerge.Of(Parts(4))),
            Text(ShardMerge.Of([.. Parts(4).Reverse()])));

    [Fact]
    public void The_libraries_of_all_shards_are_named()
    {
        var parts = Parts(3).Select((p, i) => (p.Folder, With(p.Measurement, i == 1 ? "fft" : "cublas", "1.2")));

        Assert.Equal(["cublas", "fft"], ShardMerge.Of([.. parts]).Environment.Libraries.Keys);
    }

    [Fact]
    public void Shards_with_different_versions_of_a_library_are_refused()
    {
        var parts = Parts(2).Select((p, i) => (p.Folder, With(p.Measurement, "cublas", $"1.{i}")));

        Assert.Contains("(libraries.cublas)", Refused([.. parts]).Message, StringComparison.Ordinal);
    }

    private static Measurement With(Measurement part, string library, string file) =>
        part with
        {
            Environment = part.Environment with { Libraries = part.Environment.Libraries.Add(library, file) },
        };

    [Fact]
    public void A_missing_shard_is_named()
    {
        var refused = Refused([.. Parts(4).Where(p => p.Measurement.Shard!.Index != 3)]);

        Assert.Contains("of the 4 shards 3 is missing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_that_is_there_twice_is_named_with_both_folders()
    {
        var parts = Parts(3);

        var refused = Refused([.. parts, ("again", parts[1].Measurement)]);

        Assert.Equal("again", refused.Location!.File);
        Assert.Contains("shard 2/3 is here twice, in shard2 too", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_measurement_is_no_shard() =>
        Assert.Contains("no shard", Refused([.. Parts(2), ("whole", _whole)]).Message, StringComparison.Ordinal);

    [Fact]
    public void Shards_of_different_counts_are_refused() =>
        Assert.Contains(
            "Merge the shards of one measurement",
            Refused([Parts(2)[0], Parts(3)[1]]).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_shard_of_another_commit_is_refused() => Foreign(
        m => m with
        {
            Environment = m.Environment with { Git = new("0123456789abcdef0123456789abcdef01234567", Dirty: false) },
        },
        "another commit");

    [Fact]
    public void A_shard_of_another_compiler_is_refused() => Foreign(
        m => m with { Environment = m.Environment with { Compiler = new("clang++", "99.0", "") } }, "compiler.name");

    [Fact]
    public void A_shard_of_another_device_is_refused() => Foreign(
        m => m with { Environment = m.Environment with { DeviceSlug = "nvidia-other" } }, "deviceSlug");

    [Fact]
    public void A_shard_of_another_suite_is_refused() => Foreign(
        m => m with { Shard = m.Shard! with { Suite = [.. m.Shard.Suite, "more"] } }, "cases differ from those of");

    [Fact]
    public void The_GPU_of_each_case_is_kept_where_there_were_several()
    {
        var parts = Parts(2);
        var gpu = new GpuDescription
        {
            Name = "G", Uuid = "GPU-1", ComputeCapability = "9.0", Multiprocessors = 1, MemoryBytes = 1,
        };
        ImmutableArray<(string, Measurement)> two =
        [
            .. parts.Select((p, i) => (p.Folder, p.Measurement with
            {
                Environment = p.Measurement.Environment with { Gpu = gpu with { Uuid = $"GPU-{i + 1}" } },
            })),
        ];

        var merged = ShardMerge.Of(two);

        var cases = merged.Cases.Where(c => c is { Role: CaseRole.Case, Runs.IsEmpty: false }).ToArray();
        Assert.Equal(["GPU-1", "GPU-2"], cases.Select(c => c.Gpu).Distinct().Order());
        Assert.All(cases, c => Assert.NotNull(c.Gpu));
    }

    [Fact]
    public void The_canaries_of_all_shards_count_together()
    {
        var canary = new MeasuredCase
        {
            Name = "canary", Benchmark = "canary", Role = CaseRole.Canary, Status = CaseStatus.Measured,
        };
        ImmutableArray<(string, Measurement)> parts =
        [
            .. Parts(2).Select((p, i) => (p.Folder, p.Measurement with
            {
                Cases =
                [
                    .. p.Measurement.Cases.Where(c => c.Role == CaseRole.Case),
                    canary with
                    {
                        Runs = [new() { Run = 0, Samples = [10 + i] }, new() { Run = 1, Samples = [20] }],
                    },
                ],
            })),
        ];

        var merged = ShardMerge.Of(parts).Cases.Single(c => c.Name == "canary");

        Assert.Equal([(0, 10), (1, 20), (2, 11)], merged.Runs.Select(r => (r.Run, r.Samples[0])));
    }

    private static void Foreign(Func<Measurement, Measurement> change, string says)
    {
        var parts = Parts(3);
        parts = parts.SetItem(1, (parts[1].Folder, change(parts[1].Measurement)));

        var refused = Refused(parts);

        Assert.Equal("shard2", refused.Location!.File);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static Diagnostic Refused(ImmutableArray<(string, Measurement)> parts)
    {
        var refused = Assert.Throws<PerfGateException>(() => ShardMerge.Of(parts));
        Assert.Equal(("PG9141", ExitCode.Usage), (refused.Diagnostics[0].Code, refused.ExitCode));
        return refused.Diagnostics[0];
    }

    private static ImmutableArray<(string Folder, Measurement Measurement)> Parts(int count)
    {
        var costs = _whole.Cases.Where(c => c.Role == CaseRole.Case).ToDictionary(c => c.Name, _ => (double?)1);
        ImmutableArray<string> suite = [.. costs.Keys.Order(StringComparer.Ordinal)];
        return
        [
            .. Enumerable.Range(1, count).Select(i =>
            {
                var names = CaseShards.Of(costs, new(i, count));
                return ($"shard{i}", _whole with
                {
                    Shard = new(i, count) { Suite = suite },
                    Cases = [.. _whole.Cases.Where(c => c.Role == CaseRole.Canary || names.Contains(c.Name))],
                });
            }),
        ];
    }

    private static string Verdict(Measurement measurement) => JsonSerializer.Serialize(
        Judge.Decide(new()
        {
            Candidate = measurement,
            Reference = new() { Device = _reference.Environment.DeviceSlug, Measurements = [_reference] },
            ReferenceDescription = new() { Kind = ReferenceKind.Baseline, Reason = "a test" },
            Policy = new(),
            Today = new(2026, 11, 29),
            AtEndOfBudget = true,
        }),
        PerfGateJson.Default.Verdict);

    private static string Text(Measurement measurement) =>
        JsonSerializer.Serialize(measurement, PerfGateJson.Default.Measurement);
}
