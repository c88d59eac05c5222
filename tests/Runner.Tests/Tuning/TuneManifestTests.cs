using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Tests.Benchmarks;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Tests.Tuning;

/// <summary>The section <c>tune</c> of a manifest, and the tuned file beside it.</summary>
public sealed class TuneManifestTests : IDisposable
{
    private const string Tune = """
        "tune": { "BLOCK": [64, 128, 256], "UNROLL": [1, 2, 4], "where": ["BLOCK * UNROLL <= 512", "N % UNROLL == 0"] },
        "buffers": [
        """;

    private static readonly string Digest = new('0', 64);

    private readonly ManifestFolder _folder = new();

    public TuneManifestTests() => Change("\"buffers\": [", Tune);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_values_are_used_and_feed_block_and_macros()
    {
        var one = _folder.Load().Require("softmax/N=256");

        Assert.Equal(64u, Assert.Single(one.Launches[0].Block));
        Assert.Equal("ELEMENT=float;TILE=8;UNROLL=1", one.Defines);
        Assert.Equal(0, one.Tune!.Incumbent);
        Assert.Equal("BLOCK=64 UNROLL=1", one.Tune.Space.Describe(0));
    }

    [Fact]
    public void Constraints_rule_variants_out()
    {
        var space = _folder.Load().Cases[0].Tune!.Space;

        Assert.Equal(9, space.Size);
        Assert.Equal(8, space.Points().Count());
        Assert.False(space.Allows(space.PointOf([256, 4])!.Value));
    }

    [Fact]
    public void A_tuned_file_of_the_device_is_used_and_one_of_another_device_is_not()
    {
        var use = _folder.Load().Cases[0].Tune!;
        WriteTuned("host-x", "\"BLOCK\": 128, \"UNROLL\": 2", use.Source, use.Section.Digest);

        var here = _folder.Load(ManifestFolder.Host with { Slug = "host-x" }).Cases[0];
        var elsewhere = _folder.Load(ManifestFolder.Host with { Slug = "host-y" }).Cases[0];

        Assert.Equal("ELEMENT=float;TILE=16;UNROLL=2", here.Defines);
        Assert.Equal(128u, Assert.Single(here.Launches[0].Block));
        Assert.Null(here.Tune!.Stale);
        Assert.Equal("ELEMENT=float;TILE=8;UNROLL=1", elsewhere.Defines);
    }

    [Theory]
    [InlineData("\"BLOCK\": 128, \"UNROLL\": 2", "source", true)]
    [InlineData("\"BLOCK\": 128, \"UNROLL\": 2", "section", true)]
    [InlineData("\"BLOCK\": 96, \"UNROLL\": 2", "not among", false)]
    [InlineData("\"BLOCK\": 128", "not among", false)]
    [InlineData("\"BLOCK\": 256, \"UNROLL\": 4", "constraints", false)]
    public void A_tuned_file_that_is_out_of_date_is_said_and_used_where_it_can_be(
        string values,
        string why,
        bool isUsed
    )
    {
        var use = _folder.Load().Cases[0].Tune!;
        WriteTuned(
            "host-x",
            values,
            why == "source" ? Digest : use.Source,
            why == "section" ? Digest : use.Section.Digest
        );

        var one = _folder.Load(ManifestFolder.Host with { Slug = "host-x" }).Cases[0];

        Assert.Contains(why, one.Tune!.Stale!.Why, StringComparison.Ordinal);
        Assert.Equal(isUsed, one.Tune.Stale.IsUsed);
        Assert.Equal(isUsed ? 128u : 64u, Assert.Single(one.Launches[0].Block));
    }

    [Fact]
    public void A_tuned_file_that_does_not_fit_is_refused_at_its_place()
    {
        _folder.Write("kernels/tuned/host-x.json", "{ \"schemaVersion\": 1, \"device\": 3, \"benchmarks\": {} }");

        var error = Assert.Single(_folder.Errors(ManifestFolder.Host with { Slug = "host-x" }));

        Assert.Equal("PG9003", error.Code);
        Assert.Equal("kernels/tuned/host-x.json", error.Location!.File);
    }

    [Theory]
    [InlineData("\"BLOCK\": [64, 128, 256]", "\"BLOCK\": [64, 64]", "PG9111")]
    [InlineData("\"BLOCK\": [64, 128, 256]", "\"M\": [64, 128]", "PG9111")]
    [InlineData("\"BLOCK\": [64, 128, 256]", "\"N\": [64, 128]", "PG9111")]
    [InlineData("\"BLOCK\": [64, 128, 256]", "\"2X\": [64]", "PG9115")]
    [InlineData("\"BLOCK\": [64, 128, 256]", "\"BLOCK\": []", "PG9003")]
    [InlineData("\"BLOCK\": [64, 128, 256]", "\"BLOCK\": [\"64\"]", "PG9003")]
    [InlineData("BLOCK * UNROLL <= 512", "BLOCK * UNROL <= 512", "PG9107")]
    [InlineData("BLOCK * UNROLL <= 512", "BLOCK * UNROLL", "PG9106")]
    [InlineData("BLOCK * UNROLL <= 512", "1 < UNROLL < 3", "PG9106")]
    [InlineData("BLOCK * UNROLL <= 512", "BLOCK * UNROLL > 512", "PG9108")]
    public void What_is_wrong_is_told_with_its_place(string good, string bad, string code)
    {
        var text = Changed("\"buffers\": [", Tune);
        Assert.Contains(good, text, StringComparison.Ordinal);
        _folder.Write(ManifestFolder.Manifest, text.Replace(good, bad, StringComparison.Ordinal));

        Assert.Contains(
            _folder.Errors(),
            e => e.Code == code && e.Location is { File: ManifestFolder.Manifest, Line: > 1, Column: > 1 }
        );
    }

    [Fact]
    public void A_variant_is_a_benchmark_of_its_own_wherever_its_manifest_lies()
    {
        var use = _folder.Load().Cases[0].Tune!;
        var manifest = new VariantManifest(use.Manifest, "softmax", use.Space);
        var point = use.Space.PointOf([128, 4])!.Value;
        _folder.Write("elsewhere/v.bench.json", manifest.Alone(point));
        _folder.Write("elsewhere/whole.bench.json", manifest.Whole(point));

        var alone = _folder.Load(null, ManifestFolder.Manifest, "elsewhere/v.bench.json");
        var whole = _folder.Load(null, "elsewhere/whole.bench.json");

        var variant = alone.Require($"softmax.tune-{point}/N=512");
        Assert.Equal("ELEMENT=float;TILE=16;UNROLL=4", variant.Defines);
        Assert.Equal("kernels/softmax.cu", variant.Source);
        Assert.Equal("kernels/softmax.ref.cpp", variant.Check.Function!.Source);
        Assert.Equal(variant.Defines, whole.Require("softmax/N=512").Defines);
        Assert.Equal(
            [variant.Name],
            CaseFilter.Apply(alone, CaseFilter.Exactly([variant.Name])).Cases.Select(c => c.Name)
        );
    }

    private void Change(string old, string replacement) =>
        _folder.Write(ManifestFolder.Manifest, Changed(old, replacement));

    private static string Changed(string old, string replacement)
    {
        var text = ManifestFolder
            .Good.Replace(old, replacement, StringComparison.Ordinal)
            .Replace("[\"THREADS\"]", "[\"BLOCK\"]", StringComparison.Ordinal)
            .Replace(
                "\"TILE\": \"THREADS / 8\"",
                "\"TILE\": \"BLOCK / 8\", \"UNROLL\": \"UNROLL\"",
                StringComparison.Ordinal
            );
        Assert.Contains("UNROLL", text, StringComparison.Ordinal);
        return text;
    }

    private void WriteTuned(string slug, string values, string source, string space) =>
        _folder.Write(
            $"kernels/tuned/{slug}.json",
            $$"""
            { "schemaVersion": 1, "device": "x", "benchmarks": { "softmax": { "values": { {{values}} },
              "source": "{{source}}", "space": "{{space}}", "toolkit": "g++ 12", "tunedAt": "2026-11-29T08:00:00Z",
              "evaluations": 3, "strategy": "local", "seed": 1, "confirmed": [] } } }
            """
        );
}
