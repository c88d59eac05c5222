namespace PerfGate.Tasks.Tests.Builds;

/// <summary>Checkouts in folders with names that shells, MSBuild, or compilers give a meaning to.</summary>
public sealed class OddFolderTests : IDisposable
{
    private readonly BuildFixture _build = new();

    public static bool HasCompiler => Compiling.HostCompileTests.HasCompiler;

    private const string Need = "needs g++ or clang++ on the PATH";

    public void Dispose() => _build.Dispose();

    [Theory(SkipUnless = nameof(HasCompiler), Skip = Need)]
    [InlineData("ws@2 (x86)")]
    [InlineData("o'brien & 日本語")]
    [InlineData("a;b=c,d#e!")]
    [InlineData("$(HOME) $HOME `id`")]
    [InlineData("100%")]
    [InlineData("[x] {y} ~z^")]
    public async Task A_checkout_in_an_odd_folder_is_compiled_and_its_errors_are_at_their_lines(string name)
    {
        Move(name);

        var (exit, output) = await BuildIn(name, "-t:PerfGate");
        Assert.True(exit == 0, output);
        _build.Folder.Replace($"{name}/kernels/plain.cu", "x[0]", "y[0]");
        (exit, output) = await BuildIn(name, "-t:PerfGate");

        Assert.Equal(1, exit);
        Assert.Contains("kernels/plain.cu(3,5): error PG1001: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("PG1003", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("say \"hi\"", "a quotation mark")]
    [InlineData("job%41feature", "%41")]
    public async Task A_checkout_in_a_folder_that_the_tools_would_misread_is_refused_with_its_name_and_the_remedy(
        string name,
        string what
    )
    {
        Move(name);

        var (exit, output) = await BuildIn(name, "-t:PerfGate");

        Assert.Equal(1, exit);
        var error = Assert.Single(
            output
                .Split('\n')
                .Where(l => l.Contains(": error ", StringComparison.Ordinal))
                .Select(l => l.Trim())
                .Distinct()
        );
        Assert.Contains(
            "error PG1031: the path of this folder holds " + (what[0] == '%' ? $"\"{what}\"" : what),
            error,
            StringComparison.Ordinal
        );
        Assert.Contains("Rename the folder", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    // The script notes its calls in the fixture's own folder, which stays where it is.
    private void Move(string name)
    {
        Directory.CreateDirectory(_build.Folder.At(name));
        foreach (
            var part in new[]
            {
                "kernels",
                "include",
                "perfgate.sh",
                "Directory.Build.props",
                "Directory.Build.targets",
                "Directory.Packages.props",
            }
        )
            Directory.Move(_build.Folder.At(part), _build.Folder.At($"{name}/{part}"));
    }

    // From within: MSBuild takes the quotation marks of an argument away.
    private Task<(int ExitCode, string Output)> BuildIn(string name, string target)
    {
        _build.WorkingDirectory = _build.Folder.At($"{name}/kernels");
        return _build.MSBuildAsync(target);
    }
}
