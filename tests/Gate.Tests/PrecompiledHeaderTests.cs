namespace PerfGate.Gate.Tests;

/// <summary>The kernels of these tests are compiled with the header that was compiled once.</summary>
[Collection("no times")]
public sealed class PrecompiledHeaderTests : IDisposable
{
    private readonly GateProject _project = new();

    public static bool Exists => PrecompiledHeader.Exists;

    public void Dispose() => _project.Dispose();

    [Fact(SkipUnless = nameof(Exists), Skip = "needs g++ on the PATH")]
    public async Task It_serves_the_flags_of_the_gate()
    {
        var compiled = await _project.TargetAsync("PerfGateCompile");

        Assert.True(compiled.ExitCode == 0, compiled.Output);
        // g++ passes over one that was compiled with other flags, says nothing, and reads the header itself.
        var read = Directory
            .GetFiles(_project.PathOf("obj/perfgate/host"), "unit.d", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ToList();
        Assert.NotEmpty(read);
        Assert.All(read, files => Assert.DoesNotContain("perfgate_host.h", files, StringComparison.Ordinal));
    }
}
