using System.Diagnostics;
using PerfGate.Core.Tests.Kernels;

namespace PerfGate.Tasks.Tests.Compiling;

/// <content>What nvcc cannot compile, and builds that are cancelled.</content>
public sealed partial class NvccCompileTests
{
    [Fact]
    public void A_fatal_error_without_a_line_is_an_error_at_the_source()
    {
        _folder.Write("behaviour", "echo \"nvcc fatal   : Unsupported gpu architecture 'compute_99'\" >&2; exit 1");

        Assert.Equal(["kernels/scale.cu(0,0): PG1001: nvcc: Unsupported gpu architecture 'compute_99'"], Failed());
    }

    [Fact]
    public void An_error_of_the_front_end_is_an_error_at_its_line()
    {
        _folder.Write(
            "behaviour",
            "echo 'kernels/scale.cu(5): error: identifier \"y\" is undefined' >&2; echo '1 error detected in the "
                + "compilation of \"kernels/scale.cu\".' >&2; exit 2"
        );

        Assert.Equal(["kernels/scale.cu(5,0): PG1001: identifier \"y\" is undefined"], Failed());
    }

    [Fact]
    public void A_silent_failure_is_one_error_with_its_exit_code()
    {
        _folder.Write("behaviour", "exit 7");

        Assert.Contains("PG1003: nvcc exited with code 7", Assert.Single(Failed()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cubin_that_cannot_be_read_is_an_error_at_its_source()
    {
        File.WriteAllText(_folder.At("fake.cubin"), "not an object");

        Assert.StartsWith("kernels/scale.cu(0,0): PG1011: ", Assert.Single(Failed()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_without_machine_code_is_an_error_at_its_line()
    {
        var image = new ElfImage();
        image.Kernel("_Z5otherPf", [1]);
        File.WriteAllBytes(_folder.At("fake.cubin"), image.Build());

        Assert.StartsWith("kernels/scale.cu(3,0): PG1005: ", Assert.Single(Failed()), StringComparison.Ordinal);
    }

    [Fact]
    public void No_nvcc_is_one_error_that_says_what_to_install()
    {
        var error = Assert.Single(Failed(t => t.Nvcc = _folder.At("no/nvcc")));

        Assert.Contains("PG1007", error, StringComparison.Ordinal);
        Assert.Contains("Install the CUDA Toolkit", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_architecture_is_refused_before_anything_is_compiled()
    {
        Assert.Contains("PG1009", Assert.Single(Failed(t => t.Architectures = "sm90")), StringComparison.Ordinal);
        Assert.Empty(Calls);
    }

    [Fact]
    public async Task A_cancelled_build_ends_soon_and_leaves_no_process()
    {
        _folder.Write("behaviour", "sleep 300 & echo $! > child; echo $$ > self; wait");
        using var task = Prepare();
        var running = Task.Run(task.Execute, TestContext.Current.CancellationToken);
        while (!File.Exists(_folder.At("self")) || new FileInfo(_folder.At("self")).Length == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        task.Cancel();

        Assert.False(await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(IsAlive("self"));
        Assert.False(IsAlive("child"));
        Assert.False(File.Exists(_folder.Output));
        Assert.Empty(Directory.EnumerateDirectories(_folder.Root, "temporary", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_build_cancelled_before_it_began_compiles_nothing()
    {
        using var task = Prepare();
        task.Cancel();

        Assert.False(task.Execute());
        Assert.Empty(Calls);
    }

    private bool IsAlive(string file)
    {
        var id = int.Parse(File.ReadAllText(_folder.At(file)), System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private IReadOnlyList<string> Failed(Action<CompileKernels>? set = null)
    {
        using var task = Prepare();
        set?.Invoke(task);
        Assert.False(task.Execute());
        return _engine.Errors;
    }
}
