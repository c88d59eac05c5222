namespace PerfGate.Package.Tests;

/// <summary>Projects and repositories of every shape: the kernels are found and compiled in all of them.</summary>
public sealed class ShapeTests : IDisposable
{
    private static readonly string[] _compile =
    [
        "build",
        "-t:PerfGateCompile",
        "-tl:off",
        "-v:m",
        "-p:PerfGateDevice=host",
    ];

    private readonly Consumer _user;

    public ShapeTests(Packages packages)
    {
        _user = new(packages);
        _user.Kernel("kernels", "silu");
    }

    [Fact]
    public async Task Several_frameworks_and_a_graph_build()
    {
        _user.Project(
            "kernels/kernels.csproj",
            Consumer.PackageAndKernels,
            framework: "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>"
        );

        await CompilesAsync("kernels", "-graph", "-m");
    }

    [Fact]
    public async Task Central_versions_an_artifacts_folder_own_targets_and_Release()
    {
        _user.Write(
            "Directory.Packages.props",
            $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="PerfGate" Version="{Packages.Version}" /></ItemGroup>
            </Project>
            """
        );
        _user.Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup></Project>"
        );
        _user.Write(
            "Directory.Build.targets",
            """
            <Project>
              <Target Name="AfterIt" AfterTargets="PerfGateCompile">
                <Message Importance="high" Text="own target ran" />
              </Target>
            </Project>
            """
        );
        _user.Project(
            "kernels/kernels.csproj",
            $"""<PackageReference Include="PerfGate" PrivateAssets="all" />{Consumer.Kernels}"""
        );

        var built = await CompilesAsync("kernels", "-c", "Release");

        Assert.Contains("own target ran", built.Output, StringComparison.Ordinal);
        // A second build, without a restore, compiles nothing again.
        var again = await _user.DotNetAsync([.. _compile, "kernels", "-c", "Release", "--no-restore"]);
        Assert.Contains("0 compiled", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_characters_that_build_tools_use()
    {
        const string Folder = "a (b) & c; d=e, #1 ü";
        _user.Kernel(Folder, "silu");
        _user.Project($"{Folder}/kernels.csproj", Consumer.PackageAndKernels);

        await CompilesAsync(Folder);
    }

    public void Dispose() => _user.Dispose();

    private async Task<ProgramResult> CompilesAsync(string folder, params string[] options)
    {
        var built = await _user.RunAsync("dotnet", folder, [.. _compile, .. options]);
        Assert.True(built.ExitCode == 0, built.Text);
        Assert.Contains("modules for host", built.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_user.PathOf($"{folder}/artifacts/perfgate/kernels.json")), built.Text);
        return built;
    }
}
