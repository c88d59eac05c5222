using System.Diagnostics;
using System.Reflection;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests.Builds;

/// <summary>A user's project with kernels, a script in perfgate's place that notes how it was called, and the real <c>dotnet build</c>.</summary>
internal sealed class BuildFixture : IDisposable
{
    public BuildFixture()
    {
        var repository = Metadata("RepositoryRoot");
        var tasks = Path.Combine(repository, "src", "Tasks");
        Folder.Write("kernels/kernels.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <PerfGateRepositoryRoot>$(MSBuildThisFileDirectory)../</PerfGateRepositoryRoot>
                <PerfGateRunner>$(PerfGateRepositoryRoot)perfgate.sh</PerfGateRunner>
                <PerfGateTasksAssembly>{tasks}/bin/{Metadata("Configuration")}/net10.0/PerfGate.Tasks.dll</PerfGateTasksAssembly>
              </PropertyGroup>
              <ItemGroup><CudaKernel Include="*.cu" /></ItemGroup>
              <Import Project="{tasks}/build/PerfGate.props" />
              <Import Project="{tasks}/build/PerfGate.targets" />
            </Project>
            """);
        Folder.Write("Directory.Build.props", "<Project />");
        Folder.Write("Directory.Build.targets", "<Project />");
        Folder.Write("Directory.Packages.props", "<Project />");
        Folder.Write("kernels/plain.bench.json", "{}");
        Folder.Write("kernels/scale.bench.json", "{}");
        Folder.Plan("host", new PlannedModule("kernels/plain.cu", ModuleKind.Kernels, "", ["plain"]));
        Answer("");
    }

    public KernelFolder Folder { get; } = new();

    /// <summary>How the script was called, a line each.</summary>
    public IReadOnlyList<string> Calls => File.Exists(Folder.At("calls")) ? File.ReadAllLines(Folder.At("calls")) : [];

    /// <summary>What the script does, by the command in <c>$1</c>.</summary>
    public void Answer(string body) => Folder.Script("perfgate.sh", $"echo \"$@\" >> '{Folder.At("calls")}'\n{body}\nexit 0\n");

    /// <summary>Runs <c>dotnet build</c>.</summary>
    public async Task<(int ExitCode, string Output)> BuildAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "kernels/kernels.csproj", "-tl:off", "-nodeReuse:false", .. arguments])
        {
            WorkingDirectory = Folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    public void Dispose() => Folder.Dispose();

    private static string Metadata(string key) =>
        typeof(BuildFixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
