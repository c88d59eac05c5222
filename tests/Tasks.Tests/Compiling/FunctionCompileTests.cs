using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;
using PerfGate.Core.Tests.Kernels;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>Benchmark functions become shared libraries, by g++ and by nvcc.</summary>
public sealed class FunctionCompileTests : IDisposable
{
    private const string Source = """
        #include <perfgate/benchmark.h>

        struct Plan { int factor; };
        static int unrelated(int x) { return x; }

        PERFGATE_SETUP(sum)(perfgate::SetUp& setup, const float* x, float* y, long n)
        {
            setup.state<Plan>().factor = 1;
        }

        PERFGATE_BENCHMARK(sum)(perfgate::Call& call, const float* x, float* y, long n)
        {
            *y = 0;
            for (long i = 0; i < n; i++)
                *y += x[i] * call.state<Plan>().factor;
        }

        PERFGATE_BENCHMARK(other)(perfgate::Call&, int n) { unrelated(n); }
        """;

    private static readonly PlannedCall Call = new(
        "sum",
        "sums",
        "kernels/sum.bench.json",
        [new("f32[]", "x"), new("f32[]", "y", true), new("i64")]
    )
    {
        Line = 12,
    };

    private readonly KernelFolder _folder = new();
    private readonly RecordingEngine _engine = new();

    public FunctionCompileTests() => _folder.Write("kernels/sum.cu", Source);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_comment_changes_no_hash_and_an_edit_of_what_a_function_reaches_does()
    {
        var first = Compile().Kernels.ToDictionary(k => k.Name);
        Assert.Equal(("perfgate_call_sum", 11), (first["sum"].Symbol, first["sum"].Line));

        _folder.Replace("kernels/sum.cu", "*y = 0;", "*y = 0; // at first\n");
        Assert.Equal(Hashes(first), Hashes(Compile().Kernels.ToDictionary(k => k.Name)));

        _folder.Replace("kernels/sum.cu", "factor = 1", "factor = 2");
        var edited = Compile().Kernels.ToDictionary(k => k.Name);
        Assert.NotEqual(first["sum"].CodeHash, edited["sum"].CodeHash);
        Assert.Equal(first["other"].CodeHash, edited["other"].CodeHash);
    }

    [Theory]
    [InlineData("float* y, long n", "float* y, int n", "argument 3 of sum is a number of type i64")]
    [InlineData("float* y, long n", "double* y, long n", "argument 2 of sum is the buffer y of type f32")]
    [InlineData(
        "float* y, long n",
        "float* y",
        "sum takes another number of arguments than the 3 of the benchmark sums. Write PERFGATE_BENCHMARK(sum)("
            + "perfgate::Call& call, const float* x, float* y, std::int64_t)"
    )]
    public void Parameters_that_do_not_fit_are_an_error_at_the_manifests_line(string from, string to, string says)
    {
        _folder.Replace("kernels/sum.cu", from, to);
        _folder.Replace("kernels/sum.cu", "i < n", "i < 1");
        Plan(DeviceKind.Host);

        Assert.False(Task().Execute());

        var error = Assert.Single(
            _engine.Errors,
            e => e.StartsWith("kernels/sum.bench.json(12,", StringComparison.Ordinal)
        );
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_up_with_other_parameters_is_an_error_at_its_line()
    {
        _folder.Replace("kernels/sum.cu", "setup, const float* x, ", "setup, ");
        Plan(DeviceKind.Host);

        Assert.False(Task().Execute());

        Assert.Contains(
            _engine.Errors,
            e =>
                e.StartsWith("kernels/sum.cu(6,", StringComparison.Ordinal)
                && e.Contains("the set-up of sum must have", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_function_that_the_source_lacks_is_named_with_those_it_has()
    {
        _folder.Replace("kernels/sum.cu", "PERFGATE_BENCHMARK(sum)", "PERFGATE_BENCHMARK(sums)");
        Plan(DeviceKind.Host);

        Assert.False(Task().Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.StartsWith("kernels/sum.cu(0,0): PG1020: ", error, StringComparison.Ordinal);
        Assert.Contains("Found: sums, other.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void nvcc_compiles_a_library_for_each_architecture_and_its_kernels_count_for_every_function()
    {
        var nvcc = FakeNvcc();
        Plan(DeviceKind.Cuda);
        Image([1, 2, 3, 4]);
        Assert.True(Task(nvcc, "sm_89;sm_90a").Execute(), string.Join('\n', _engine.Errors));

        var compiled = _folder.Compiled().Modules;
        Assert.Equal(["sm_89", "sm_90a"], compiled.Select(m => m.Architecture));
        Assert.All(compiled, m => Assert.Equal((ModuleKind.Functions, ".so"), (m.Kind, Path.GetExtension(m.Binary))));
        var calls = File.ReadAllLines(_folder.At("calls"));
        Assert.Equal(6, calls.Length);
        Assert.Contains(
            calls,
            c =>
                c.StartsWith("-shared -arch=sm_89 ", StringComparison.Ordinal)
                && c.EndsWith(" -lcublas", StringComparison.Ordinal)
        );
        Assert.All(
            calls.Where(c => !c.StartsWith("-shared", StringComparison.Ordinal)),
            c => Assert.Contains("-Xcompiler=-fPIC,-fvisibility=hidden,", c, StringComparison.Ordinal)
        );
        // Its headers stand in for CUDA's, and nvcc has CUDA's own.
        Assert.DoesNotContain(calls, c => c.Contains("host/include ", StringComparison.Ordinal));

        Assert.True(Task(nvcc, "sm_89;sm_90a").Execute());
        Assert.DoesNotContain(_engine.Messages, m => m.Contains("in each build", StringComparison.Ordinal));
        Assert.Equal(6, File.ReadAllLines(_folder.At("calls")).Length);

        _folder.Replace("kernels/sum.cu", "*y = 0;", "*y = 0; // at first\n");
        Assert.True(Task(nvcc, "sm_89;sm_90a").Execute());
        Assert.Equal(Hashes(compiled), Hashes(_folder.Compiled().Modules));

        Image([1, 2, 3, 5]);
        _folder.Replace("kernels/sum.cu", "// at first\n", "");
        Assert.True(Task(nvcc, "sm_89;sm_90a").Execute());
        Assert.Empty(Hashes(compiled).Intersect(Hashes(_folder.Compiled().Modules)));
    }

    [Fact]
    public void A_library_is_found_where_a_flag_says_and_linked_again_when_it_changes()
    {
        Library("return 2;");
        _folder.Replace("kernels/sum.cu", "static int unrelated(int x) { return x; }", "int unrelated(int x);");
        _folder.Plan(
            DeviceKind.Host,
            new PlannedModule("kernels/sum.cu", ModuleKind.Functions, "", ["other", "sum"])
            {
                Calls = [Call],
                Libraries = ["helper"],
            }
        );

        Assert.True(Linked(), string.Join('\n', _engine.Errors));
        Assert.Contains("1 compiled", _engine.Messages[^1], StringComparison.Ordinal);
        Assert.True(Linked());
        Assert.Contains("0 compiled", _engine.Messages[^1], StringComparison.Ordinal);

        Library("return 3;");
        Assert.True(Linked());
        Assert.Contains("1 compiled", _engine.Messages[^1], StringComparison.Ordinal);

        bool Linked()
        {
            var task = Task();
            task.HostFlags = "-Llib";
            return task.Execute();
        }

        void Library(string body)
        {
            _folder.Write("lib/helper.cpp", $"int unrelated(int) {{ {body} }}\n");
            File.Delete(_folder.At("lib/libhelper.a"));
            Assert.Equal(
                0, Programs.Run("g++", ["-fPIC", "-c", "lib/helper.cpp", "-o", "lib/helper.o"], _folder.Root).ExitCode);
            Assert.Equal(0, Programs.Run("ar", ["rcD", "lib/libhelper.a", "lib/helper.o"], _folder.Root).ExitCode);
        }
    }

    private static IEnumerable<string> Hashes(IReadOnlyDictionary<string, CompiledKernel> kernels) =>
        kernels.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => k.Value.CodeHash);

    private static IEnumerable<string> Hashes(IEnumerable<CompiledModule> modules) =>
        modules.SelectMany(m => m.Kernels).Select(k => k.CodeHash);

    private CompiledModule Compile()
    {
        Plan(DeviceKind.Host);
        Assert.True(Task().Execute(), string.Join('\n', _engine.Errors));
        return Assert.Single(_folder.Compiled().Modules);
    }

    private void Plan(DeviceKind device) =>
        _folder.Plan(
            device,
            new PlannedModule("kernels/sum.cu", ModuleKind.Functions, "", ["other", "sum"])
            {
                Calls = [Call],
                Libraries = device == DeviceKind.Cuda ? ["cublas"] : [],
            }
        );

    private CompileKernels Task(string? nvcc = null, string architectures = "native")
    {
        var task = _folder.Task(_engine);
        task.HostIncludeDirectory = Checkout.PathOf("src/Tasks/build/host/include");
        (task.Nvcc, task.Architectures) = (nvcc, architectures);
        return task;
    }

    private void Image(byte[] code)
    {
        var image = new ElfImage();
        image.Kernel("_Z5scalePfi", code);
        File.WriteAllBytes(_folder.At("fake.cubin"), image.Build());
    }

    // Compiles the host's half with g++, as nvcc does, and takes a cubin that is there already for the device's.
    private string FakeNvcc()
    {
        _folder.Write(
            "version",
            "nvcc: NVIDIA (R) Cuda compiler driver\nCuda compilation tools, release 12.4, V12.4.131\n"
        );
        return _folder.Script(
            "cuda/bin/nvcc",
            $"""
            cd "{_folder.Root}"
            [ "$1" = --version ] && exec cat version
            step=$1; line="$*"
            case "$line" in
              *" --dryrun")
                for word; do case "$word" in *.cu) source=$word;; -I*) dirs="$dirs $word";; esac; done
                echo "#\$ g++ -E -x c++ $dirs \"$source\" -o \"/tmp/tmpxft_0000_00000000-6_x.cpp1.ii\"" >&2
                exit 0;;
            esac
            echo "$line" >> calls
            while [ $# -gt 0 ]; do
              case "$1" in -o) out=$2;; -MF) dep=$2;; -I?*) dirs="$dirs $1";; *.cu) source=$1;; *.o) object=$1;; esac
              shift
            done
            case "$step" in
              -c) exec g++ -std=c++17 -O2 -fPIC -fvisibility=hidden -ffunction-sections -fdata-sections $dirs -MD -MF "$dep" -c -x c++ "$source" -o "$out";;
              -cubin) exec cp fake.cubin "$out";;
              -shared) exec g++ -shared "$object" -o "$out";;
            esac
            """
        );
    }
}
