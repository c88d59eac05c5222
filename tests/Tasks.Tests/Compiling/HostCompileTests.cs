using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests.Compiling;

public sealed class HostCompileTests : IDisposable
{
    private readonly KernelFolder _folder = new();
    private readonly RecordingEngine _engine = new();

    public static bool HasCompiler { get; } =
        PerfGate.Tasks.Compiling.ToolSearch.Find("g++") is not null
        || PerfGate.Tasks.Compiling.ToolSearch.Find("clang++") is not null;

    private const string Need = "needs g++ or clang++ on the PATH";

    public void Dispose() => _folder.Dispose();

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void Kernels_and_functions_of_expected_outputs_are_listed_with_symbol_line_and_binary()
    {
        Assert.Equal(3, Build());

        var compiled = _folder.Compiled();
        Assert.Equal(DeviceKind.Host, compiled.Device);
        Assert.Equal(("perfgate_launch_scale", 3), (_folder.Kernel("scale").Symbol, _folder.Kernel("scale").Line));
        Assert.Equal(
            ("perfgate_expected_scale_expected", 1),
            (_folder.Kernel("scale_expected").Symbol, _folder.Kernel("scale_expected").Line)
        );
        Assert.All(
            compiled.Modules,
            m => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(_folder.Output)!, m.Binary)), m.Binary)
        );
        Assert.DoesNotContain(_folder.Root, File.ReadAllText(_folder.Output), StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_source_that_prints_what_looks_like_an_error_compiles()
    {
        _folder.Replace("kernels/plain.cu", "__global__", """
            #pragma message("first line\nx.cu:3:1: error: fake\nfatal error: fake")
            #warning undefined reference to nothing \x1b[31m
            __global__
            """.Replace("\\x1b", "\u001b", StringComparison.Ordinal));

        Assert.Equal(3, Build());
        Assert.Empty(_engine.Errors);
        Assert.DoesNotContain(_engine.Warnings, w => w.Contains('\u001b'));
        Assert.Contains(_engine.Warnings, w => w.Contains("undefined reference to nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_compiler_that_hangs_is_ended_with_its_children_and_named()
    {
        var script = _folder.Script("hangs.sh", "sleep 613 & echo started; wait");
        var run = new PerfGate.Tasks.Compiling.ToolInvocation(
            _engine,
            script,
            new Microsoft.Build.Utilities.CommandLineBuilder(),
            _folder.Root,
            limit: TimeSpan.FromSeconds(1)
        );

        Assert.False(run.Execute());
        Assert.Contains(
            run.Lines,
            l => l.StartsWith("fatal error: hangs.sh did not end within 0.02 minutes", StringComparison.Ordinal)
        );
        using var left = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("pgrep", ["-f", "sleep 613"]) { RedirectStandardOutput = true }
        )!;
        Assert.Equal("", left.StandardOutput.ReadToEnd());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_second_build_compiles_nothing_and_writes_nothing()
    {
        Build();
        var before = _folder.Times();

        Assert.Equal(0, Build());
        Assert.Equal(before, _folder.Times());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_touched_source_with_the_same_content_is_not_compiled_again()
    {
        Build();
        File.SetLastWriteTimeUtc(_folder.At("kernels/scale.cu"), DateTime.UtcNow.AddHours(1));

        Assert.Equal(0, Build());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_changed_header_recompiles_only_what_includes_it()
    {
        Build();
        var (scale, plain) = (_folder.Kernel("scale"), _folder.Kernel("plain"));
        _folder.Replace("kernels/scale.cuh", "2.5f", "3.5f");

        Assert.Equal(1, Build());
        Assert.NotEqual(scale.CodeHash, _folder.Kernel("scale").CodeHash);
        Assert.Equal(plain.CodeHash, _folder.Kernel("plain").CodeHash);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_changed_runtime_header_recompiles_every_kernel_and_no_function_of_expected_outputs()
    {
        Build();
        _folder.Replace("include/perfgate_host.h", "#define __device__", "#define __device__ /* */");

        Assert.Equal(2, Build());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_flag_recompiles_all()
    {
        Build();

        Assert.Equal(3, Build(t => t.HostFlags = "-fno-strict-aliasing"));
        Assert.EndsWith("-fno-strict-aliasing", _folder.Compiled().Compiler.Flags, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_lost_binary_is_compiled_again()
    {
        Build();
        File.Delete(Directory.EnumerateFiles(_folder.Intermediate, "plain.so", SearchOption.AllDirectories).Single());

        Assert.Equal(1, Build());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_comment_recompiles_and_changes_no_hash()
    {
        Build();
        var before = _folder.Kernel("scale");
        _folder.Replace("kernels/scale.cu", "#include", "// why\n#include");

        Assert.Equal(1, Build());
        Assert.Equal(
            (before.CodeHash, before.Line + 1),
            (_folder.Kernel("scale").CodeHash, _folder.Kernel("scale").Line)
        );
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void Another_checkout_of_the_same_sources_has_the_same_hashes()
    {
        using var other = new KernelFolder();
        _folder.Replace("kernels/plain.cu", "+= 1", "+= __FILE__[0] + sizeof __FILE__");
        other.Replace("kernels/plain.cu", "+= 1", "+= __FILE__[0] + sizeof __FILE__");
        Build();
        Assert.True(other.Task(_engine).Execute());

        Assert.Equal(_folder.Kernel("plain").CodeHash, other.Kernel("plain").CodeHash);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void The_same_source_with_other_macros_is_another_module()
    {
        _folder.Replace("kernels/plain.cu", "+= 1", "+= TILE");
        _folder.Plan(
            DeviceKind.Host,
            new("kernels/plain.cu", ModuleKind.Kernels, "TILE=16", ["plain"]),
            new("kernels/plain.cu", ModuleKind.Kernels, "TILE=32", ["plain"])
        );

        Assert.Equal(2, Build());
        var hashes = _folder.Compiled().Modules.Select(m => m.Kernels[0].CodeHash).ToList();
        Assert.NotEqual(hashes[0], hashes[1]);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void Dynamic_shared_memory_of_an_included_file_is_defined()
    {
        _folder.Write(
            "kernels/scale.cuh",
            "#pragma once\nnamespace n { extern __shared__ float pool[]; inline float factor() { return pool[1]; } "
                + "}\nusing n::factor;\n"
        );

        Assert.Equal(3, Build());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_kernel_in_a_namespace_is_exported()
    {
        _folder.Write(
            "kernels/plain.cu",
            "namespace a { namespace { int one = 1; } __global__ void plain(float* x) { x[0] += one; } }\n"
        );

        Assert.Equal(3, Build());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_broken_source_is_an_error_at_its_line_and_keeps_the_old_file()
    {
        Build();
        var before = File.ReadAllBytes(_folder.Output);
        _folder.Replace("kernels/scale.cu", "x[n] *=", "y[n] *=");

        Assert.False(_folder.Task(_engine).Execute());
        Assert.StartsWith("kernels/scale.cu(5,5): PG1001: ", Assert.Single(_engine.Errors), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.Output));
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_source_is_compiled_again_after_it_was_broken()
    {
        Build();
        _folder.Replace("kernels/scale.cu", "x[n] *=", "y[n] *=");
        Assert.False(_folder.Task(_engine).Execute());
        _folder.Replace("kernels/scale.cu", "y[n] *=", "x[n] *=");

        Assert.True(_folder.Task(new()).Execute());
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_function_that_nothing_defines_is_an_error_now()
    {
        _folder.Replace("kernels/scale.ref.cpp", "void scale", "double outside(double);\nvoid scale");
        _folder.Replace("kernels/scale.ref.cpp", "*= 2.5", "= outside(x[n])");

        Assert.False(_folder.Task(_engine).Execute());
        Assert.Contains("outside(double)", Assert.Single(_engine.Errors), StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_planned_kernel_that_the_source_lacks_is_named_with_those_it_has()
    {
        _folder.Plan(DeviceKind.Host, new PlannedModule("kernels/scale.cu", ModuleKind.Kernels, "", ["scael"]));

        Assert.False(_folder.Task(_engine).Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.StartsWith("kernels/scale.cu(0,0): PG1004: ", error, StringComparison.Ordinal);
        Assert.Contains("Found: scale.", error, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void A_missing_source_is_an_error_that_names_it()
    {
        _folder.Plan(DeviceKind.Host, new PlannedModule("kernels/absent.cu", ModuleKind.Kernels, "", ["k"]));

        Assert.False(_folder.Task(_engine).Execute());
        Assert.StartsWith("kernels/absent.cu(0,0): PG1010: ", Assert.Single(_engine.Errors), StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public void Temporary_files_are_gone_afterwards()
    {
        Build();

        Assert.Empty(Directory.EnumerateDirectories(_folder.Root, "temporary", SearchOption.AllDirectories));
    }

    [Fact]
    public void No_compiler_is_one_error_that_says_what_to_install()
    {
        var task = _folder.Task(_engine);
        task.HostCompiler = "no-such-compiler";

        Assert.False(task.Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.Contains("PG1006", error, StringComparison.Ordinal);
        Assert.Contains("apt install g++", error, StringComparison.Ordinal);
    }

    private int Build(Action<CompileKernels>? set = null)
    {
        var task = _folder.Task(_engine);
        set?.Invoke(task);
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors));
        return task.CompiledCount;
    }
}
