namespace PerfGate.Gate.Tests;

/// <summary>
/// Host code and headers as public CUDA code has them beside and around its kernels, on the host device: launches by a
/// configuration, members with the names of built-ins, memory pools, graphs, the driver API, complex numbers, and what
/// CUDA's own headers bring without being asked.
/// </summary>
[Collection("no times")]
public sealed class HostRuntimeTests
{
    private const string Source = """
        #include <cuda.h>
        #include <cuComplex.h>
        #include <perfgate/benchmark.h>

        struct Shape
        {
            dim3 gridDim, blockDim;
            int threads() const { return gridDim.x * blockDim.x; }
        };

        __global__ void add(int* y, long n)
        {
            assert(n < INT_MAX);
            y[blockIdx.x * blockDim.x + threadIdx.x] += int(n);
        }

        __global__ void divide(const cuDoubleComplex* x, cuDoubleComplex* y)
        {
            y[threadIdx.x] = cuCmul(cuCdiv(x[threadIdx.x], x[7 - threadIdx.x]), cuConj(make_cuDoubleComplex(0, 2)));
        }

        static void launch(const Shape& shape, const dim3& gridDim, cudaStream_t stream, int* y)
        {
            cudaLaunchAttribute attributes[1];
            attributes[0].id = cudaLaunchAttributeProgrammaticStreamSerialization;
            attributes[0].val.programmaticStreamSerializationAllowed = 1;
            cudaLaunchConfig_t config = {};
            config.gridDim = gridDim;
            config.blockDim = shape.blockDim.x;
            config.stream = stream;
            config.attrs = attributes;
            config.numAttrs = 1;
            cudaLaunchKernelEx(&config, add, y, shape.threads());
        }

        PERFGATE_BENCHMARK(configured)(perfgate::Call& call, int* y, int n)
        {
            cudaMemPool_t pool;
            unsigned long long threshold = ~0ull;
            cudaDeviceGetDefaultMemPool(&pool, 0);
            cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &threshold);
            int* more;
            cudaMallocFromPoolAsync(&more, n * sizeof(int), pool, call.stream());
            cudaFreeAsync(more, call.stream());
            Shape shape;
            shape.gridDim = 2;
            shape.blockDim = n / 2;
            launch(shape, shape.gridDim, call.stream(), y);
        }

        // Never called. It compiles.
        static bool captured(cudaDataType_t type, float* x)
        {
            cudaGraph_t graph;
            cudaGraphNode_t node;
            cudaKernelNodeParams kernel = {};
            kernel.gridDim = dim3(1);
            kernel.func = (void*)add;
            return cudaGraphCreate(&graph, 0) == cudaSuccess
                && cudaGraphAddKernelNode(&node, graph, NULL, 0, &kernel) == cudaSuccess
                && cuInit(0) == CUDA_SUCCESS && type == CUDA_R_32F && clock() > 0 && x != NULL;
        }
        """;

    private const string Expected = """
        #include <complex>
        void added(int64_t* y, int n)
        {
            for (int i = 0; i < n; i++)
                y[i] += n;
        }
        void divided(const double* x, double* y)
        {
            auto in = reinterpret_cast<const std::complex<double>*>(x);
            for (int i = 0; i < 8; i++)
                reinterpret_cast<std::complex<double>*>(y)[i] = in[i] / in[7 - i] * std::complex<double>(0, -2);
        }
        """;

    private const string Manifest = """
        { "schemaVersion": 1, "source": "host.cu", "benchmarks": [
          { "name": "configured",
            "buffers": [ { "name": "y", "type": "i32", "count": 64, "fill": "index" } ],
            "launches": [ { "function": "configured", "arguments": ["y", { "i32": 64 }] } ],
            "check": { "source": "host.ref.cpp", "function": "added", "arguments": ["y", { "i32": 64 }],
                       "outputs": { "y": {} } } },
          { "name": "complex",
            "buffers": [ { "name": "x", "type": "f64", "count": 16 }, { "name": "y", "type": "f64", "count": 16 } ],
            "launches": [ { "kernel": "divide", "grid": 1, "block": 8, "arguments": ["x", "y"] } ],
            "check": { "source": "host.ref.cpp", "function": "divided", "arguments": ["x", "y"],
                       "outputs": { "y": { "relative": 1e-12 } } } }
        ] }
        """;

    [Fact]
    public async Task It_compiles_and_is_right()
    {
        using var project = new GateProject();
        project.MeasureBesideOthers();
        foreach (var name in new[] { "waves.cu", "waves.bench.json", "waves.ref.cpp" })
            File.Delete(project.PathOf(name));
        project.Write("host.cu", Source);
        project.Write("host.ref.cpp", Expected);
        project.Write("host.bench.json", Manifest);

        var build = await project.TargetAsync("PerfGateCheck");

        Assert.True(build.ExitCode == 0, build.Output);
        Assert.Contains("2 right, 0 wrong", build.Output, StringComparison.Ordinal);
    }
}
