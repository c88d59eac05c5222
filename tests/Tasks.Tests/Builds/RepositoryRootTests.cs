namespace PerfGate.Tasks.Tests.Builds;

/// <summary>
/// A project in a folder of a repository, without settings: findings are named from git's root, and its policy is
/// found.
/// </summary>
public sealed class RepositoryRootTests : IDisposable
{
    private readonly BuildFixture build = new();

    public static bool HasCompiler => GateTargetTests.HasCompiler;

    private const string Need = "needs g++ or clang++ on the PATH";

    public RepositoryRootTests() =>
        build.Folder.Replace(
            "kernels/kernels.csproj",
            "<PerfGateRepositoryRoot>$(MSBuildThisFileDirectory)../</PerfGateRepositoryRoot>",
            ""
        );

    public void Dispose() => build.Dispose();

    [Theory(SkipUnless = nameof(HasCompiler), Skip = Need)]
    [InlineData(".git/HEAD")]
    [InlineData(".git")]
    public async Task Findings_are_relative_to_gits_root_and_what_is_written_stays_beside_the_project(string marker)
    {
        build.Folder.Write(marker, "gitdir: elsewhere");
        build.Folder.Write("perfgate.json", "{}");

        var output = await PassAsync();

        Assert.All(
            build.Calls.Where(c =>
                c.StartsWith("list", StringComparison.Ordinal) || c.StartsWith("run", StringComparison.Ordinal)
            ),
            c => Assert.Contains($"--root {build.Folder.Root}/", c, StringComparison.Ordinal)
        );
        Assert.Contains($"--policy {build.Folder.At("perfgate.json")}", Call("run"), StringComparison.Ordinal);
        Assert.Contains(
            $"--output {build.Folder.At("kernels/artifacts/perfgate/")}",
            Call("run"),
            StringComparison.Ordinal
        );
        Assert.Contains($"--baselines {build.Folder.At("kernels/baselines/")}", Call("run"), StringComparison.Ordinal);
        Assert.Contains(
            $"--baselines {build.Folder.At("kernels/baselines/")}",
            Call("report"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("is not read", output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_policy_beside_the_project_comes_first_and_the_one_that_is_not_read_is_named()
    {
        build.Folder.Write(".git/HEAD", "ref: refs/heads/main");
        build.Folder.Write("perfgate.json", "{}");
        build.Folder.Write("kernels/perfgate.json", "{}");

        var output = await PassAsync();

        Assert.Contains($"--policy {build.Folder.At("kernels/perfgate.json")}", Call("run"), StringComparison.Ordinal);
        Assert.Contains($"{build.Folder.At("perfgate.json")} is not read", output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_submodules_root_is_its_own()
    {
        build.Folder.Write(".git/HEAD", "ref: refs/heads/main");
        build.Folder.Write("kernels/.git", "gitdir: ../.git/modules/kernels");

        await build.TargetAsync("-t:PerfGate", $"-p:PerfGateRunner={build.Folder.At("perfgate.sh")}");

        Assert.Contains($"--root {build.Folder.At("kernels/")}", Call("list"), StringComparison.Ordinal);
    }

    private string Call(string command) =>
        build.Calls.Single(c => c.StartsWith(command + " ", StringComparison.Ordinal));

    private async Task<string> PassAsync()
    {
        var (exit, output) = await build.TargetAsync(
            "-t:PerfGate",
            $"-p:PerfGateRunner={build.Folder.At("perfgate.sh")}"
        );
        Assert.True(exit == 0, output);
        return output;
    }
}
