using System.Runtime.InteropServices;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;
using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>
/// What only the real nvcc can show: its options, its messages, and that hashes of its cubins move when they should.
/// </summary>
public sealed class NvccTests : IDisposable
{
    private const string Need = "needs nvcc on the PATH or in /usr/local/cuda/bin, and a host compiler";

    private const string Source = """
        #include "scale.cuh"
        __constant__ float weights[4] = { 1, 2, 3, 4 };
        __device__ __noinline__ float shape(float x) { return x * sqrtf(x) + 1.25f; }
        __global__ void scale(float* x, int n)
        {
            __shared__ float tile[256];
            tile[threadIdx.x] = shape(x[threadIdx.x]) * factor();
            __syncthreads();
            x[threadIdx.x] = tile[255 - threadIdx.x] + n;
        }
        namespace deep { static __global__ void plain(float* x) { x[threadIdx.x] += 1.0f; } }
        extern "C" __global__ void __launch_bounds__(128) third(double* x) { x[threadIdx.x] *= 3.5; }
        void* keep() { return (void*)&deep::plain; }
        """;

    private readonly KernelFolder _folder = new();
    private readonly RecordingEngine _engine = new();

    public NvccTests()
    {
        _folder.Write("kernels/all.cu", Source);
        _folder.Plan(
            DeviceKind.Cuda,
            new PlannedModule("kernels/all.cu", ModuleKind.Kernels, "", ["plain", "scale", "third"]));
    }

    public static bool HasNvcc { get; } =
        ToolSearch.Find("nvcc", "/usr/local/cuda/bin") is not null && HostCompileTests.HasCompiler;

    public static bool HasGpu { get; } = HasNvcc && File.Exists("/dev/nvidia0");

    public void Dispose() => _folder.Dispose();

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void Kernels_come_with_their_resources()
    {
        Build();

        Assert.All(_folder.Compiled().Modules.Single().Kernels, k => Assert.InRange(k.Registers ?? 0, 1, 255));
        Assert.Equal(1024, _folder.Kernel("scale").SharedBytes);
        Assert.Equal("third", _folder.Kernel("third").Symbol);
        Assert.Equal([11, 4, 12], _folder.Compiled().Modules.Single().Kernels.Select(k => k.Line));
        Assert.Equal("nvcc", _folder.Compiled().Compiler.Name);
        Assert.Matches(@"^\d+\.\d+\.\d+$", _folder.Compiled().Compiler.Version);
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void Spills_are_counted()
    {
        _folder.Write("kernels/all.cu", """
            extern "C" __global__ void third(float* x)
            {
                float v[96];
                for (int i = 0; i < 96; i++) v[i] = x[i * 128 + threadIdx.x];
                __syncthreads();
                #pragma unroll
                for (int k = 0; k < 96; k++) { float s = 0; 
                #pragma unroll
                for (int i = 0; i < 96; i++) s += v[i] * v[(i + k) % 96]; x[k * 128 + threadIdx.x] = s; }
            }
            """);
        _folder.Plan(DeviceKind.Cuda, new PlannedModule("kernels/all.cu", ModuleKind.Kernels, "", ["third"]));
        Build(t => t.NvccFlags = "-maxrregcount=32");

        Assert.True(
            _folder.Kernel("third").SpillStoreBytes > 0
                && _folder.Kernel("third").SpillLoadBytes > 0
                && _folder.Kernel("third").LocalBytes > 0
        );
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void A_second_build_compiles_nothing_and_a_changed_header_compiles_again()
    {
        Assert.Equal(1, Build());
        var before = _folder.Times();
        Assert.Equal(0, Build());
        Assert.Equal(before, _folder.Times());
        _folder.Replace("kernels/scale.cuh", "2.5f", "3.5f");

        Assert.Equal(1, Build());
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void Comments_and_moved_lines_change_no_hash()
    {
        var before = Hashes();
        _folder.Write(
            "kernels/all.cu",
            "// a comment\n\n"
                + Source.Replace("tile[threadIdx.x] =", "/* why */ tile[threadIdx.x]\n =", StringComparison.Ordinal)
        );

        Assert.Equal(before, Hashes());
    }

    [Theory(SkipUnless = nameof(HasNvcc), Skip = Need)]
    [InlineData("+= 1.0f", "+= 1.5f", "plain")]
    [InlineData("3.5;", "3.25;", "third")]
    [InlineData("(128)", "(64)", "third")]
    [InlineData("255 - threadIdx.x", "254 ^ threadIdx.x", "scale")]
    [InlineData("tile[256]", "tile[512]", "scale")]
    [InlineData("1.25f", "1.26f", "scale")]
    public void A_change_moves_the_hash_of_the_kernel_that_it_reaches_and_no_other(
        string from,
        string to,
        string changed
    )
    {
        var before = Hashes();
        _folder.Replace("kernels/all.cu", from, to);
        var after = Hashes();

        Assert.Equal([changed], before.Keys.Where(k => before[k] != after[k]));
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void A_kernel_added_in_front_changes_no_other_hash()
    {
        var before = Hashes();
        _folder.Write(
            "kernels/all.cu",
            "__global__ void aaa(float* x) { __shared__ float t[64]; t[threadIdx.x] = x[0]; x[1] = t[3]; }\n" + Source
        );

        Assert.Equal(before, Hashes());
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void Another_checkout_of_the_same_sources_has_the_same_hashes()
    {
        using var other = new KernelFolder();
        other.Write("kernels/all.cu", Source);
        other.Plan(
            DeviceKind.Cuda,
            new PlannedModule("kernels/all.cu", ModuleKind.Kernels, "", ["plain", "scale", "third"]));
        var here = Hashes();
        using var task = other.Task(_engine);
        task.Architectures = "sm_90a";
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors));

        Assert.Equal(
            here.Values,
            other
                .Compiled()
                .Modules.Single()
                .Kernels.OrderBy(k => k.Name, StringComparer.Ordinal)
                .Select(k => k.CodeHash)
        );
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void Line_information_changes_no_hash()
    {
        var before = Hashes();

        Assert.Equal(before, Hashes(t => t.NvccFlags = "-lineinfo"));
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void Instances_by_functions_are_told_apart()
    {
        _folder.Write("kernels/all.cu", """
            __device__ float gelu(float x) { return x * x; }
            static __device__ float half_of(float x) { return x / 2; }
            namespace ns { namespace { __device__ float relu(float x) { return x > 0 ? x : 0; } } }
            template <int N> __device__ float times(float x) { return x * N; }
            template <float (*F)(float)> __global__ void apply(float* x) { x[threadIdx.x] = F(x[threadIdx.x]); }
            """);
        string[] written =
            ["apply<&half_of>", "apply<gelu>", "apply<ns::relu>", "apply<times<2>>", "apply<times<3>>"];
        _folder.Plan(DeviceKind.Cuda, new PlannedModule("kernels/all.cu", ModuleKind.Kernels, "", [.. written]));
        Build();

        var kernels = _folder.Compiled().Modules.Single().Kernels;
        Assert.Equal(written, kernels.Select(k => k.Name).Order(StringComparer.Ordinal));
        Assert.Equal(written.Length, kernels.Select(k => k.CodeHash).Distinct().Count());
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void Host_code_that_no_benchmark_needs_may_call_what_is_nowhere()
    {
        _folder.Write("kernels/fill.cu", """
            #include <perfgate/benchmark.h>
            void nowhere();
            void unused() { nowhere(); }
            __global__ void fill(float* x) { x[threadIdx.x] = 1; }
            PERFGATE_BENCHMARK(fills)(perfgate::Call& call, float* x) { fill<<<1, 32, 0, call.stream()>>>(x); }
            """);
        _folder.Plan(
            DeviceKind.Cuda, new PlannedModule("kernels/fill.cu", ModuleKind.Functions, "", ["fills"])
            {
                Calls = [new("fills", "fills", "kernels/fill.bench.json", [new("f32[]", "x", true)])],
            });
        Build(t => t.HostIncludeDirectory = Checkout.PathOf("src/Tasks/build/host/include"));

        var binary = _folder.Compiled().Modules.Single().Binary;
        var library = NativeLibrary.Load(Path.Combine(Path.GetDirectoryName(_folder.Output)!, binary));
        Assert.True(NativeLibrary.TryGetExport(library, "perfgate_call_fills", out _));
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void A_syntax_error_is_an_error_at_its_line()
    {
        _folder.Replace("kernels/all.cu", "+ n;", "+ m;");

        Assert.StartsWith(
            "kernels/all.cu(9,0): PG1001: identifier \"m\" is undefined",
            Assert.Single(Failed()),
            StringComparison.Ordinal
        );
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void A_missing_header_is_an_error_at_its_line()
    {
        _folder.Replace("kernels/all.cu", "scale.cuh", "absent.cuh");

        Assert.StartsWith("kernels/all.cu(1,", Assert.Single(Failed()), StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void Too_much_shared_memory_is_an_error_of_ptxas_at_the_source()
    {
        _folder.Replace("kernels/all.cu", "tile[256]", "tile[100000]");

        Assert.Contains(
            Failed(),
            e =>
                e.StartsWith("kernels/all.cu(", StringComparison.Ordinal)
                && e.Contains("shared", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact(SkipUnless = nameof(HasNvcc), Skip = Need)]
    public void An_architecture_that_nvcc_does_not_know_is_its_own_error_at_the_source()
    {
        var error = Assert.Single(Failed(t => t.Architectures = "sm_10"));

        Assert.StartsWith("kernels/all.cu(0,0): PG1001: nvcc: ", error, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasGpu), Skip = "needs nvcc and an NVIDIA GPU")]
    public void The_native_architecture_is_the_GPUs()
    {
        Build(t => t.Architectures = "native");

        Assert.Matches(@"^sm_\d{2,3}a?$", _folder.Compiled().Modules.Single().Architecture);
    }

    private SortedDictionary<string, string> Hashes(Action<CompileKernels>? set = null)
    {
        Build(set);
        return new(_folder.Compiled().Modules.Single().Kernels.ToDictionary(k => k.Name, k => k.CodeHash));
    }

    private int Build(Action<CompileKernels>? set = null)
    {
        using var task = _folder.Task(_engine);
        task.Architectures = "sm_90a";
        set?.Invoke(task);
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors));
        return task.CompiledCount;
    }

    private IReadOnlyList<string> Failed(Action<CompileKernels>? set = null)
    {
        using var task = _folder.Task(_engine);
        task.Architectures = "sm_90a";
        set?.Invoke(task);
        Assert.False(task.Execute());
        return _engine.Errors;
    }
}
