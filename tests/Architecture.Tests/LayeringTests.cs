using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices;
using PerfGate.Tasks;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// Holds the layers of the design: Core knows nobody; Runner and Tasks know Core and meet only through processes and
/// files.
/// </summary>
public sealed class LayeringTests
{
    private static readonly System.Reflection.Assembly Core = typeof(Measurement).Assembly;
    private static readonly System.Reflection.Assembly Runner = typeof(IDevice).Assembly;
    private static readonly System.Reflection.Assembly Tasks = typeof(CompileKernels).Assembly;

    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader()
        .LoadAssembliesIncludingDependencies([Core, Runner, Tasks], recursive: false)
        .Build();

    [Theory]
    [InlineData("PerfGate.Runner")]
    [InlineData("PerfGate.Tasks")]
    [InlineData("Microsoft.Build")]
    [InlineData("LibGit2Sharp")]
    [InlineData("Octokit")]
    [InlineData("Spectre.Console")]
    [InlineData("System.Net.Http")]
    [InlineData("System.Diagnostics.Process")]
    public void Core_depends_on_no_gpu_no_msbuild_no_network_no_git(string forbidden) =>
        Types().That().ResideInAssembly(Core)
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Prefix(forbidden)))
            .Because("Core is the pure domain")
            .WithoutRequiringPositiveResults()
            .Check(House);

    [Theory]
    [InlineData("PerfGate.Tasks")]
    [InlineData("Microsoft.Build")]
    public void The_runner_knows_neither_the_tasks_nor_msbuild(string forbidden) =>
        Types().That().ResideInAssembly(Runner)
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Prefix(forbidden)))
            .Because("they meet through processes and files")
            .WithoutRequiringPositiveResults()
            .Check(House);

    [Fact]
    public void The_tasks_never_know_the_runner() =>
        Types().That().ResideInAssembly(Tasks)
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Prefix("PerfGate.Runner")))
            .Because("they meet through processes and files")
            .WithoutRequiringPositiveResults()
            .Check(House);

    [Theory]
    [InlineData("PerfGate.Runner.Measuring.Worker")]
    [InlineData("PerfGate.Runner.Benchmarks")]
    [InlineData("PerfGate.Runner.Devices.Host")]
    public void Whatever_measures_reaches_the_driver_through_the_device(string part) =>
        Types().That().ResideInNamespaceMatching(Prefix(part))
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Prefix("PerfGate.Runner.Devices.Cuda")))
            .Because("the same worker drives every device")
            .WithoutRequiringPositiveResults()
            .Check(House);

    [Theory]
    [InlineData("LibGit2Sharp", "PerfGate.Runner.Git")]
    [InlineData("Octokit", "PerfGate.Runner.GitHub")]
    public void A_service_is_spoken_to_from_one_folder(string service, string folder) =>
        Types().That().ResideInAssembly(Runner).And().DoNotResideInNamespaceMatching(Prefix(folder))
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Prefix(service)))
            .Because($"{service} has one place, {folder}")
            .WithoutRequiringPositiveResults()
            .Check(House);

    [Theory]
    [InlineData("Statistics", "Judgement")]
    [InlineData("Statistics", "Reports")]
    [InlineData("Judgement", "Reports")]
    [InlineData("Measurements", "Judgement")]
    [InlineData("Measurements", "Statistics")]
    [InlineData("Measurements", "Reports")]
    [InlineData("Kernels", "Measurements")]
    [InlineData("Baselines", "Reports")]
    public void Data_goes_one_way_through_the_core(string earlier, string later) =>
        Types().That().ResideInNamespaceMatching(Prefix($"PerfGate.Core.{earlier}"))
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Prefix($"PerfGate.Core.{later}")))
            .Because("each step reads what the step before wrote")
            .WithoutRequiringPositiveResults()
            .Check(House);

    [Fact]
    public void The_three_assemblies_were_found()
    {
        Assert.Contains(House.Types, t => t.Namespace.FullName.StartsWith("PerfGate.Core", StringComparison.Ordinal));
        Assert.Contains(House.Types, t => t.Namespace.FullName.StartsWith("PerfGate.Runner", StringComparison.Ordinal));
        Assert.Contains(House.Types, t => t.Namespace.FullName.StartsWith("PerfGate.Tasks", StringComparison.Ordinal));
    }

    private static string Prefix(string @namespace) =>
        $"^{System.Text.RegularExpressions.Regex.Escape(@namespace)}(\\.|$)";
}
