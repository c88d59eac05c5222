namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>An output that a kernel updates in place starts as NaN without a fill: told before a run.</summary>
public sealed class UnfilledBuffersTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("y[threadIdx.x] -= x[threadIdx.x];", true)]
    [InlineData("y[threadIdx.x] = 2 * y[threadIdx.x];", true)]
    [InlineData("float old = y[threadIdx.x]; y[threadIdx.x] = old;", true)]
    [InlineData("atomicAdd(&y[0], x[threadIdx.x]);", true)]
    [InlineData("atomicAdd(y + 1, x[threadIdx.x]);", true)]
    [InlineData("y[threadIdx.x]++;", true)]
    [InlineData("float* row = y + blockIdx.x; row[0] = row[0] + 1;", true)]
    [InlineData("y[threadIdx.x] = x[threadIdx.x];", false)]
    [InlineData("y[threadIdx.x] = 0; y[threadIdx.x] += x[threadIdx.x];", false)]
    [InlineData("store(y, x);", false)]
    public void A_kernel_that_reads_an_output_before_it_writes_it_is_named(string body, bool named)
    {
        Kernel(body);
        _folder.Change("\"count\": \"M * N\", \"fill\": \"poison\"", "\"count\": \"M * N\"");

        var unfilled = _folder.Load().Cases[0].Unfilled;

        Assert.Equal(named ? ["y"] : [], unfilled.Select(u => u.Buffer));
        Assert.All(unfilled, u => Assert.Equal(("softmax_rows", 11), (u.Kernel, u.At.Line)));
    }

    [Theory]
    [InlineData("\"fill\": { \"constant\": 0 }")]
    [InlineData("\"fill\": \"poison\"")]
    public void A_fill_that_the_author_chose_is_left_to_him(string fill)
    {
        Kernel("y[threadIdx.x] += x[threadIdx.x];");
        _folder.Change("\"fill\": \"poison\"", fill);

        Assert.Empty(_folder.Load().Cases[0].Unfilled);
    }

    [Fact]
    public void What_an_earlier_launch_writes_may_be_read_by_a_later_one()
    {
        _folder.Write(
            "kernels/softmax.cu",
            "__global__ void softmax_rows(const float* x, float* y, int n) { y[0] = x[0]; }\n"
                + "__global__ void scale(float* y) { y[0] *= 2; }\n"
        );
        _folder.Change(
            "\"uses\": { \"x\": \"M * N\" } } ],",
            "\"uses\": { \"x\": \"M * N\" } }, { \"kernel\": \"scale\", \"grid\": 1, \"block\": 1, \"arguments\": "
                + "[\"y\"] } ],"
        );

        Assert.Empty(_folder.Load().Cases[0].Unfilled);
    }

    private void Kernel(string body) =>
        _folder.Write(
            "kernels/softmax.cu",
            $"__global__ void softmax_rows(const float* x, float* y, int n)\n{{\n    {body}\n}}\n"
        );
}
