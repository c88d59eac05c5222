using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>A launch that is a C++ function.</summary>
public sealed class FunctionLaunchTests : IDisposable
{
    private const string Kernel = """
              "kernel": "softmax_rows",
              "grid": ["M"],
              "block": ["THREADS"],
              "sharedMemory": 0,
        """;

    private const string Function = """
              "function": "softmax",

              "scratch": "8 * N",
              "overlaps": true,
        """;

    private readonly ManifestFolder _folder = new();
    private string _manifest = ManifestFolder.Good;

    public FunctionLaunchTests()
    {
        _folder.Write(
            "kernels/softmax.cu",
            """
            #include <perfgate/benchmark.h>
            __global__ void softmax_rows(const float* x, float* y, int n) {}
            PERFGATE_BENCHMARK(softmax)(perfgate::Call& call, const float* x, float* y, int n)
            {
            }
            PERFGATE_BENCHMARK(twice)(perfgate::Call& call, const float* x, const float* y, int n, int m) {}
            """
        );
        Change(Kernel, Function);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_function_is_launched_with_scratch_memory_that_no_manifest_declares()
    {
        var benchmark = _folder.Load().Cases[0];

        var launch = Assert.Single(benchmark.Launches);
        Assert.Equal(("softmax", ModuleKind.Functions), (launch.Kernel, benchmark.LaunchedFrom));
        Assert.Equal(new(8 * 256, Overlaps: true, Synchronizes: false, Line: 17), launch.Function);
        var scratch = Assert.Single(benchmark.Buffers, b => b.IsScratch);
        Assert.Equal((8 * 256L, FillKind.Poison), (scratch.Bytes, scratch.Fill.Kind));
        Assert.Equal(["y", scratch.Name], launch.Written);
        Assert.DoesNotContain(CaseDeclarations.Of(benchmark, "/").Buffers, b => b.Name == scratch.Name);
    }

    [Fact]
    public void The_plan_has_a_module_of_functions_with_what_they_are_given_and_what_they_are_linked_with()
    {
        Change("\"schemaVersion\": 1,", "\"schemaVersion\": 1, \"libraries\": [\"b\", \"a\"],");

        var module = Assert.Single(CompilePlanner.Plan(_folder.Load()).Modules, m => m.Kind == ModuleKind.Functions);

        Assert.Equal(("kernels/softmax.cu", "softmax"), (module.Source, Assert.Single(module.Functions)));
        Assert.Equal(["a", "b"], module.Libraries.AsEnumerable());
        var call = Assert.Single(module.Calls);
        Assert.Equal((ManifestFolder.Manifest, 17), (call.Manifest, call.Line));
        Assert.Equal([new("f32[]", "x"), new("f32[]", "y", IsOutput: true), new("i32")], call.Arguments.AsEnumerable());
    }

    [Theory]
    [InlineData("PG9126", 13, "\"softmax\",", "\"sofmax\",", "no benchmark function sofmax (did you mean softmax?)")]
    [InlineData("PG9114", 17, "\"function\": \"softmax\"", "\"function\": \"twice\"", "twice takes 4 (")]
    [InlineData("PG9120", 17, "[\"x\", \"y\", { \"i32\"", "[\"x\", \"y\", { \"i64\"", "argument 3 of softmax")]
    [InlineData("PG9108", 15, "\"8 * N\"", "-1", "scratch of softmax")]
    [InlineData("PG9127", 12, "\"scratch\": \"8 * N\"", "\"grid\": 1", "a launch of a function has no grid")]
    [InlineData("PG9127", 12, "\"function\": \"softmax\",", "", "a launch of a kernel has no scratch")]
    [InlineData(
        "PG9127",
        18,
        "\"uses\": { \"x\": \"M * N\" } }",
        "\"uses\": { \"x\": 1 } },\n{ \"kernel\": \"softmax_rows\", \"grid\": 1, \"block\": 1, \"arguments\": "
            + "[\"x\", \"y\", { \"i32\": 1 }] }",
        "launches kernels and functions"
    )]
    public void What_is_wrong_is_told_at_its_line(string code, int line, string from, string to, string says)
    {
        Change(from, to);

        var error = Assert.Single(
            Assert.Throws<PerfGateException>(() => _folder.Load()).Diagnostics,
            d => d.Code == code
        );
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Location!.Line, line, line + 1);
    }

    [Theory]
    [InlineData("\"grid\": [\"M\"],")]
    [InlineData("\"block\": [\"THREADS\"],")]
    [InlineData("\"kernel\": \"softmax_rows\",")]
    public void A_kernel_needs_its_name_its_grid_and_its_block(string field)
    {
        Change(Function, Kernel);
        Change(field, "");

        var errors = Assert.Throws<PerfGateException>(() => _folder.Load()).Diagnostics;
        Assert.Contains("this launch states no ", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    private void Change(string from, string to)
    {
        Assert.Contains(from, _manifest, StringComparison.Ordinal);
        _manifest = _manifest.Replace(from, to, StringComparison.Ordinal);
        _folder.Write(ManifestFolder.Manifest, _manifest);
    }
}
