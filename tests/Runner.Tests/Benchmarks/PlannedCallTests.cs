using PerfGate.Core.Kernels;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>The plan says what manifests pass to functions of expected outputs.</summary>
public sealed class PlannedCallTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_function_that_all_points_of_a_benchmark_call_alike_is_planned_once()
    {
        var call = Assert.Single(Calls());

        Assert.Equal(
            ("softmax_reference", "softmax", ManifestFolder.Manifest),
            (call.Function, call.Benchmark, call.Manifest)
        );
        Assert.Equal(
            [new("f64[]", "x"), new("f64[]", "y", IsOutput: true), new("i32"), new("i32")],
            call.Arguments.AsEnumerable()
        );
    }

    [Fact]
    public void Whole_numbers_arrive_as_64_bits()
    {
        _folder.Change(
            "\"name\": \"x\", \"type\": \"f32\", \"count\": \"M * N\", \"fill\": { \"normal\": { \"mean\": 0, "
                + "\"deviation\": 1 } }",
            "\"name\": \"x\", \"type\": \"u8\", \"count\": \"M * N\", \"fill\": \"index\""
        );

        Assert.Equal("i64[]", Assert.Single(Calls()).Arguments[0].Type);
    }

    [Fact]
    public void The_plan_says_where_a_manifest_names_an_instance_of_a_template()
    {
        _folder.Write(
            "kernels/softmax.cu",
            "template <int C> __global__ void softmax_rows(const float* x, float* y, int n) { }\n"
        );
        _folder.Change("\"kernel\": \"softmax_rows\"", "\"kernel\": \"softmax_rows<N>\"");

        var instances = Calls().Where(c => c.Function.StartsWith("softmax_rows<", StringComparison.Ordinal)).ToList();

        Assert.Equal(["softmax_rows<256>", "softmax_rows<512>"], instances.Select(c => c.Function));
        Assert.All(instances, c => Assert.Equal((ManifestFolder.Manifest, 13), (c.Manifest, c.Line)));
        Assert.All(instances, c => Assert.Empty(c.Arguments));
    }

    private IEnumerable<PlannedCall> Calls() => CompilePlanner.Plan(_folder.Load()).Modules.SelectMany(m => m.Calls);
}
