using System.Text.Json;

namespace PerfGate.Package.Tests;

/// <summary>What the package costs where nobody asks for the gate: nothing.</summary>
public sealed class PlainBuildTests : IDisposable
{
    private readonly Consumer _user;

    public PlainBuildTests(Packages packages)
    {
        _user = new(packages);
        _user.Kernel("", "silu");
        _user.Project("kernels.csproj", Consumer.PackageAndKernels);
    }

    [Fact]
    public async Task A_plain_build_runs_no_target_of_the_gate()
    {
        var built = await _user.DotNetAsync("build", "-tl:off", "-v:d");

        Assert.True(built.ExitCode == 0, built.Text);
        Assert.Contains("Target \"CoreCompile\"", built.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("Target \"_?PerfGate", built.Output);
        Assert.DoesNotMatch("Task \"(TakeGateFolders|RunPerfGate|CompileKernels|CheckGateProject)\"", built.Output);
        Assert.False(Directory.Exists(_user.PathOf("artifacts")));
        // A development dependency adds nothing to a program.
        Assert.Equal(
            ["kernels.deps.json", "kernels.dll", "kernels.pdb"],
            Directory
                .GetFiles(_user.PathOf("bin/Debug/net10.0"))
                .Select(f => Path.GetFileName(f)!)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task An_editor_that_asks_what_a_project_holds_starts_nothing_and_a_watch_knows_the_kernels()
    {
        var restored = await _user.DotNetAsync("restore");
        Assert.True(restored.ExitCode == 0, restored.Text);

        var built = await _user.DotNetAsync(
            "msbuild",
            "-t:PerfGate",
            "-p:DesignTimeBuild=true",
            "-getItem:Watch",
            "-nologo"
        );

        Assert.True(built.ExitCode == 0, built.Text);
        Assert.False(Directory.Exists(_user.PathOf("artifacts")));
        using var items = JsonDocument.Parse(built.Output);
        Assert.Equal(
            ["silu.bench.json", "silu.cu", "silu.ref.cpp"],
            items
                .RootElement.GetProperty("Items")
                .GetProperty("Watch")
                .EnumerateArray()
                .Select(i => Path.GetFileName(i.GetProperty("FullPath").GetString()!))
                .Order(StringComparer.Ordinal)
        );
    }

    public void Dispose() => _user.Dispose();
}
