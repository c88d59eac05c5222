using System.Runtime.InteropServices;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Tests.Devices.Host;

/// <summary>
/// The kernels that PerfGate ships, at sizes that divide into no tile, warp or block, against their references.
/// </summary>
public class ShippedKernelTests
{
    private readonly Random _random = new(1);

    [Fact]
    public void Saxpy_is_right_at_an_odd_size()
    {
        const int n = 1003;
        float[] x = Normals(n), y = Normals(n), z = Poison(n);
        Run("simple", "saxpy", new(4), new(256), 1.5f, x, y, z, n);
        AssertClose(Reference("saxpy_reference", [1.5, Wide(x), Wide(y), new double[n], n], output: 3), z, 1e-6);
    }

    [Theory]
    [InlineData(100_003, 64, 37)]
    [InlineData(50, 64, 64)]
    public void A_sum_and_its_partial_sums_are_right_at_odd_sizes(int n, int threads, int blocks)
    {
        float[] x = [.. Enumerable.Range(0, n).Select(_ => 0.5f + _random.NextSingle())],
            partial = Poison(blocks),
            sum = Poison(1);
        Run("simple", "reduce_partial", new((uint)blocks), new((uint)threads), x, partial, n);
        Run("simple", "reduce_final", new(1), new((uint)threads), partial, sum, blocks);
        var exact = new double[blocks];
        AssertClose(
            Reference("reduce_sum_reference", [Wide(x), exact, new double[1], n, blocks], output: 2),
            sum,
            1e-6
        );
        AssertClose(exact, partial, 1e-6);
    }

    [Theory]
    [InlineData("transpose_naive", 8)]
    [InlineData("transpose_tiled", 32)]
    public void A_transpose_is_right_at_odd_sizes(string kernel, int rowsPerBlock)
    {
        const int rows = 45,
            columns = 101;
        float[] x = Normals(rows * columns),
            y = Poison(rows * columns);
        Run(
            "simple",
            kernel,
            new(4, (uint)((rows + rowsPerBlock - 1) / rowsPerBlock)),
            new(32, 8),
            x,
            y,
            rows,
            columns
        );
        AssertClose(
            Reference("transpose_reference", [Wide(x), new double[rows * columns], rows, columns], output: 1),
            y,
            0
        );
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(777, 96)]
    public void Softmax_is_right_at_odd_sizes(int columns, int threads)
    {
        const int rows = 5;
        float[] x = Normals(rows * columns), y = Poison(rows * columns);
        Run("simple", "softmax_rows", new(rows), new((uint)threads), x, y, columns);
        AssertClose(Reference("softmax_reference", [Wide(x), new double[y.Length], rows, columns], output: 1), y, 2e-6);
    }

    [Fact]
    public void Layer_norm_is_right_at_odd_sizes()
    {
        const int rows = 5,
            columns = 777;
        float[] x = [.. Normals(rows * columns).Select(v => v + 100)],
            scale = Normals(columns),
            shift = Normals(columns),
            y = Poison(x.Length);
        Run("simple", "layer_norm", new(rows), new(96), x, scale, shift, y, columns, 1e-5f);
        AssertClose(
            Reference(
                "layer_norm_reference",
                [Wide(x), Wide(scale), Wide(shift), new double[y.Length], rows, columns, 1e-5],
                output: 3
            ),
            y,
            1e-5
        );
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(67, 130, 1025)]
    public void A_matrix_product_is_right_at_odd_sizes(int m, int n, int k)
    {
        float[] a = Normals(m * k), b = Normals(k * n), c = Poison(m * n);
        Run("gemm", "gemm_f32", new((uint)(n + 63) / 64, (uint)(m + 63) / 64), new(256), a, b, c, m, n, k);
        AssertClose(Reference("gemm_reference", [Wide(a), Wide(b), new double[c.Length], m, n, k], output: 2), c, 2e-6);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(133)]
    public void Attention_is_right_at_odd_lengths(int s)
    {
        const int heads = 3, d = 64;
        const float scale = 0.125f;
        Half[] q = Halves(heads * s * d), k = Halves(heads * s * d), v = Halves(heads * s * d);
        Half[] scores = PoisonHalves(heads * s * s), math = PoisonHalves(q.Length), tiled = PoisonHalves(q.Length);
        var tiles = (uint)(s + 63) / 64;
        Run("sdpa", "sdpa_scores", new(tiles, tiles, heads), new(256), q, k, scores, s, scale);
        Run("sdpa", "sdpa_softmax", new((uint)((heads * s) + 3) / 4), new(128), scores, heads * s, s);
        Run("sdpa", "sdpa_product", new(tiles, heads), new(256), scores, v, math, s);
        Run("sdpa", "sdpa_tiled", new(tiles, heads), new(256), q, k, v, tiled, s, scale);
        var exact = Reference(
            "sdpa_reference",
            [Wide(q), Wide(k), Wide(v), new double[q.Length], heads, s, d],
            output: 3
        );
        AssertClose(exact, Wide(math), 2e-3);
        AssertClose(exact, Wide(tiled), 1e-3);
    }

    [Fact]
    public void Canaries_are_right()
    {
        const int count = 1056; // more than the 1024 values that the compute canary begins with
        float[] y = Poison(count), a = Normals(1000), b = Normals(1000), c = Poison(1000);
        var marks = new int[32];
        Run("simple", "canary_compute", new(count / 32), new(32), y, 0.99993896484375f, 100);
        Run("simple", "canary_bandwidth", new(8), new(128), a, b, c, 1000);
        Run("simple", "canary_launch", new(1), new(32), marks);
        AssertClose(
            Reference("canary_compute_reference", [new double[count], count, 0.99993896484375, 100], output: 0),
            y,
            1e-5
        );
        AssertClose(
            Reference("canary_bandwidth_reference", [Wide(a), Wide(b), new double[1000], 1000], output: 2),
            c,
            1e-6
        );
        Assert.Equal(Enumerable.Range(1, 32), marks);
    }

    private static void Run(string module, string kernel, Dim3 grid, Dim3 block, params object[] arguments)
    {
        using var device = new HostDevice(threads: 2);
        using var program = new DeviceProgram(device, Module(module), name => "perfgate_launch_" + name);
        program.Launch(kernel, grid, block, arguments);
    }

    private static string Module(string name)
    {
        var (sources, kernels) = name switch
        {
            "simple" => (
                new[]
                {
                    "kernels/saxpy.cu",
                    "kernels/reduce_sum.cu",
                    "kernels/transpose.cu",
                    "kernels/softmax.cu",
                    "kernels/layer_norm.cu",
                    "src/Tasks/build/canaries/canary.cu",
                },
                new[]
                {
                    "saxpy",
                    "reduce_partial",
                    "reduce_final",
                    "transpose_naive",
                    "transpose_tiled",
                    "softmax_rows",
                    "layer_norm",
                    "canary_compute",
                    "canary_bandwidth",
                    "canary_launch",
                }
            ),
            "gemm" => (["kernels/gemm_f32.cu"], ["gemm_f32"]),
            "sdpa" => (
                ["kernels/sdpa_math.cu", "kernels/sdpa_tiled.cu"],
                ["sdpa_scores", "sdpa_softmax", "sdpa_product", "sdpa_tiled"]
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return HostModuleBuilder.Kernels("shipped-" + name, Unit(sources, "PERFGATE_EXPORT_KERNEL", kernels));
    }

    /// <summary>Calls a reference and returns the argument that is its output.</summary>
    private static double[] Reference(string function, object[] arguments, int output)
    {
        using var library = ExpectedLibrary.Load(
            HostModuleBuilder.References(
                "shipped-references",
                Unit(
                    [
                        "kernels/saxpy.ref.cpp",
                        "kernels/reduce_sum.ref.cpp",
                        "kernels/transpose.ref.cpp",
                        "kernels/softmax.ref.cpp",
                        "kernels/layer_norm.ref.cpp",
                        "kernels/gemm_f32.ref.cpp",
                        "kernels/sdpa.ref.cpp",
                        "src/Tasks/build/canaries/canary.ref.cpp",
                    ],
                    "PERFGATE_EXPORT_EXPECTED",
                    [
                        "saxpy_reference",
                        "reduce_sum_reference",
                        "transpose_reference",
                        "softmax_reference",
                        "layer_norm_reference",
                        "gemm_reference",
                        "sdpa_reference",
                        "canary_compute_reference",
                        "canary_bandwidth_reference",
                    ]
                )
            )
        );
        var pins = arguments.OfType<double[]>().Select(a => GCHandle.Alloc(a, GCHandleType.Pinned)).ToList();
        var pinned = 0;
        library.Call("perfgate_expected_" + function, arguments.Select(argument => argument switch
        {
            double[] => (ulong)pins[pinned++].AddrOfPinnedObject(),
            double value => BitConverter.DoubleToUInt64Bits(value),
            int value => (uint)value,
            _ => throw new ArgumentException($"no argument of a reference: {argument}", nameof(arguments)),
        }).ToArray());
        pins.ForEach(pin => pin.Free());
        return (double[])arguments[output];
    }

    private static string Unit(IEnumerable<string> sources, string export, IEnumerable<string> functions) =>
        string.Join(
            '\n',
            [
                .. sources.Select(source => $"#include \"{Checkout.Root}/{source}\""),
                .. functions.Select(f => $"{export}({f})"),
                "",
            ]
        );

    /// <summary>
    /// The norm of the difference over the norm of the reference; an element that was never written is not-a-number.
    /// </summary>
    private static void AssertClose(double[] exact, IEnumerable<float> seen, double tolerance) =>
        AssertClose(exact, seen.Select(v => (double)v).ToArray(), tolerance);

    private static void AssertClose(double[] exact, double[] seen, double tolerance)
    {
        var error = Math.Sqrt(exact.Zip(seen, (e, s) => (e - s) * (e - s)).Sum() / exact.Sum(e => e * e));
        Assert.True(error <= tolerance, $"relative error {error}");
    }

    private static double[] Wide(float[] values) => [.. values.Select(v => (double)v)];

    private static double[] Wide(Half[] values) => [.. values.Select(v => (double)v)];

    private static float[] Poison(int n) => [.. Enumerable.Repeat(float.NaN, n)];

    private static Half[] PoisonHalves(int n) => [.. Enumerable.Repeat(Half.NaN, n)];

    private float[] Normals(int n) => [.. Enumerable.Range(0, n).Select(_ => (float)Normal())];

    private Half[] Halves(int n) => [.. Enumerable.Range(0, n).Select(_ => (Half)Normal())];

    // Box and Muller.
    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
