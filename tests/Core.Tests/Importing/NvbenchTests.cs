using PerfGate.Core.Diagnostics;
using PerfGate.Core.Importing;

namespace PerfGate.Core.Tests.Importing;

/// <summary>Results of nvbench with sidecars, written here as its printer writes them.</summary>
public sealed class NvbenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_samples_come_from_the_sidecar_in_nanoseconds()
    {
        var read = Read(States(State(0, "0.bin", 3)), ("0.bin", [1e-6f, 2e-6f, 4e-6f]));

        var sum = Assert.Single(read.Cases);
        Assert.Equal(("sum/N=1024,T=F32", "sum"), (sum.Name, sum.Benchmark));
        Assert.Equal(2000, sum.Median!.Value, 1e-3);
        Assert.Equal("NVIDIA H200", read.Gpu!.Name);
        Assert.Equal(("9.0", 132), (read.Gpu.ComputeCapability, read.Gpu.Multiprocessors));
    }

    [Fact]
    public void A_state_that_was_skipped_is_skipped_with_its_words() =>
        Assert.Equal(
            "too large",
            Read(States("""{ "device": 0, "axis_values": null, "is_skipped": true, "skip_reason": "too large" }"""))
                .Cases[0]
                .Skipped
        );

    [Fact]
    public void Of_several_GPUs_one_must_be_named()
    {
        var both = States(State(0, "0.bin", 1), State(1, "1.bin", 1));
        (string, float[])[] times = [("0.bin", [1e-6f]), ("1.bin", [3e-6f])];

        var refused = Assert.Throws<PerfGateException>(() => Read(both, times)).Diagnostics[0];

        Assert.Contains("--gpu", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3000, Read(both, new SuiteChoice(Gpu: 1), times).Cases[0].Median!.Value, 1e-3);
    }

    [Theory]
    [InlineData("0.bin", 3, new[] { 1e-6f, 2e-6f }, "promises 3 times")]
    [InlineData("0.bin", 1, new[] { 0f }, "time is positive")]
    [InlineData("0.bin", 1, new[] { float.NaN }, "time is positive")]
    [InlineData("missing.bin", 1, new[] { 1e-6f }, "no such file")]
    [InlineData("nul\\u0000.bin", 1, new[] { 1e-6f }, "no such file")]
    [InlineData("../../outside.bin", 1, new[] { 1e-6f }, "not below")]
    public void A_wrong_sidecar_is_refused_at_the_state_that_names_it(
        string named,
        int size,
        float[] times,
        string says
    )
    {
        var refused = Assert
            .Throws<PerfGateException>(() => Read(States(State(0, named, size)), ("0.bin", times)))
            .Diagnostics[0];

        Assert.Equal(("PG9132", 6), (refused.Code, refused.Location!.Line));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_sidecars_is_refused_with_the_option_that_makes_them()
    {
        var refused = Assert
            .Throws<PerfGateException>(() =>
                Read(
                    States(
                        """
                        { "device": 0, "summaries": [{ "tag": "nv/cold/time/gpu/mean", "data": [{ "name": "value", "value": "1" }] }] }
                        """
                    )
                )
            )
            .Diagnostics[0];

        Assert.Contains("--jsonbin", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_format_is_refused_as_such()
    {
        var refused = Assert
            .Throws<PerfGateException>(() =>
                Read(
                    States(State(0, "0.bin", 1)).Replace("\"major\": 1", "\"major\": 2", StringComparison.Ordinal),
                    ("0.bin", [1e-6f])
                )
            )
            .Diagnostics[0];

        Assert.Contains("newer format", refused.Message, StringComparison.Ordinal);
    }

    private SuiteFile Read(string text, params (string Name, float[] Times)[] sidecars) =>
        Read(text, new SuiteChoice(), sidecars);

    private SuiteFile Read(string text, SuiteChoice choice, params (string Name, float[] Times)[] sidecars)
    {
        var path = _folder.Write("suite/out.json", text);
        foreach (var (name, times) in sidecars)
        {
            Directory.CreateDirectory(_folder.PathOf("suite/out.json-bin"));
            File.WriteAllBytes(
                _folder.PathOf($"suite/out.json-bin/{name}"),
                [.. times.SelectMany(BitConverter.GetBytes)]
            );
        }

        return SuiteReader.Read(path, choice);
    }

    private static string State(int device, string sidecar, int size) =>
        $$"""
            { "device": {{device}}, "axis_values": [
              { "name": "N", "type": "int64", "value": "1024" }, { "name": "T", "type": "string", "value": "F32" }],
              "summaries": [{ "tag": "nv/json/bin:nv/cold/sample_times", "data": [
                { "name": "filename", "type": "string", "value": "out.json-bin/{{sidecar}}" },
                { "name": "size", "type": "int64", "value": "{{size}}" }] }], "is_skipped": false }
            """;

    private static string States(params string[] states) =>
        $$"""
            {
              "meta": { "version": { "json": { "major": 1 }, "nvbench": { "string": "0.1.0" } } },
              "devices": [{ "id": 0, "name": "NVIDIA H200", "sm_version": 900, "number_of_sms": 132 },
                { "id": 1, "name": "NVIDIA L4", "sm_version": 890, "number_of_sms": 58 }],
              "benchmarks": [{ "name": "sum", "states": [
            {{string.Join(",\n", states)}} ] }]
            }
            """;
}
