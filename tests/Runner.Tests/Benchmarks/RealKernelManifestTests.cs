using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>What manifests say of kernels as people have them: instances, structs, variables, made inputs.</summary>
public sealed class RealKernelManifestTests : IDisposable
{
    private const string Call = "\"arguments\": [\"x\", \"y\", { \"i32\": \"N\" }],";
    private const string Fill = "\"fill\": { \"normal\": { \"mean\": 0, \"deviation\": 1 } }";

    private readonly ManifestFolder _folder = new();

    public RealKernelManifestTests() =>
        _folder.Write(
            "kernels/softmax.cu",
            """
            __constant__ float bare[4];
            __constant__ int set = 3;
            __device__ float total;
            struct Any { int a; };
            template <int N, class T> __global__ void softmax_rows(const T* x, T* y, Any n) { y[0] = bare[1] + set; }
            """
        );

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Axes_in_template_arguments_stand_for_their_values()
    {
        _folder.Change("\"softmax_rows\"", "\"softmax_rows<N * 2, Tile<M, float>, true>\"");

        Assert.Equal(
            ["softmax_rows<512, Tile<64, float>, true>", "softmax_rows<1024, Tile<64, float>, true>"],
            _folder.Load().Cases.Select(c => c.Launches[0].Kernel)
        );
    }

    [Fact]
    public void Launches_are_repeated_with_their_index()
    {
        Repeat(
            "\"repeat\": \"N / 128\", \"index\": \"step\",",
            Launch("softmax_rows<step, float>", "M - step", "10 * step")
        );

        var launches = _folder.Load().Cases[1].Launches;

        Assert.Equal(["softmax_rows<0, float>", "softmax_rows<1, float>"], launches.Take(2).Select(l => l.Kernel));
        Assert.Equal([64u, 63, 62, 61], launches.Select(l => l.Grid[0]));
        Assert.Equal([0.0, 10, 20, 30], launches.Select(l => l.Arguments[2].Value));
    }

    [Theory]
    [InlineData("\"repeat\": 3000,", "from 0 to 2000")]
    [InlineData("\"repeat\": 0,", "nothing is launched")]
    [InlineData("\"repeat\": 2, \"index\": \"N\",", "the index cannot be called N")]
    [InlineData("\"index\": \"i\",", "state how often")]
    [InlineData("\"repeat\": 2, \"block\": 1,", "block belongs into one of the launches")]
    [InlineData("\"repeat\": 2, \"launches\": [ { \"repeat\": 2 } ] }, { \"repeat\": 1,", "repeats nothing itself")]
    public void A_repetition_that_cannot_be_is_told(string repeat, string message)
    {
        Repeat(repeat, Launch("softmax_rows<1, float>", "M", "N"));

        Assert.Contains(
            _folder.Errors(),
            e => e.Message.Contains(message, StringComparison.Ordinal) && e.Location!.Line is 12 or 13
        );
    }

    [Fact]
    public void A_struct_lies_as_a_compiler_puts_it()
    {
        _folder.Change(
            Call,
            """
            "arguments": ["x", { "buffer": "y", "offset": "N" },
              { "struct": [ { "i8": 1 }, { "f64": 2 }, "x", { "f32x3": [1, 2, "N"] }, { "struct": [ { "u16": 5 } ] } ] }],
            """
        );

        var arguments = _folder.Load().Cases[0].Launches[0].Arguments;

        Assert.Equal(256 * 4, arguments[1].Offset);
        var block = arguments[2].Block!;
        Assert.Equal(40, block.Bytes.Length);
        Assert.Equal([0, 8, 16, 24, 28, 32, 36], block.Parts.Select(p => p.At));
        Assert.Equal("x", block.Parts[2].Value.Buffer);
        Assert.Equal(256, block.Parts[5].Value.Value);
    }

    [Theory]
    [InlineData("{ \"f32x3\": [1, 2] }", "f32x3 has 3 numbers, and 2 are given")]
    [InlineData("{ \"f32\": 1, \"offset\": 2 }", "state one thing")]
    [InlineData("{ \"buffer\": \"x\", \"offset\": \"M * N + 1\" }", "from 0 to 16384")]
    [InlineData("{ \"struct\": [ { \"i8\": 300 } ] }", "outside the range of i8")]
    [InlineData("{ \"bytes\": \"none.bin\" }", "none.bin")]
    public void An_argument_that_cannot_be_is_told(string argument, string message)
    {
        _folder.Change(Call, $"\"arguments\": [\"x\", \"y\", {argument}],");

        Assert.Contains(
            _folder.Errors(),
            e => e.Message.Contains(message, StringComparison.Ordinal) && e.Location!.Line == 17
        );
    }

    [Fact]
    public void A_variable_of_the_source_is_a_buffer_without_memory_of_its_own()
    {
        _folder.Change("\"tolerance\": 0.02", "\"tolerance\": 0.02, \"symbols\": { \"bare\": \"x\" }");

        var benchmark = _folder.Load().Cases[0];

        Assert.Equal("bare", benchmark.Buffers[0].Symbol);
        Assert.Contains("x", benchmark.Written);
        Assert.Single(benchmark.BufferSizes);
        Assert.Empty(benchmark.UnsetConstants);
    }

    [Fact]
    public void A_variable_that_the_source_lacks_is_told()
    {
        _folder.Change("\"tolerance\": 0.02", "\"tolerance\": 0.02, \"symbols\": { \"bear\": \"x\" }");

        var error = _folder.Error();
        Assert.Equal("PG9123", error.Code);
        Assert.Contains("kernels/softmax.cu has no variable bear", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_that_nothing_sets_is_known_before_anything_runs()
    {
        var unset = Assert.Single(_folder.Load().Cases[0].UnsetConstants);

        Assert.Equal(("bare", 1, 13), (unset.Constant, unset.Declared.Line, unset.At.Line));
    }

    [Theory]
    [InlineData("\"fill\": \"-infinity\"", "Constant")]
    [InlineData("\"fill\": { \"expression\": \"i * M % 7\" }", "Expression")]
    public void A_fill_is_part_of_what_a_case_is(string fill, string kind)
    {
        var before = CaseIdentity.Hash(_folder.Load().Cases[0], ["code"]);
        _folder.Change(Fill, fill);

        var benchmark = _folder.Load().Cases[0];

        Assert.Equal(kind, $"{benchmark.Buffers[0].Fill.Kind}");
        Assert.NotEqual(before, CaseIdentity.Hash(benchmark, ["code"]));
    }

    [Theory]
    [InlineData("{ \"expression\": \"i * K\" }", "PG9107")]
    [InlineData("{ \"expression\": \"1 / i\" }", "PG9108")]
    [InlineData("{ \"file\": \"none.bin\" }", "PG9102")]
    public void A_fill_that_cannot_be_is_told(string fill, string code)
    {
        _folder.Change(Fill, $"\"fill\": {fill}");

        Assert.All(_folder.Errors(), e => Assert.Equal((code, 10), (e.Code, e.Location!.Line)));
    }

    [Fact]
    public void A_file_of_inputs_is_part_of_what_a_case_is()
    {
        _folder.Change(Fill, "\"fill\": { \"file\": \"x-{N}.bin\" }");
        var hashes = new HashSet<string>();
        foreach (var first in new byte[] { 1, 2 })
        {
            foreach (var n in new[] { 256, 512 })
            {
                var bytes = new byte[64 * n * 4];
                bytes[0] = first;
                File.WriteAllBytes(Path.Combine(_folder.Root, "kernels", $"x-{n}.bin"), bytes);
                File.SetLastWriteTimeUtc(
                    Path.Combine(_folder.Root, "kernels", $"x-{n}.bin"),
                    DateTime.UnixEpoch.AddDays(first)
                );
            }

            hashes.Add(CaseIdentity.Hash(_folder.Load().Cases[0], ["code"]));
        }

        Assert.Equal(2, hashes.Count);
    }

    [Fact]
    public void A_function_fills_the_buffers_that_state_no_fill()
    {
        _folder.Write("kernels/softmax.ref.cpp", "void softmax_reference() {}\nvoid make(double* x, int n) {}");
        _folder.Change($", {Fill}", "");
        var text = File.ReadAllText(Path.Combine(_folder.Root, ManifestFolder.Manifest));
        _folder.Write(
            ManifestFolder.Manifest,
            text.Replace(
                "\"tolerance\": 0.02",
                "\"tolerance\": 0.02, "
                    + "\"inputs\": { \"function\": \"make\", \"arguments\": [\"x\", { \"i32\": \"N\" }] }",
                StringComparison.Ordinal
            )
        );

        var suite = _folder.Load();

        Assert.Equal(FillKind.Function, suite.Cases[0].Buffers[0].Fill.Kind);
        Assert.False(suite.Cases[0].Buffers[0].Fill.IsRandom);
        var plan = Assert.Single(
            CompilePlanner.Plan(suite).Modules,
            m => m.Source.EndsWith(".cpp", StringComparison.Ordinal)
        );
        Assert.Equal(["make", "softmax_reference"], plan.Functions);
        Assert.True(plan.Calls.Single(c => c.Function == "make").Arguments[0].IsOutput);
    }

    [Theory]
    [InlineData("\"cluster\": [2, 1, 1],", 2, false)]
    [InlineData("\"cluster\": 3,", 1, true)]
    [InlineData("\"cluster\": [4, 4],", 1, true)]
    public void Clusters_are_whole_and_not_too_large(string cluster, int size, bool refused)
    {
        _folder.Change("\"sharedMemory\": 0,", $"\"sharedMemory\": 0, \"cooperative\": true, {cluster}");

        if (refused)
        {
            Assert.All(_folder.Errors(), e => Assert.Equal("PG9108", e.Code));
            return;
        }

        var launch = _folder.Load().Cases[0].Launches[0];
        Assert.True(launch.Cooperative);
        Assert.Equal((uint)size, launch.Cluster[0]);
    }

    private void Repeat(string repeat, string launch)
    {
        var good = ManifestFolder.Good;
        var from = good.IndexOf("\"launches\"", StringComparison.Ordinal);
        _folder.Change(
            good[from..good.IndexOf("\"check\"", StringComparison.Ordinal)],
            $"\"launches\": [\n{{ {repeat} \"launches\": [ {launch} ] }} ],\n"
        );
    }

    private static string Launch(string kernel, string grid, string last) =>
        $"{{ \"kernel\": \"{kernel}\", \"grid\": \"{grid}\", \"block\": 32, "
        + $"\"arguments\": [\"x\", \"y\", {{ \"i32\": \"{last}\" }}] }}";
}
