namespace PerfGate.Tasks.Tests.Builds;

public sealed class MultiTargetingTests : IDisposable
{
    private readonly BuildFixture _build = new();

    public static bool HasCompiler => Compiling.HostCompileTests.HasCompiler;

    private const string Need = "needs g++ or clang++ on the PATH";

    public MultiTargetingTests() => _build.Folder.Write(
        "kernels/kernels.csproj", BuildFixture.Project("<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>"));

    public void Dispose() => _build.Dispose();

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_project_with_several_frameworks_is_gated_once()
    {
        var (exit, output) = await _build.TargetAsync("-t:PerfGate");

        Assert.True(exit == 0, output);
        Assert.Equal(["list", "run", "judge", "report"], _build.Calls.Select(c => c.Split(' ')[0]));
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task One_of_its_frameworks_can_be_named_and_all_can_be_cleaned()
    {
        Assert.Equal(0, (await _build.BuildAsync("-t:PerfGateCompile", "-f", "net10.0")).ExitCode);
        Assert.True(File.Exists(_build.Folder.Output));

        var (exit, output) = await _build.TargetAsync("-t:Clean");

        Assert.True(exit == 0, output);
        Assert.False(Directory.Exists(_build.Folder.At("artifacts/perfgate")));
        Assert.False(Directory.Exists(_build.Folder.Intermediate));
    }

    [Fact]
    public async Task A_plain_build_of_all_frameworks_starts_no_perfgate()
    {
        var (exit, output) = await _build.BuildAsync();

        Assert.True(exit == 0, output);
        Assert.Empty(_build.Calls);
    }
}
