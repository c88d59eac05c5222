namespace PerfGate.Gate.Tests;

/// <summary>
/// Sources as people have them, compiled, launched and checked on the host device without a change: host code beside
/// the kernels, cooperative groups, templates, structs, constants, and inputs that no random numbers make.
/// </summary>
[Collection("no times")]
public sealed class RealFilesTests
{
    private const string Source = """
        #include <cuda.h>
        #include <cuda_runtime_api.h>
        #include <cooperative_groups.h>
        #include <cooperative_groups/reduce.h>
        #include <missing/library.h>
        #include "real.cuh"

        #define WIDTH 32
        namespace cg = cooperative_groups;

        __constant__ float factors[4];
        __device__ int total;

        struct Weights { char pad; double bias; float scale[2]; const float* extra; };

        namespace ns
        {
        template <int N, class T>
        __global__ void scale(const T* x, T* y, int n)
        {
            const int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i >= n)
                return; // before a barrier, as threads may since compute capability 7.0
            __syncthreads();
            y[i] = N * x[i];
        }
        }

        // As libstdc++ writes it, and as CUDA does.
        __attribute__((__noinline__)) static int one() { return 1; }
        __noinline__ __device__ int two() { return 2 * one(); }

        template <class T> __device__ T* scratch() { extern __shared__ unsigned char raw[]; return (T*)raw; }

        __global__ void row_sums(const float* x, float* y)
        {
            extern __shared__ float tile[][WIDTH];
            auto block = cg::this_thread_block();
            auto warp = cg::tiled_partition<WIDTH>(block);
            const int row = threadIdx.x / WIDTH, column = threadIdx.x % WIDTH;
            tile[row][column] = x[blockIdx.x * blockDim.x + threadIdx.x];
            block.sync();
            const float sum = cg::reduce(warp, scratch<float>()[threadIdx.x], cg::plus<float>());
            if (warp.thread_rank() == 0)
                y[blockIdx.x * (blockDim.x / WIDTH) + row] = sum;
        }

        __global__ void weighted(const float* x, float* y, Weights w, float3 v, int n)
        {
            const int i = threadIdx.x;
            if (i < n)
                y[i] = float(w.bias) + w.scale[1] * x[i] + w.extra[i] + v.z + factors[i % 4];
        }

        __global__ void count(const int* rows, int n)
        {
            if (threadIdx.x < n)
                atomicAdd(&total, rows[threadIdx.x]);
        }

        __global__ void spmv(const int* rows, const int* columns, const float* values, const float* x, float* y, int n)
        {
            const int row = blockIdx.x * blockDim.x + threadIdx.x;
            if (row >= n)
                return;
            float sum = 0;
            for (int i = rows[row]; i < rows[row + 1]; i++)
                sum += values[i] * x[columns[i]];
            y[row] = sum;
        }

        __global__ void waves(int* y, int* sums)
        {
            auto grid = cg::this_grid();
            y[blockIdx.x] = int(blockIdx.x) + 1;
            grid.sync();
            int sum = 0;
            for (int block = 0; block < gridDim.x; block++)
                sum += y[block];
            sums[blockIdx.x] = sum;
        }

        __global__ void add_step(int* y, int step) { y[threadIdx.x] += step * int(threadIdx.x); }

        static library::handle shared;
        library::handle& opened(library::handle& h)
        {
            return h.open() ? h : shared;
        }

        #ifdef __DRIVER_TYPES_H__ // as the headers of CUDA's samples ask for it
        template <class T> void checked(T error) { if (error) exit(1); }
        #endif

        static void run_all(float* x, float* y, int n)
        {
            checked(cudaDeviceGetAttribute(&n, cudaDevAttrComputeMode, 0));
            ns::scale<2, float><<<(n + 255) / 256, 256>>>(x, y, n);
            copy_all<<<1, 32, 0, 0>>>(NULL, y, n);
            cudaMemcpyToSymbol(factors, x, sizeof(factors));
            if (cudaGetLastError() != cudaSuccess)
                printf("%s\n", cudaGetErrorString(cudaGetLastError()));
        }

        int main(int argc, char** argv)
        {
            library::handle h;
            run_all(0, 0, argc);
            return library::close(h);
        }
        """;

    private const string Header = """
        #pragma once
        __global__ void copy_all(const float* x, float* y, int n)
        {
            const int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i < n)
                y[i] = x[i];
        }
        #define COPIES(TYPE) __global__ void copy_##TYPE(const TYPE* x, TYPE* y) { y[threadIdx.x] = x[threadIdx.x]; }
        COPIES(int)
        """;

    private const string Expected = """
        void scaled(const double* x, double* y, int n, int by) { for (int i = 0; i < n; i++) y[i] = by * x[i]; }
        void copied(const int64_t* x, int64_t* y, int n) { for (int i = 0; i < n; i++) y[i] = x[i]; }
        void rows(const double* x, double* y, int n)
        {
            for (int i = 0; i < n; i++)
                for (int j = y[i] = 0; j < 32; j++)
                    y[i] += x[32 * i + j];
        }
        void weights(const double* x, const double* extra, const double* f, double* y, int n)
        {
            for (int i = 0; i < n; i++)
                y[i] = 0.5 + 3 * x[i] + extra[i + 8] + 7 + f[i % 4];
        }
        void counted(const int64_t* rows, int64_t* total, int n)
        {
            *total = 0;
            for (int i = 0; i < n; i++)
                *total += rows[i];
        }
        // Row r has r % 3 elements, behind one another.
        void make_matrix(int64_t* rows, int64_t* columns, double* values, const double* noise, int n)
        {
            int at = 0;
            for (int r = 0; r < n; r++)
            {
                rows[r] = at;
                for (int k = 0; k < r % 3; k++, at++)
                    columns[at] = (r + 7 * k) % n, values[at] = noise[r] + k;
            }
            rows[n] = at;
            for (; at < 2 * n; at++)
                columns[at] = 0, values[at] = 0;
        }
        void spmv_expected(const int64_t* rows, const int64_t* columns, const double* values, const double* x, double* y, int n)
        {
            for (int r = 0; r < n; r++)
                for (int i = (y[r] = 0, rows[r]); i < rows[r + 1]; i++)
                    y[r] += values[i] * x[columns[i]];
        }
        void stepped(int64_t* y, int n)
        {
            for (int i = 0; i < n; i++)
                y[i] += (0 + 1 + 4 + 9) * i;
        }
        void waved(int64_t* y, int64_t* sums, int n)
        {
            for (int i = 0; i < n; i++)
                y[i] = i + 1, sums[i] = n * (n + 1) / 2;
        }
        """;

    private const string Manifest = """
        { "schemaVersion": 1, "source": "real.cu", "benchmarks": [
          { "name": "scale", "axes": { "N": [2, 3] }, "host": { "guard": ["missing/*"], "omit": ["library"] },
            "buffers": [ { "name": "x", "type": "f32", "count": 300 }, { "name": "y", "type": "f32", "count": 300 } ],
            "launches": [ { "kernel": "ns::scale<N, float>", "grid": 2, "block": 256, "arguments": ["x", "y", { "i32": 300 }] } ],
            "check": { "source": "real.ref.cpp", "function": "scaled", "arguments": ["x", "y", { "i32": 300 }, { "i32": "N" }],
                       "outputs": { "y": { "relative": 1e-6 } } } },
          { "name": "copy",
            "buffers": [ { "name": "x", "type": "i32", "count": 32, "fill": { "expression": "i * i % 7" } },
                         { "name": "y", "type": "i32", "count": 32 } ],
            "launches": [ { "kernel": "copy_int", "grid": 1, "block": 32, "arguments": ["x", "y"] } ],
            "check": { "source": "real.ref.cpp", "function": "copied", "arguments": ["x", "y", { "i32": 32 }], "outputs": { "y": {} } } },
          { "name": "rows",
            "buffers": [ { "name": "x", "type": "f32", "count": 128 }, { "name": "y", "type": "f32", "count": 4 } ],
            "launches": [ { "kernel": "row_sums", "grid": 2, "block": 64, "sharedMemory": 256, "arguments": ["x", "y"] } ],
            "check": { "source": "real.ref.cpp", "function": "rows", "arguments": ["x", "y", { "i32": 4 }],
                       "outputs": { "y": { "relative": 1e-5 } } } },
          { "name": "weights",
            "buffers": [ { "name": "x", "type": "f32", "count": 16 }, { "name": "y", "type": "f32", "count": 16 },
                         { "name": "extra", "type": "f32", "count": 24, "fill": { "file": "extra.bin" } },
                         { "name": "f", "type": "f32", "count": 4 } ],
            "symbols": { "factors": "f" },
            "launches": [ { "kernel": "weighted", "grid": 1, "block": 32, "arguments": ["x", "y",
                { "struct": [ { "i8": 1 }, { "f64": 0.5 }, { "f32x2": [2, 3] }, { "buffer": "extra", "offset": 8 } ] },
                { "f32x3": [5, 6, 7] }, { "i32": 16 }] } ],
            "check": { "source": "real.ref.cpp", "function": "weights", "arguments": ["x", "extra", "f", "y", { "i32": 16 }],
                       "outputs": { "y": { "relative": 1e-5 } } } },
          { "name": "count",
            "buffers": [ { "name": "rows", "type": "i32", "count": 32, "fill": "index" },
                         { "name": "sum", "type": "i32", "count": 1, "fill": { "constant": 0 } } ],
            "symbols": { "total": "sum" },
            "launches": [ { "kernel": "count", "grid": 1, "block": 32, "arguments": ["rows", { "i32": 32 }] } ],
            "check": { "source": "real.ref.cpp", "function": "counted", "arguments": ["rows", "sum", { "i32": 32 }], "outputs": { "sum": {} } } },
          { "name": "spmv",
            "buffers": [ { "name": "rows", "type": "i32", "count": 101 }, { "name": "columns", "type": "i32", "count": 200 },
                         { "name": "values", "type": "f32", "count": 200 },
                         { "name": "noise", "type": "f32", "count": 100, "fill": { "normal": {} } },
                         { "name": "x", "type": "f32", "count": 100 }, { "name": "y", "type": "f32", "count": 100 } ],
            "inputs": { "function": "make_matrix", "arguments": ["rows", "columns", "values", "noise", { "i32": 100 }] },
            "launches": [ { "kernel": "spmv", "grid": 1, "block": 128, "arguments": ["rows", "columns", "values", "x", "y", { "i32": 100 }] } ],
            "check": { "source": "real.ref.cpp", "function": "spmv_expected",
                       "arguments": ["rows", "columns", "values", "x", "y", { "i32": 100 }], "outputs": { "y": { "relative": 1e-5 } } } },
          { "name": "spmv_by_other_names",
            "buffers": [ { "name": "starts", "type": "i32", "count": 101 }, { "name": "places", "type": "i32", "count": 200 },
                         { "name": "weights", "type": "f32", "count": 200 },
                         { "name": "noise", "type": "f32", "count": 100, "fill": { "normal": {} } },
                         { "name": "x", "type": "f32", "count": 100 }, { "name": "y", "type": "f32", "count": 100 } ],
            "inputs": { "function": "make_matrix", "arguments": ["starts", "places", "weights", "noise", { "i32": 100 }] },
            "launches": [ { "kernel": "spmv", "grid": 1, "block": 128, "arguments": ["starts", "places", "weights", "x", "y", { "i32": 100 }] } ],
            "check": { "source": "real.ref.cpp", "function": "spmv_expected",
                       "arguments": ["starts", "places", "weights", "x", "y", { "i32": 100 }], "outputs": { "y": { "relative": 1e-5 } } } },
          { "name": "steps",
            "buffers": [ { "name": "y", "type": "i32", "count": 32, "fill": "index" } ],
            "launches": [ { "repeat": 4, "index": "step", "launches": [
                { "kernel": "add_step", "grid": 1, "block": 32, "arguments": ["y", { "i32": "step * step" }] } ] } ],
            "check": { "source": "real.ref.cpp", "function": "stepped", "arguments": ["y", { "i32": 32 }], "outputs": { "y": {} } } },
          { "name": "waves",
            "buffers": [ { "name": "y", "type": "i32", "count": 5 }, { "name": "sums", "type": "i32", "count": 5 } ],
            "launches": [ { "kernel": "waves", "grid": 5, "block": 1, "cooperative": true, "arguments": ["y", "sums"] } ],
            "check": { "source": "real.ref.cpp", "function": "waved", "arguments": ["y", "sums", { "i32": 5 }], "outputs": { "y": {}, "sums": {} } } }
        ] }
        """;

    [Fact]
    public async Task They_are_right_without_a_change()
    {
        using var project = new GateProject();
        project.MeasureBesideOthers();
        foreach (var name in new[] { "waves.cu", "waves.bench.json", "waves.ref.cpp" })
            File.Delete(project.PathOf(name));
        project.Write("real.cu", Source);
        project.Write("real.cuh", Header);
        project.Write("real.ref.cpp", Expected);
        project.Write("real.bench.json", Manifest);
        await File.WriteAllBytesAsync(
            project.PathOf("extra.bin"),
            [.. Enumerable.Range(0, 24).SelectMany(i => BitConverter.GetBytes(i / 4f))],
            TestContext.Current.CancellationToken
        );

        var build = await project.TargetAsync("PerfGateCheck");

        Assert.True(build.ExitCode == 0, build.Output);
        Assert.Contains("10 right, 0 wrong", build.Output, StringComparison.Ordinal);
    }
}
