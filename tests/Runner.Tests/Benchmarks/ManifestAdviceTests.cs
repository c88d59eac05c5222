using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>What a newcomer writes first is answered with what to write instead.</summary>
public sealed class ManifestAdviceTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "[\"x\", \"y\", { \"i32\": \"N\" }],",
        "[\"x\", \"y\", \"N\"],",
        "N is a number, not a buffer. A number is written with its type, such as { \"i32\": \"N\" }."
    )]
    [InlineData("\"grid\": [\"M\"]", "\"grid\": [\"device.sms\"]", "(did you mean device.multiprocessors?)")]
    [InlineData(
        "\"grid\": [\"M\"]",
        "\"grid\": [\"device.multiProcessorCount\"]",
        "(did you mean device.multiprocessors?)"
    )]
    [InlineData("\"grid\": [\"M\"]", "\"grid\": [\"(N + 254) / 255\"]", "write ceil_div(N, 255)")]
    [InlineData(
        "\"grid\": [\"M\"]",
        "\"grid\": [\"(N + THREADS*3 - 1) / THREADS\"]",
        "ceil_div(a, b) rounds up, floor(a / b) rounds down"
    )]
    [InlineData("\"grid\": [\"M\"]", "\"grid\": [\"(N + M - 1) / M\"]", "write ceil_div(N, M)")]
    [InlineData("\"grid\": [\"M\"]", "\"grid\": [\"N * 0.3\"]", "which is not whole (at")]
    public void It_says_what_to_write(string old, string written, string advice)
    {
        _folder.Change(old, written);

        Assert.Contains(advice, _folder.Error().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y[i].high = x[i];", false)]
    [InlineData("y[i].part[1] = y[i].part[0];", true)]
    [InlineData("y[i][0] = x[i];", false)]
    [InlineData("AS_FLOAT(y[i]) = x[i];", false)]
    [InlineData("y[i].high += x[i];", true)]
    [InlineData("x2 = y[i].high;", true)]
    [InlineData("x2 = (y[i]) == x[i];", true)]
    public void Only_an_output_that_is_read_before_it_is_written_needs_a_fill(string statement, bool needed)
    {
        _folder.Write(
            "kernels/softmax.cu",
            $"__global__ void softmax_rows(const float* x, record* y, int n) {{ int i = threadIdx.x; {statement} }}"
        );
        _folder.Change(", \"fill\": \"poison\"", "");

        Assert.Equal(needed, _folder.Load().Cases[0].Unfilled.Any(u => u.Buffer == "y"));
    }

    [Fact]
    public void Zero_is_the_null_pointer()
    {
        _folder.Write(
            "kernels/softmax.cu",
            "__global__ void softmax_rows(const float* x, float* y, const float* bias) { y[0] = x[0]; }"
        );
        _folder.Change(
            "\"arguments\": [\"x\", \"y\", { \"i32\": \"N\" }],\n      \"uses\"",
            "\"arguments\": [\"x\", \"y\", { \"u64\": 0 }],\n      \"uses\""
        );

        Assert.Equal(new(null, ElementType.U64, 0), _folder.Load().Cases[0].Launches[0].Arguments[2]);
    }

    [Theory]
    [InlineData(
        "const float* x, float* y, int n",
        "[\"x\", { \"i32\": \"N\" }, \"y\"]",
        "argument 2 of softmax_rows is a number of type i32, and the parameter is 'float * y'"
    )]
    [InlineData(
        "const float* x, int n, float* y",
        "[\"x\", \"y\", { \"i32\": \"N\" }]",
        "argument 2 of softmax_rows is the buffer y, and the parameter is 'int n' (kernels/softmax.cu(1)). Give it a "
            + "number, such as { \"i32\": 1 }"
    )]
    [InlineData(
        "const float* x, float* y, float* z",
        "[\"x\", \"y\", { \"u64\": 8 }]",
        "or { \"u64\": 0 } for a null pointer"
    )]
    [InlineData(
        "const float* x, float* y, float* z",
        "[\"x\", \"y\", { \"u32\": 0 }]",
        "or { \"u64\": 0 } for a null pointer"
    )]
    [InlineData("const float* x, float* y, float s", "[\"x\", \"y\", { \"i32\": \"N\" }]", "Give it the type f32")]
    [InlineData("const float* x, float* y, size_t n", "[\"x\", \"y\", { \"i32\": \"N\" }]", "Give it the type u64")]
    [InlineData("const float* x, float* y, double s", "[\"x\", \"y\", { \"f32\": \"N\" }]", "Give it the type f64")]
    [InlineData(
        "const float x[], float* y, unsigned n = 3",
        "[\"x\", \"y\", { \"i64\": \"N\" }]",
        "Give it the type u32"
    )]
    public void An_argument_that_does_not_fit_the_kernels_parameter_is_refused(
        string parameters,
        string arguments,
        string said
    )
    {
        _folder.Write("kernels/softmax.cu", $"__global__ void softmax_rows({parameters}) {{}}");
        _folder.Change(
            "\"arguments\": [\"x\", \"y\", { \"i32\": \"N\" }],\n      \"uses\"",
            $"\"arguments\": {arguments},\n      \"uses\""
        );

        Assert.Contains(
            _folder.Errors(),
            e => e.Code == "PG9120" && e.Location!.Line == 17 && e.Message.Contains(said, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("const float* __restrict__ x, float* __restrict__ y, const int n")]
    [InlineData("float const * x, float * y, unsigned int n")]
    [InlineData("const float4* x, void* y, int32_t n")]
    [InlineData("Tensor<float, 2> x, Pointer y, index_t n")]
    [InlineData("ns::Alias x, float (*y)[4], std::uint32_t n")]
    [InlineData("const float* const x, float (&y)[4], int")]
    [InlineData("const __grid_constant__ Params x, float* y, signed n")]
    public void What_fits_or_cannot_be_told_is_taken(string parameters)
    {
        _folder.Write("kernels/softmax.cu", $"__global__ void softmax_rows({parameters}) {{}}");

        Assert.Equal(2, _folder.Load().Cases.Length);
    }
}
