namespace PerfGate.Gate.Tests.Init;

/// <summary>Kernels of different kinds as people bring them, and what each must compute.</summary>
/// <param name="Source">The <c>.cu</c> file.</param>
/// <param name="Expected">Per kernel the body of its function of expected outputs.</param>
public sealed record OwnKernels(string Source, IReadOnlyDictionary<string, string> Expected)
{
    private static readonly Dictionary<string, OwnKernels> Sources = new(StringComparer.Ordinal)
    {
        ["axpy"] = Of(
            """
            __global__ void axpy(const float* __restrict__ x, float* __restrict__ y, float a, int n)
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i < n)
                    y[i] = a * x[i];
            }
            """,
            ("axpy", "for (int i = 0; i < n; i++) y[i] = a * x[i];")
        ),
        ["partial_sums"] = Of(
            """
            __global__ void partial_sums(const float* in, float* out, unsigned int count)
            {
                extern __shared__ float shared[];
                unsigned int tid = threadIdx.x;
                unsigned int i = blockIdx.x * blockDim.x + threadIdx.x;
                shared[tid] = i < count ? in[i] : 0.0f;
                __syncthreads();
                for (unsigned int s = blockDim.x / 2; s > 0; s >>= 1)
                {
                    if (tid < s)
                        shared[tid] += shared[tid + s];
                    __syncthreads();
                }
                if (tid == 0)
                    atomicAdd(out, shared[0]);
            }
            """,
            ("partial_sums", "for (unsigned i = 0; i < count; i++) out[0] += in[i];")
        ),
        ["sgd"] = Of(
            """
            __global__ void sgd(float* w, const float* g, float rate, int n)
            {
                for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
                    w[i] -= rate * g[i];
            }
            """,
            ("sgd", "for (int i = 0; i < n; i++) w[i] -= rate * g[i];")
        ),
        ["histogram"] = Of(
            """
            __global__ void histogram(const int* values, int* bins, int n, int bins_count)
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i >= n)
                    return;
                int bin = values[i];
                if (bin < bins_count)
                    atomicAdd(&bins[bin], 1);
            }
            """,
            ("histogram", "for (int i = 0; i < n; i++) if (values[i] < bins_count) bins[values[i]]++;")
        ),
        ["transpose"] = Of(
            """
            __global__ void transpose(const float* in, float* out, int width, int height)
            {
                int x = blockIdx.x * blockDim.x + threadIdx.x;
                int y = blockIdx.y * blockDim.y + threadIdx.y;
                if (x < width && y < height)
                    out[x * height + y] = in[y * width + x];
            }
            """,
            (
                "transpose",
                "for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) "
                    + "out[x * height + y] = in[y * width + x];"
            )
        ),
        ["gemm"] = Of(
            """
            __global__ void gemm(int m, int n, int k, const double* a, const double* b, double* c)
            {
                const int row = blockIdx.y * blockDim.y + threadIdx.y;
                const int column = blockIdx.x * blockDim.x + threadIdx.x;
                if (row >= m || column >= n)
                    return;
                double sum = 0;
                for (int i = 0; i < k; i++)
                    sum += a[row * k + i] * b[i * n + column];
                c[row * n + column] = sum;
            }
            """,
            (
                "gemm",
                "for (int r = 0; r < m; r++) for (int s = 0; s < n; s++) { double t = 0; "
                    + "for (int i = 0; i < k; i++) t += a[r * k + i] * b[i * n + s]; c[r * n + s] = t; }"
            )
        ),
        ["row_sums"] = Of(
            """
            __global__ void row_sums(const float* x, float* sums, int columns)
            {
                const float* row = x + blockIdx.x * columns;
                __shared__ float total;
                if (threadIdx.x == 0)
                    total = 0;
                __syncthreads();
                for (int i = threadIdx.x; i < columns; i += blockDim.x)
                    atomicAdd(&total, row[i]);
                __syncthreads();
                if (threadIdx.x == 0)
                    sums[blockIdx.x] = total;
            }
            """,
            (
                "row_sums",
                "for (int b = 0; b < blocks; b++) { sums[b] = 0; "
                    + "for (int i = 0; i < columns; i++) sums[b] += x[b * columns + i]; }"
            )
        ),
        ["gather"] = Of(
            """
            __global__ void gather(const float* table, const int* index, float* out, int n)
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i < n)
                    out[i] = table[index[i]];
            }
            """,
            ("gather", "for (int i = 0; i < n; i++) out[i] = table[index[i]];")
        ),
        ["several"] = Of(
            """
            namespace mine
            {
            __global__ void scale(float* x, float by, size_t n)
            {
                size_t i = blockIdx.x * (size_t)blockDim.x + threadIdx.x;
                if (i < n)
                    x[i] *= by;
            }

            __global__ void shift(const float* x, float* y, int n)
            {
                int i = threadIdx.x + blockDim.x * blockIdx.x;
                if (i < n)
                    y[i] = x[i] + 1.0f;
            }

            template <typename T>
            __global__ void fill(T* x, T value, int n)
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i < n)
                    x[i] = value;
            }
            }
            """,
            ("scale", "for (std::uint64_t i = 0; i < n; i++) x[i] *= by;"),
            ("shift", "for (int i = 0; i < n; i++) y[i] = x[i] + 1;"),
            ("fill", "for (int i = 0; i < n; i++) x[i] = value;")
        ),
        ["macros"] = Of(
            """
            #define TILE 128
            #define CLAMP(v) ((v) < 0.0f ? 0.0f : (v))

            __global__ void __launch_bounds__(TILE) relu(const float* in, float* out, int n)
            {
                int i = blockIdx.x * TILE + threadIdx.x;
                if (i < n)
                    out[i] = CLAMP(in[i]);
            }
            """,
            ("relu", "for (int i = 0; i < n; i++) out[i] = in[i] < 0 ? 0 : in[i];")
        ),
    };

    /// <summary>All of them by the name of their file, without its ending.</summary>
    public static IReadOnlyDictionary<string, OwnKernels> All => Sources;

    private static OwnKernels Of(string source, params (string Kernel, string Body)[] expected) =>
        new(source + "\n", expected.ToDictionary(e => e.Kernel, e => e.Body, StringComparer.Ordinal));
}
