namespace PerfGate.Tasks.Tests.Builds;

/// <summary>
/// A project in a folder of a repository, without settings: findings are named from git's root, and its policy is
/// found.
/// </summary>
public sealed class RepositoryRootTests : IDisposable
{
    private readonly BuildFixture _build = new();

    public static bool HasCompiler => GateTargetTests.HasCompiler;

    private const string Need = "needs g++ or clang++ on the PATH";

    public RepositoryRootTests() =>
        _build.Folder.Replace(
            "kernels/kernels.csproj",
            "<PerfGateRepositoryRoot>$(MSBuildThisFileDirectory)../</PerfGateRepositoryRoot>",
            ""
        );

    public void Dispose() => _build.Dispose();

    [Theory(SkipUnless = nameof(HasCompiler), Skip = Need)]
    [InlineData(".git/HEAD")]
    [InlineData(".git")]
    public async Task Findings_are_relative_to_gits_root_and_what_is_written_stays_beside_the_project(string marker)
    {
        _build.Folder.Write(marker, "gitdir: elsewhere");
        _build.Folder.Write("perfgate.json", "{}");

        var output = await PassAsync();

        Assert.All(
            _build.Calls.Where(c =>
                c.StartsWith("list", StringComparison.Ordinal) || c.StartsWith("run", StringComparison.Ordinal)
            ),
            c => Assert.Contains($"--root {_build.Folder.Root}/", c, StringComparison.Ordinal)
        );
        Assert.Contains($"--policy {_build.Folder.At("perfgate.json")}", Call("run"), StringComparison.Ordinal);
        Assert.Contains(
            $"--output {_build.Folder.At("kernels/artifacts/perfgate/")}",
            Call("run"),
            StringComparison.Ordinal
        );
        Assert.Contains($"--baselines {_build.Folder.At("baselines/")}", Call("run"), StringComparison.Ordinal);
        Assert.Contains(
            $"--baselines {_build.Folder.At("baselines/")}",
            Call("report"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("is not read", output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_policy_beside_the_project_comes_first_and_the_one_that_is_not_read_is_named()
    {
        _build.Folder.Write(".git/HEAD", "ref: refs/heads/main");
        _build.Folder.Write("perfgate.json", "{}");
        _build.Folder.Write("kernels/perfgate.json", "{}");

        var output = await PassAsync();

        Assert.Contains($"--policy {_build.Folder.At("kernels/perfgate.json")}", Call("run"), StringComparison.Ordinal);
        Assert.Contains($"{_build.Folder.At("perfgate.json")} is not read", output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_submodules_root_is_its_own()
    {
        _build.Folder.Write(".git/HEAD", "ref: refs/heads/main");
        _build.Folder.Write("kernels/.git", "gitdir: ../.git/modules/kernels");

        await _build.TargetAsync("-t:PerfGate", $"-p:PerfGateRunner={_build.Folder.At("perfgate.sh")}");

        Assert.Contains($"--root {_build.Folder.At("kernels/")}", Call("list"), StringComparison.Ordinal);
    }

    private string Call(string command) =>
        _build.Calls.Single(c => c.StartsWith(command + " ", StringComparison.Ordinal));

    private async Task<string> PassAsync()
    {
        var (exit, output) = await _build.TargetAsync(
            "-t:PerfGate",
            $"-p:PerfGateRunner={_build.Folder.At("perfgate.sh")}"
        );
        Assert.True(exit == 0, output);
        return output;
    }
}
