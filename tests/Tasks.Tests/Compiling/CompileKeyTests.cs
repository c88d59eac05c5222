using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>Variables of the process are changed here, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(CompileKeyTests), DisableParallelization = true)]
public sealed class CompileKeyCollection;

/// <summary>
/// Whatever decides what the compiler reads or does is changed, and the next build must give what a build from nothing gives.
/// </summary>
[Collection(nameof(CompileKeyTests))]
public sealed class CompileKeyTests
{
    private static readonly string[] Compilers = [.. new[] { "g++", "clang++", "clang++-14" }.Where(c => ToolSearch.Find(c) is not null)
        .DistinctBy(c => c.Contains("clang", StringComparison.Ordinal))];

    public static TheoryData<string, string> Inputs()
    {
        var rows = new TheoryData<string, string>();
        foreach (var (name, input) in KeyInputs.All)
        {
            foreach (var compiler in Compilers.Where(c => input.Only is null || c.StartsWith(input.Only, StringComparison.Ordinal)))
                rows.Add(name, compiler);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Inputs), DisableDiscoveryEnumeration = true)]
    public void A_changed_input_gives_what_a_clean_build_gives(string name, string compiler)
    {
        using var folder = new KeyFolder(compiler);
        KeyInputs.All[name].Check(folder, modules: 2);
    }
}
