using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>The same as <see cref="CompileKeyTests"/> with the real nvcc, for what it adds.</summary>
[Collection(nameof(CompileKeyTests))]
public sealed class NvccKeyTests
{
    private const string Need = "needs nvcc on the PATH or in /usr/local/cuda/bin, and a host compiler";

    private static readonly Dictionary<string, KeyInput> All = new()
    {
        ["a header on -I"] = Header("-I third"),
        ["a header on -isystem"] = Header("-isystem third"),
        ["a header that only the device's pass reads"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Replace("kernels/scale.cu", "#include <factor.h>",
                    "#ifdef __CUDA_ARCH__\n#include <factor.h>\n#else\n#define FACTOR 1\n#endif");
            },
            f => f.Factor("third", 3.5)),
        ["a header that appears earlier on the path"] = new(
            f => f.Flags = "-I early -I third",
            f => f.Factor("early", 3.5)),
        ["__has_include"] = new(
            f => { f.Flags = "-I third"; f.Write("kernels/scale.cu", """
                #if __has_include("tuned.h")
                #include "tuned.h"
                #else
                #include <factor.h>
                #endif
                __global__ void scale(float* x, int n) { x[n] *= FACTOR; }
                """); },
            f => f.Write("kernels/tuned.h", "#define FACTOR 3.5f\n")),
        ["CPATH"] = new(
            f => { f.Factor("other", 3.5); f.Set("CPATH", f.At("third")); },
            f => f.Set("CPATH", f.At("other"))),
        ["NVCC_PREPEND_FLAGS"] = Variable("NVCC_PREPEND_FLAGS"),
        ["NVCC_APPEND_FLAGS"] = Variable("NVCC_APPEND_FLAGS"),
        ["NVCC_APPEND_FLAGS that change code alone"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Set("NVCC_APPEND_FLAGS", "-maxrregcount=64");
                f.Replace("kernels/scale.cu", "*= FACTOR", "= x[n] / FACTOR + sqrtf(x[n])");
            },
            f => f.Set("NVCC_APPEND_FLAGS", "-use_fast_math")),
        ["a file of options"] = Settings("-optf settings/flags"),
        ["a file of options with the long name"] = Settings("--options-file settings/flags"),
        ["a file of options that a variable names"] = new(
            f =>
            {
                f.Factor("other", 3.5);
                f.Write("settings/flags", "-Ithird\n");
                f.Set("NVCC_APPEND_FLAGS", "-optf settings/flags");
            },
            f => f.Write("settings/flags", "-Iother\n")),
        ["a wrapper"] = new(
            f => { f.Factor("other", 3.5); f.Wrap($"exec {f.Driver} \"$@\" -Ithird\n"); },
            f => f.Wrap($"exec {f.Driver} \"$@\" -Iother\n")),
        ["a variable that a wrapper reads"] = new(
            f =>
            {
                f.Wrap($"exec {f.Driver} $MORE \"$@\"\n");
                f.Factor("other", 3.5);
                f.Set("MORE", "-Ithird");
            },
            f => f.Set("MORE", "-Iother")),
        ["the host compiler behind a wrapper"] = new(
            f =>
            {
                f.Factor("other", 3.5);
                f.Script("tools/g++", "exec g++ -Ithird \"$@\"\n");
                f.Flags = "-ccbin tools/g++";
            },
            f => f.Script("tools/g++", "exec g++ -Iother \"$@\"\n")),
        ["NVCC_CCBIN"] = new(
            f =>
            {
                f.Factor("other", 3.5);
                f.Script("one/g++", "exec g++ -Ithird \"$@\"\n");
                f.Script("two/g++", "exec g++ -Iother \"$@\"\n");
                f.Set("NVCC_CCBIN", f.At("one/g++"));
            },
            f => f.Set("NVCC_CCBIN", f.At("two/g++"))),
    };

    public static bool HasNvcc => NvccTests.HasNvcc;

    public static TheoryData<string> Inputs() => [.. All.Keys];

    [Theory(SkipUnless = nameof(HasNvcc), Skip = Need)]
    [MemberData(nameof(Inputs))]
    public void A_changed_input_gives_what_a_clean_build_gives(string name)
    {
        using var folder = new KeyFolder(ToolSearch.Find("nvcc", "/usr/local/cuda/bin")!, cuda: true, modules: 1);
        All[name].Check(folder, modules: 1);
    }

    private static KeyInput Header(string flags) => new(f => f.Flags = flags, f => f.Factor("third", 3.5));

    private static KeyInput Settings(string flags) => new(
        f => { f.Flags = flags; f.Factor("other", 3.5); f.Write("settings/flags", "-Ithird\n"); },
        f => f.Write("settings/flags", "-Iother\n"));

    private static KeyInput Variable(string name) => new(
        f => { f.Factor("other", 3.5); f.Set(name, "-Ithird"); }, f => f.Set(name, "-Iother"));
}
