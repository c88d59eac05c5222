using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>
/// Sources as people have them: kernels in headers, by macros and templates, and host code beside them.
/// </summary>
public sealed class RealSourceTests : IDisposable
{
    private const string Need = "needs g++ or clang++ on the PATH";

    private readonly KernelFolder _folder = new();
    private readonly RecordingEngine _engine = new();

    public static bool HasCompiler => HostCompileTests.HasCompiler;

    public void Dispose() => _folder.Dispose();

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void Kernels_of_included_files_by_macros_and_of_templates_are_exported_at_their_own_lines()
    {
        _folder.Write("kernels/quoted.cuh", "\n__global__ void quoted(float* x) { x[0] = 1; }\n");
        _folder.Write("library/angled.cuh", "\n\n__global__ void angled(float* x) { x[0] = 1; }\n");
        _folder.Write(
            "kernels/all.cu",
            """
            #include "quoted.cuh"
            #include <angled.cuh>
            #define KERNEL(T) __global__ void set_##T(T* x) { x[0] = 1; }
            KERNEL(float)
            namespace n { template <int N, class T> __global__ void scale(T* x) { x[0] *= N; } }
            __global__ void twice(float* x) { x[0] *= 2; }
            __global__ void twice(int* x, int) { x[0] *= 2; }
            """
        );
        Plan("all.cu", "", "angled", "n::scale<4, double>", "quoted", "scale<2, float>", "set_float", "twice(float*)");

        Build(t => t.IncludeDirectories = [new Microsoft.Build.Utilities.TaskItem(_folder.At("library"))]);

        Assert.Equal(
            [
                ("angled", "library/angled.cuh", 3),
                ("n::scale<4, double>", null, 5),
                ("quoted", "kernels/quoted.cuh", 2),
                ("scale<2, float>", null, 5),
                ("set_float", null, 1),
                ("twice(float*)", null, 6),
            ],
            _folder.Compiled().Modules[0].Kernels.Select(k => (k.Name, k.File, k.Line))
        );
        // Three of them set a float to one.
        Assert.Equal(4, _folder.Compiled().Modules[0].Kernels.Select(k => k.CodeHash).Distinct().Count());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void Host_code_compiles_and_an_error_behind_it_keeps_its_line()
    {
        _folder.Replace(
            "include/perfgate_host.h",
            "#define __device__",
            "namespace perfgate { template <class... T> int prepare_launch(T...); "
                + "struct Configuration { Configuration(int, int); }; }\n#define __device__"
        );
        _folder.Write(
            "kernels/host.cu",
            """
            #include <missing_library.h>
            __global__ void k(float* x) { extern __shared__ float s[][4]; x[0] = s[1][2]; }
            void launch(float* x)
            {
                wrong(k<<<1,
                    2>>>(x));
            }
            int right = nowhere;
            library_type left_out(library_type x) { return x; }
            int main() { libraryCall(); }
            """
        );
        _folder.Plan(
            DeviceKind.Host,
            new PlannedModule("kernels/host.cu", ModuleKind.Kernels, "", ["k"]) 
            {
                Guard = ["missing*"],
                Omit = ["library_*"],
            }
        );

        Assert.False(_folder.Task(_engine).Execute());
        Assert.Contains(_engine.Errors, e => e.StartsWith("kernels/host.cu(5,", StringComparison.Ordinal));
        Assert.Contains(_engine.Errors, e => e.StartsWith("kernels/host.cu(8,", StringComparison.Ordinal));
        Assert.Contains(_engine.Errors, e => e.Contains("add it to host.omit", StringComparison.Ordinal));
        Assert.All(_engine.Errors, e => Assert.DoesNotContain("library", e, StringComparison.Ordinal));
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_missing_header_is_an_error_that_says_how_to_go_without_it()
    {
        _folder.Write("kernels/host.cu", "#include <cublas_v2.h>\n__global__ void k(float* x) { x[0] = 1; }\n");
        Plan("host.cu", "", "k");

        Assert.False(_folder.Task(_engine).Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.StartsWith("kernels/host.cu(1,", error, StringComparison.Ordinal);
        Assert.Contains("add it to host.guard", error, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void All_missing_headers_are_named_at_once()
    {
        _folder.Write(
            "kernels/host.cu",
            """
            #include "own.h"
            #include <cublas_v2.h>
            #ifdef NOT_HERE
            #include <windows.h>
            #endif
            __global__ void k(float* x) { x[0] = 1; }
            """);
        _folder.Write("kernels/own.h", "#pragma once\n#include <torch/extension.h>\n");
        Plan("host.cu", "", "k");

        Assert.False(_folder.Task(_engine).Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.StartsWith("kernels/own.h(2,", error, StringComparison.Ordinal);
        Assert.Contains("no such header, nor cublas_v2.h. If", error, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_function_of_another_file_is_an_error_that_says_how_both_files_are_compiled()
    {
        _folder.Write(
            "kernels/host.cu", "__device__ float f(float);\n__global__ void k(float* x) { x[0] = f(x[0]); }\n");
        Plan("host.cu", "", "k");

        Assert.False(_folder.Task(_engine).Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.Contains("f(float)", error, StringComparison.Ordinal);
        Assert.Contains("write a .cu file that includes both", error, StringComparison.Ordinal);
    }

    [Theory(SkipUnless = nameof(HasCompiler), Skip = Need)]
    [InlineData("cub::DeviceReduce::Sum(x);")]
    [InlineData("cub::DeviceSort(x);")]
    public void A_part_of_cub_that_is_not_there_is_an_error_that_says_what_is(string call)
    {
        _folder.Write(
            "kernels/host.cu",
            $"namespace cub {{ }}\n__global__ void k(float* x) {{ }}\nvoid f(float* x) {{ {call} }}\n");
        Plan("host.cu", "", "k");

        Assert.False(_folder.Task(_engine).Execute());
        Assert.StartsWith("kernels/host.cu(3,", _engine.Errors[0], StringComparison.Ordinal);
        Assert.Contains("CUB's common collectives of a block", _engine.Errors[0], StringComparison.Ordinal);
    }

    // The declaration is an overload that nobody defines, as a header that was not kept up has it.
    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_kernel_that_is_declared_with_other_parameters_is_an_error_at_the_kernel_that_says_what_to_write()
    {
        _folder.Replace("include/perfgate_host.h", "return (void*)&k;", "return Call<&k>::at();");
        _folder.Replace(
            "include/perfgate_host.h",
            "#pragma once",
            "#pragma once\ntemplate <auto K> struct Call { static void* at() { return (void*)K; } };"
        );
        _folder.Write(
            "kernels/host.cu",
            "__global__ void k(float* x, int n);\n\n__global__ void k(float* x) { x[0] = 1; }\n"
        );
        Plan("host.cu", "", "k");

        Assert.False(_folder.Task(_engine).Execute());
        Assert.StartsWith("kernels/host.cu(3,", _engine.Errors[0], StringComparison.Ordinal);
        Assert.Contains("such as \"scale(const float*, int)\"", _engine.Errors[0], StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_macro_that_the_source_defines_again_is_an_error_that_says_how_it_can_be_set()
    {
        _folder.Write("kernels/size.cu", "\n#define WIDTH 4096\n__global__ void k(float* x) { x[0] = WIDTH; }\n");
        Plan("size.cu", "WIDTH=64", "k");

        Assert.False(_folder.Task(_engine).Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.StartsWith("kernels/size.cu(2,", error, StringComparison.Ordinal);
        Assert.Contains("PG1016", error, StringComparison.Ordinal);
        Assert.Contains("#ifndef WIDTH", error, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_macro_does_not_reach_the_host_device_s_own_headers()
    {
        _folder.Replace("include/perfgate_host.h", "#pragma once", "#pragma once\n#include <vector>");
        _folder.Write("kernels/plain.cu", "__global__ void plain(float* x) { x[0] = vector; }\n");
        Plan("plain.cu", "vector=4", "plain");

        Assert.Equal(1, Build());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void Several_kernels_that_a_name_may_mean_are_named()
    {
        _folder.Write("kernels/two.cu", "__global__ void k(float* x) { }\n__global__ void k(int* x) { }\n");
        Plan("two.cu", "", "k");

        Assert.False(_folder.Task(_engine).Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.Contains("PG1005", error, StringComparison.Ordinal);
        Assert.Contains("k(float * x), k(int * x)", error, StringComparison.Ordinal);
    }

    [Theory(SkipUnless = nameof(HasCompiler), Skip = Need)]
    [InlineData("n::scale<M, float>", "M")]
    [InlineData("n::scale<4, flaot>", "flaot")]
    [InlineData("n::scale<4>", "Compare them with its declaration.")]
    public void A_template_argument_that_does_not_fit_is_an_error_at_the_manifest_s_line(string instance, string says)
    {
        _folder.Write(
            "kernels/scale.cu",
            "namespace n {\n\ntemplate <int N, class T> __global__ void scale(T* x) { x[0] *= N; }\n}\n"
        );
        _folder.Plan(
            DeviceKind.Host,
            new PlannedModule("kernels/scale.cu", ModuleKind.Kernels, "", [instance])
            {
                Calls = [new(instance, "scale", "kernels/scale.bench.json", []) { Line = 7 }],
            }
        );

        Assert.False(_folder.Task(_engine).Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.StartsWith($"kernels/scale.bench.json(7,0): PG1001: {instance}: ", error, StringComparison.Ordinal);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    private void Plan(string source, string defines, params string[] kernels) =>
        _folder.Plan(
            DeviceKind.Host,
            new PlannedModule("kernels/" + source, ModuleKind.Kernels, defines, [.. kernels])
        );

    private int Build(Action<CompileKernels>? set = null)
    {
        var task = _folder.Task(_engine);
        set?.Invoke(task);
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors));
        return task.CompiledCount;
    }
}
