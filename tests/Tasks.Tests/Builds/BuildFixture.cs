using System.Diagnostics;
using System.Reflection;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests.Builds;

/// <summary>
/// A user's project with kernels, a script in perfgate's place that notes how it was called, and the real <c>dotnet
/// build</c>.
/// </summary>
internal sealed class BuildFixture : IDisposable
{
    public BuildFixture()
    {
        Folder.Write("kernels/kernels.csproj", Project());
        Folder.Write("Directory.Build.props", "<Project />");
        Folder.Write("Directory.Build.targets", "<Project />");
        Folder.Write("Directory.Packages.props", "<Project />");
        Folder.Write("kernels/plain.bench.json", "{}");
        Folder.Write("kernels/scale.bench.json", "{}");
        Folder.Plan(DeviceKind.Host, new PlannedModule("kernels/plain.cu", ModuleKind.Kernels, "", ["plain"]));
        Answer("");
    }

    public KernelFolder Folder { get; } = new();

    /// <summary>Where <c>dotnet</c> runs; null for the root.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>How the script was called, a line each.</summary>
    public IReadOnlyList<string> Calls => File.Exists(Folder.At("calls")) ? File.ReadAllLines(Folder.At("calls")) : [];

    /// <summary>A project file that imports the targets as a restored package does.</summary>
    /// <param name="frameworks">What says for which frameworks it builds.</param>
    public static string Project(string frameworks = "<TargetFramework>net10.0</TargetFramework>")
    {
        var tasks = Path.Combine(Metadata("RepositoryRoot"), "src", "Tasks");
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {frameworks}
                <PerfGateRepositoryRoot>$(MSBuildThisFileDirectory)../</PerfGateRepositoryRoot>
                <PerfGateRunner>$(PerfGateRepositoryRoot)perfgate.sh</PerfGateRunner>
                <PerfGateTasksAssembly>{tasks}/bin/{Metadata(
                "Configuration"
            )}/net10.0/PerfGate.Tasks.dll</PerfGateTasksAssembly>
              </PropertyGroup>
              <ItemGroup><CudaKernel Include="*.cu" /></ItemGroup>
              <Import Condition="'$(TargetFramework)' != ''" Project="{tasks}/build/PerfGate.props" />
              <Import Condition="'$(TargetFramework)' == ''" Project="{tasks}/buildMultiTargeting/PerfGate.props" />
              <Import Condition="'$(TargetFramework)' != ''" Project="{tasks}/build/PerfGate.targets" />
              <Import Condition="'$(TargetFramework)' == ''" Project="{tasks}/buildMultiTargeting/PerfGate.targets" />
            </Project>
            """;
    }

    /// <summary>What the script does, by the command in <c>$1</c>.</summary>
    public void Answer(string body) =>
        Folder.Script("perfgate.sh", $"echo \"$@\" >> '{Folder.At("calls")}'\n{body}\nexit 0\n");

    /// <summary>Runs <c>dotnet build</c>.</summary>
    public Task<(int ExitCode, string Output)> BuildAsync(params string[] arguments) =>
        DotNetAsync("", ["build", "kernels/kernels.csproj", .. arguments]);

    /// <summary>Runs a command of <c>dotnet</c> that builds.</summary>
    /// <param name="flow">Names it for the script, in the variable <c>FLOW</c>.</param>
    /// <param name="arguments">The command and its arguments.</param>
    public async Task<(int ExitCode, string Output)> DotNetAsync(string flow, params string[] arguments)
    {
        using var process = Start(flow, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Starts a command of <c>dotnet</c> that builds.</summary>
    /// <inheritdoc cref="DotNetAsync"/>
    public Process Start(string flow, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [.. arguments, "-tl:off", "-nodeReuse:false"])
        {
            WorkingDirectory = WorkingDirectory ?? Folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FLOW"] = flow;
        return Process.Start(start)!;
    }

    public void Dispose() => Folder.Dispose();

    private static string Metadata(string key) =>
        typeof(BuildFixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
