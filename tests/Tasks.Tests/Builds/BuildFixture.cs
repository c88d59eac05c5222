using System.Diagnostics;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests.Builds;

/// <summary>
/// A user's project with kernels, a script in perfgate's place that notes how it was called, and the real <c>dotnet
/// build</c>.
/// </summary>
internal sealed class BuildFixture : IDisposable
{
    private static readonly string[] Quietly = ["-v:m", "-tl:off", "-nodeReuse:false"];

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
        var tasks = Checkout.PathOf("src/Tasks");
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {frameworks}
                <PerfGateRepositoryRoot>$(MSBuildThisFileDirectory)../</PerfGateRepositoryRoot>
                <PerfGateRunner>$(PerfGateRepositoryRoot)perfgate.sh</PerfGateRunner>
                <PerfGateTasksAssembly>{Checkout.Tasks}</PerfGateTasksAssembly>
                <PerfGateHostFlags>{PrecompiledHeader.HostFlags}</PerfGateHostFlags>
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

    /// <summary>
    /// Builds the project by MSBuild: as <c>dotnet build</c> does, but for the restore, which a project without
    /// packages needs for no target of the gate.
    /// </summary>
    public Task<(int ExitCode, string Output)> TargetAsync(params string[] arguments) =>
        MSBuildAsync(["kernels/kernels.csproj", .. arguments]);

    /// <summary>Runs MSBuild, in a process that stays (<see cref="WarmBuild"/>).</summary>
    /// <param name="arguments">The arguments of <c>dotnet msbuild</c>.</param>
    public Task<(int ExitCode, string Output)> MSBuildAsync(params string[] arguments) =>
        MSBuildOfAsync("", arguments);

    /// <summary>Runs MSBuild, in a process that stays and that no other build uses meanwhile.</summary>
    /// <param name="flow">Names it for the script, in the variable <c>FLOW</c>.</param>
    /// <param name="arguments">The arguments of <c>dotnet msbuild</c>.</param>
    public async Task<(int ExitCode, string Output)> MSBuildOfAsync(string flow, params string[] arguments)
    {
        var request = new WarmRequest(
            WorkingDirectory ?? Folder.Root,
            new(Variables(flow), StringComparer.Ordinal),
            [.. arguments, .. Quietly]
        );
        var result = await WarmBuild.RunAsync(request, TestContext.Current.CancellationToken);
        return (result.ExitCode, result.Text);
    }

    /// <summary>Runs <c>dotnet build</c>, as a user does.</summary>
    public Task<(int ExitCode, string Output)> BuildAsync(params string[] arguments) =>
        DotNetAsync("", ["build", "kernels/kernels.csproj", .. arguments]);

    /// <summary>Runs a command of <c>dotnet</c> that builds.</summary>
    /// <param name="flow">Names it for the script, in the variable <c>FLOW</c>.</param>
    /// <param name="arguments">The command and its arguments.</param>
    public async Task<(int ExitCode, string Output)> DotNetAsync(string flow, params string[] arguments)
    {
        using var process = Start(flow, arguments);
        var result = await process.ResultAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode, result.Text);
    }

    /// <summary>Starts a command of <c>dotnet</c> that builds.</summary>
    /// <inheritdoc cref="DotNetAsync"/>
    public Process Start(string flow, params string[] arguments) =>
        Programs.Start(
            "dotnet",
            [.. arguments, .. Quietly],
            WorkingDirectory ?? Folder.Root,
            Variables(flow));

    // dotnet build leaves two empty folders in the temporary one each time.
    private KeyValuePair<string, string?>[] Variables(string flow) =>
        [new("FLOW", flow), new("TMPDIR", Directory.CreateDirectory(Folder.At("tmp")).FullName)];

    public void Dispose() => Folder.Dispose();
}
