using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;
using PerfGate.Core.Tests.Kernels;
using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>
/// What the compile step does with nvcc, tried with a script in its place. NvccTests holds what needs the real one.
/// </summary>
public sealed partial class NvccCompileTests : IDisposable
{
    private readonly KernelFolder _folder = new();
    private readonly RecordingEngine _engine = new();
    private readonly string _nvcc;

    public NvccCompileTests()
    {
        _folder.Plan(DeviceKind.Cuda, new PlannedModule("kernels/scale.cu", ModuleKind.Kernels, "TILE=32", ["scale"]));
        var image = new ElfImage();
        image.Kernel("_Z5scalePfi", [1, 2, 3, 4]);
        File.WriteAllBytes(_folder.At("fake.cubin"), image.Build());
        _folder.Write(
            "version",
            "nvcc: NVIDIA (R) Cuda compiler driver\nCuda compilation tools, release 12.4, V12.4.131\n"
        );
        _folder.Script("cuda/bin/ptxas", "");
        _folder.Script("cuda/nvvm/bin/cicc", "");
        // As the real one answers: settings, then the commands, with temporary names that differ from run to run.
        _folder.Write("dryrun", """
            for word; do case "$word" in *.cu) source=$word;; esac; done
            cat >&2 <<END
            #\$ _SPACE_= 
            #\$ TOP=$PWD/cuda/bin/..
            #\$ CICC_PATH=\$TOP/nvvm/bin
            #\$ PATH=\$TOP/bin:$PATH
            #\$ g++ -D__CUDA_ARCH__=900 $NVCC_APPEND_FLAGS -E -x c++ -DCUDA_DOUBLE_MATH_FUNCTIONS "-Icuda/include" "$source" -o "/tmp/tmpxft_0000$$_00000000-6_x.cpp1.ii"
            #\$ "\$CICC_PATH/cicc" --c++17 --orig_src_file_name "$source" "/tmp/tmpxft_0000$$_00000000-6_x.cpp1.ii" -o "/tmp/tmpxft_0000$$_00000000-6_x.ptx"
            #\$ ptxas -arch=sm_90a "/tmp/tmpxft_0000$$_00000000-6_x.ptx" -o "question.cubin"
            END
            """);
        _nvcc = _folder.Script("cuda/bin/nvcc", $"""
            cd "{_folder.Root}"
            [ "$1" = --version ] && exec cat version
            case "$*" in *" --dryrun") . ./dryrun; exit 0;; esac
            echo "$@" >> calls
            [ -f behaviour ] && . ./behaviour
            while [ $# -gt 0 ]; do
              case "$1" in -o) out=$2;; -MF) dep=$2;; esac
              shift
            done
            cp fake.cubin "$out"
            echo "x : kernels/scale.cu kernels/scale.cuh" > "$dep"
            echo "ptxas info    : Compiling entry function '_Z5scalePfi' for 'sm_90a'" >&2
            echo "ptxas info    : Function properties for _Z5scalePfi" >&2
            echo "    16 bytes stack frame, 8 bytes spill stores, 4 bytes spill loads" >&2
            echo "ptxas info    : Used 40 registers, used 1 barriers, 1024 bytes smem, 364 bytes cmem[0]" >&2
            """);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Calls => File.Exists(_folder.At("calls")) ? File.ReadAllLines(_folder.At("calls")) : [];

    [Fact]
    public void A_cubin_is_compiled_for_each_architecture_with_its_macros()
    {
        Assert.Equal(2, Build(t => t.Architectures = "sm_90a;sm_89"));

        Assert.Equal(["sm_89", "sm_90a"], _folder.Compiled().Modules.Select(m => m.Architecture));
        Assert.All(Calls, c => Assert.Contains(" -DTILE=32 ", c, StringComparison.Ordinal));
        Assert.Contains(
            Calls,
            c =>
                c.StartsWith("-cubin -arch=sm_90a ", StringComparison.Ordinal)
                && c.EndsWith(" kernels/scale.cu", StringComparison.Ordinal)
        );
        Assert.Equal(("nvcc", "12.4.131"), (_folder.Compiled().Compiler.Name, _folder.Compiled().Compiler.Version));
    }

    [Fact]
    public void Resources_and_the_mangled_symbol_are_recorded()
    {
        Build();

        var kernel = _folder.Kernel("scale");
        Assert.Equal(("_Z5scalePfi", 3), (kernel.Symbol, kernel.Line));
        Assert.Equal(
            (40, 1024, 16, 8, 4),
            (kernel.Registers, kernel.SharedBytes, kernel.LocalBytes, kernel.SpillStoreBytes, kernel.SpillLoadBytes)
        );
    }

    [Fact]
    public void The_second_build_does_not_call_nvcc()
    {
        Build();

        Assert.Equal(0, Build());
        Assert.Single(Calls);
    }

    [Fact]
    public void A_new_version_of_nvcc_recompiles_all()
    {
        Build();
        _folder.Replace("version", "V12.4.131", "V12.6.20");

        Assert.Equal(1, Build());
    }

    [Fact]
    public void A_changed_header_recompiles()
    {
        Build();
        _folder.Replace("kernels/scale.cuh", "2.5f", "3.5f");

        Assert.Equal(1, Build());
    }

    [Theory]
    [InlineData("cuda/bin/ptxas")]
    [InlineData("cuda/nvvm/bin/cicc")]
    public void Another_tool_below_nvcc_recompiles(string tool)
    {
        Build();
        _folder.Script(tool, "# another\n");

        Assert.Equal(1, Build());
    }

    [Fact]
    public void A_header_that_only_one_pass_reads_recompiles()
    {
        _folder.Write("kernels/device.cuh", "#define FACTOR 2\n");
        _folder.Replace(
            "kernels/scale.cu",
            "#include",
            "#ifdef __CUDA_ARCH__\n#include \"device.cuh\"\n#endif\n#include"
        );
        Build();
        _folder.Write("kernels/device.cuh", "#define FACTOR 3\n");

        Assert.Equal(1, Build());
    }

    [Fact]
    public void A_header_that_appears_where_the_host_compiler_searches_recompiles()
    {
        _folder.Replace("kernels/scale.cu", "#include", "#if __has_include(<tuned.cuh>)\n#endif\n#include");
        Build();
        _folder.Write("cuda/include/tuned.cuh", "");

        Assert.Equal(1, Build());
    }

    [Fact]
    public void A_file_that_a_command_below_nvcc_names_recompiles()
    {
        _folder.Write("cuda/libdevice.10.bc", "1");
        _folder.Replace("dryrun", "--c++17", "--c++17 -nvvmir-library \"\\$TOP/libdevice.10.bc\"");
        Build();
        Assert.Equal(0, Build());
        _folder.Write("cuda/libdevice.10.bc", "2");

        Assert.Equal(1, Build());
    }

    [Fact]
    public void A_compiler_that_does_not_say_what_it_runs_compiles_in_each_build_and_a_message_says_so()
    {
        _folder.Write("dryrun", "");
        Build();

        Assert.Equal(1, Build());
        Assert.Contains(
            _engine.Messages,
            m =>
                m.Contains("kernels/scale.cu is compiled in each build, because", StringComparison.Ordinal)
                && m.Contains("--dryrun", StringComparison.Ordinal)
        );
    }

    [Fact(SkipUnless = nameof(HasDemangler), Skip = "needs c++filt on the PATH")]
    public void An_instance_is_compiled_behind_its_source_and_found_by_its_demangled_name()
    {
        _folder.Write("kernels/scale.cu", "template <int N> __global__ void scale(float* x, int n) { x[n] *= N; }\n");
        _folder.Plan(DeviceKind.Cuda, new PlannedModule("kernels/scale.cu", ModuleKind.Kernels, "", ["scale<4>"])
            {
                Calls = [new("scale<4>", "scale", "kernels/scale.bench.json", []) { Line = 7 }],
            });
        var image = new ElfImage();
        image.Kernel("_Z5scaleILi2EEvPfi", [1, 2]);
        image.Kernel("_Z5scaleILi4EEvPfi", [1, 2, 3]);
        File.WriteAllBytes(_folder.At("fake.cubin"), image.Build());

        Build();

        Assert.Equal("_Z5scaleILi4EEvPfi", _folder.Kernel("scale<4>").Symbol);
        var call = Assert.Single(Calls);
        Assert.Contains(" -include kernels/scale.cu ", call, StringComparison.Ordinal);
        Assert.EndsWith("/instances.cu", call, StringComparison.Ordinal);
        Assert.Contains(
            $"#line 7 \"{_folder.At("kernels/scale.bench.json")}\"\nperfgate_instance(&scale<4>);",
            File.ReadAllText(Directory.GetFiles(_folder.Root, "instances.cu", SearchOption.AllDirectories).Single()),
            StringComparison.Ordinal
        );
    }

    [Fact(SkipUnless = nameof(HasDemangler), Skip = "needs c++filt on the PATH")]
    public void Several_instances_of_a_bare_name_are_named()
    {
        var image = new ElfImage();
        image.Kernel("_Z5scaleILi2EEvPfi", [1, 2]);
        image.Kernel("_Z5scaleILi4EEvPfi", [1, 2, 3]);
        File.WriteAllBytes(_folder.At("fake.cubin"), image.Build());

        var error = Assert.Single(Failed());

        Assert.Contains("scale<2>(float*, int), scale<4>(float*, int)", error, StringComparison.Ordinal);
    }

    public static bool HasDemangler { get; } = ToolSearch.Find("c++filt") is not null;

    [Theory]
    [InlineData(8, 9, "sm_89")]
    [InlineData(9, 0, "sm_90a")]
    [InlineData(10, 3, "sm_103a")]
    public void Chips_with_features_of_their_own_are_compiled_for_with_them(int major, int minor, string expected) =>
        Assert.Equal(expected, GpuArchitectures.OfComputeCapability(major, minor));

    private CompileKernels Prepare()
    {
        var task = _folder.Task(_engine);
        task.Nvcc = _nvcc;
        task.HostCompiler = _nvcc;
        task.Architectures = "sm_90a";
        return task;
    }

    private int Build(Action<CompileKernels>? set = null)
    {
        using var task = Prepare();
        set?.Invoke(task);
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors));
        return task.CompiledCount;
    }
}
