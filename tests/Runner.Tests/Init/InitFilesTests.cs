using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Init;

namespace PerfGate.Runner.Tests.Init;

/// <summary>Which kernels of a file <c>perfgate init</c> finds.</summary>
public sealed class InitFilesTests
{
    private const string Kernel =
        "__global__ void NAME(float* y, int n) { if (threadIdx.x < n) y[threadIdx.x] = 1; }\n";

    [Fact]
    public void Kernels_in_included_files_are_found_and_types_that_other_files_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("types.h"), "typedef double real;\n");
        File.WriteAllText(folder.PathOf("kernels.h"), "#include \"types.h\"\n" + Kernel.Replace("float", "real")
            .Replace("NAME", "in_header"));
        File.WriteAllText(folder.PathOf("main.cu"), "#include \"kernels.h\"\n" + Kernel.Replace("NAME", "own"));

        var (drafts, without) = new InitFiles(folder.PathOf("main.cu"), TextWriter.Null).Draft(new Guesses());

        Assert.Equal(["own:F32", "in_header:F64"], drafts.Select(d => $"{d.Kernel.Name}:{d.Buffers[0].Type}"));
        Assert.Empty(without);
    }

    [Fact]
    public void The_second_of_two_kernels_of_one_name_is_left_out_with_its_place()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.PathOf("main.cu"),
            $"namespace a {{ {Kernel.Replace("NAME", "k")} }}\nnamespace b {{\n{Kernel.Replace("NAME", "k")} }}\n");

        var (drafts, without) = new InitFiles(folder.PathOf("main.cu"), TextWriter.Null).Draft(new Guesses());

        Assert.Single(drafts);
        Assert.Equal(["k (line 4) is left out: it has the name of another kernel"], without);
    }

    [Fact]
    public void A_file_without_kernels_is_told_to_be_one()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("main.cu"), "__global__ void elsewhere(float* y);\nint main() { }\n");

        var error = Assert.Throws<PerfGateException>(
            () => new InitFiles(folder.PathOf("main.cu"), TextWriter.Null).Draft(new Guesses()));

        Assert.Contains("Name the file that does", error.Diagnostics[0].Message, StringComparison.Ordinal);
    }
}
