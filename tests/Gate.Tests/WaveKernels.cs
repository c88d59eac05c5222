namespace PerfGate.Gate.Tests;

/// <summary>The files <c>waves.*</c> that every <see cref="GateProject"/> begins with.</summary>
internal static class WaveKernels
{
    /// <summary>The line of the kernel <c>rising</c>'s <c>__global__</c> in <c>waves.cu</c>.</summary>
    public static int LineOfRising =>
        Kernels.Split('\n').ToList().FindIndex(l => l.Contains("rising", StringComparison.Ordinal)) + 1;

    /// <summary>The kernels: each does enough work per element that a host sample takes about a millisecond.</summary>
    public static string Kernels =>
        """
            // Two kernels of the same shape, so that one can be changed beside the other.
            extern "C" __global__ void rising(const float* x, float* y, int n)
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i >= n) return;
                float v = x[i];
                for (int k = 0; k < 64; ++k) v = fmaf(v, 0.5f, 1.0f);
                y[i] = v;
            }

            extern "C" __global__ void falling(const float* x, float* y, int n)
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i >= n) return;
                float v = x[i];
                for (int k = 0; k < 64; ++k) v = fmaf(v, 0.5f, -1.0f);
                y[i] = v;
            }
            """;

    /// <summary>Their manifest.</summary>
    public static string Manifest =>
        """
            {
              "schemaVersion": 1,
              "source": "waves.cu",
              "benchmarks": [
                {
                  "name": "rising", "axes": { "N": [16384] },
                  "buffers": [ { "name": "x", "type": "f32", "count": "N", "fill": { "normal": { "mean": 0, "deviation": 1 } } },
                               { "name": "y", "type": "f32", "count": "N", "fill": "poison" } ],
                  "launches": [ { "kernel": "rising", "grid": ["ceil_div(N, 128)"], "block": [128], "arguments": ["x", "y", { "i32": "N" }] } ],
                  "check": { "source": "waves.ref.cpp", "function": "rising_reference", "arguments": ["x", "y", { "i32": "N" }], "outputs": { "y": { "relative": 1e-5 } } }
                },
                {
                  "name": "falling", "axes": { "N": [16384] },
                  "buffers": [ { "name": "x", "type": "f32", "count": "N", "fill": { "normal": { "mean": 0, "deviation": 1 } } },
                               { "name": "y", "type": "f32", "count": "N", "fill": "poison" } ],
                  "launches": [ { "kernel": "falling", "grid": ["ceil_div(N, 128)"], "block": [128], "arguments": ["x", "y", { "i32": "N" }] } ],
                  "check": { "source": "waves.ref.cpp", "function": "falling_reference", "arguments": ["x", "y", { "i32": "N" }], "outputs": { "y": { "relative": 1e-5 } } }
                }
              ]
            }
            """;

    /// <summary>What their outputs are checked against.</summary>
    public static string Reference =>
        """
            extern "C" void rising_reference(const double* x, double* y, int n)
            {
                for (int i = 0; i < n; ++i) { double v = x[i]; for (int k = 0; k < 64; ++k) v = v * 0.5 + 1.0; y[i] = v; }
            }

            extern "C" void falling_reference(const double* x, double* y, int n)
            {
                for (int i = 0; i < n; ++i) { double v = x[i]; for (int k = 0; k < 64; ++k) v = v * 0.5 - 1.0; y[i] = v; }
            }
            """;
}
