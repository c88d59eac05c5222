using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>Variables of the process are changed here, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(CompileKeyTests), DisableParallelization = true)]
public sealed class CompileKeyGroup;

/// <summary>
/// Whatever decides what the compiler reads or does is changed, and the next build must give what a build from
/// nothing gives.
/// </summary>
[Collection(nameof(CompileKeyTests))]
public sealed class CompileKeyTests
{
    private static readonly string? Clang =
        new[] { "clang++", "clang++-14" }.FirstOrDefault(c => ToolSearch.Find(c) is not null);

    public static bool HasGcc { get; } = ToolSearch.Find("g++") is not null;

    public static bool HasClang => Clang is not null;

    public static TheoryData<string> InputsOfGcc() => Inputs("g++");

    public static TheoryData<string> InputsOfClang() => Inputs("clang++");

    [Theory(SkipUnless = nameof(HasGcc), Skip = "needs g++ on the PATH")]
    [MemberData(nameof(InputsOfGcc))]
    public void A_changed_input_gives_with_gcc_what_a_clean_build_gives(string name) =>
        Check(name, "g++", modules: 2);

    // clang++ takes a tenth of a second to start, so that it compiles the kernel alone. What makes a reference function
    // differ from a kernel is the same with both compilers.
    [Theory(SkipUnless = nameof(HasClang), Skip = "needs clang++ on the PATH")]
    [MemberData(nameof(InputsOfClang))]
    public void A_changed_input_gives_with_clang_what_a_clean_build_gives(string name) =>
        Check(name, Clang!, modules: 1);

    [Fact(SkipUnless = nameof(HasClang), Skip = "needs clang++ on the PATH")]
    public void With_clang_a_changed_input_reaches_kernels_and_reference_functions() =>
        Check("a header on -I", Clang!, modules: 2);

    private static TheoryData<string> Inputs(string compiler) =>
        [.. KeyInputs.All.Where(i => i.Value.Only is null || i.Value.Only == compiler).Select(i => i.Key)];

    private static void Check(string name, string compiler, int modules)
    {
        using var folder = new KeyFolder(compiler, modules: modules);
        KeyInputs.All[name].Check(folder, modules);
    }
}
