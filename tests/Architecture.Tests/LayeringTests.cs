using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// Holds the layers of the design: Core knows nobody; Runner and Tasks know Core and meet only through processes and
/// files.
/// </summary>
public sealed class LayeringTests
{
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
        Types().That().ResideInAssembly(House.Core)
            .Should().NotDependOnAny(Of(forbidden))
            .Because("Core is the pure domain")
            .WithoutRequiringPositiveResults()
            .Check(House.Compiled);

    [Theory]
    [InlineData("PerfGate.Tasks")]
    [InlineData("Microsoft.Build")]
    public void The_runner_knows_neither_the_tasks_nor_msbuild(string forbidden) =>
        Types().That().ResideInAssembly(House.Runner)
            .Should().NotDependOnAny(Of(forbidden))
            .Because("they meet through processes and files")
            .WithoutRequiringPositiveResults()
            .Check(House.Compiled);

    [Fact]
    public void The_tasks_never_know_the_runner() =>
        Types().That().ResideInAssembly(House.Tasks)
            .Should().NotDependOnAny(Of("PerfGate.Runner"))
            .Because("they meet through processes and files")
            .WithoutRequiringPositiveResults()
            .Check(House.Compiled);

    [Theory]
    [InlineData("PerfGate.Runner.Measuring.Worker")]
    [InlineData("PerfGate.Runner.Benchmarks")]
    [InlineData("PerfGate.Runner.Devices.Host")]
    public void Whatever_measures_reaches_the_driver_through_the_device(string part) =>
        Types().That().ResideInNamespaceMatching(Prefix(part))
            .Should().NotDependOnAny(Of("PerfGate.Runner.Devices.Cuda"))
            .Because("the same worker drives every device")
            .WithoutRequiringPositiveResults()
            .Check(House.Compiled);

    [Theory]
    [InlineData("LibGit2Sharp", "PerfGate.Runner.Git")]
    [InlineData("Octokit", "PerfGate.Runner.GitHub")]
    public void A_service_is_spoken_to_from_one_folder(string service, string folder) =>
        Types().That().ResideInAssembly(House.Runner).And().DoNotResideInNamespaceMatching(Prefix(folder))
            .Should().NotDependOnAny(Of(service))
            .Because($"{service} has one place, {folder}")
            .WithoutRequiringPositiveResults()
            .Check(House.Compiled);

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
            .Should().NotDependOnAny(Of($"PerfGate.Core.{later}"))
            .Because("each step reads what the step before wrote")
            .WithoutRequiringPositiveResults()
            .Check(House.Compiled);

    [Theory]
    [InlineData("PerfGate.Core")]
    [InlineData("PerfGate.Runner")]
    [InlineData("PerfGate.Tasks")]
    public void The_three_assemblies_were_found(string root) =>
        Assert.Contains(
            House.Compiled.Types,
            t => t.Namespace.FullName.StartsWith(root, StringComparison.Ordinal)
        );

    // A rule against a package would hold whatever the code did, if no type of the package were found.
    [Theory]
    [InlineData("LibGit2Sharp")]
    [InlineData("Octokit")]
    [InlineData("Spectre.Console")]
    [InlineData("System.Net.Http")]
    [InlineData("System.Diagnostics.Process")]
    public void What_the_runner_does_need_is_found(string needed) =>
        Assert.Throws<FailedArchRuleException>(() =>
            Types().That().ResideInAssembly(House.Runner)
                .Should().NotDependOnAny(Of(needed))
                .Check(House.Compiled)
        );

    [Fact]
    public void What_the_tasks_do_need_is_found() =>
        Assert.Throws<FailedArchRuleException>(() =>
            Types().That().ResideInAssembly(House.Tasks)
                .Should().NotDependOnAny(Of("Microsoft.Build"))
                .Check(House.Compiled)
        );

    // The types of a namespace, or the one type of that name; those of packages too.
    private static GivenTypesConjunction Of(string name) =>
        Types(includeReferenced: true).That()
            .ResideInNamespaceMatching(Prefix(name)).Or().HaveFullNameMatching(Prefix(name));

    private static string Prefix(string name) =>
        $"^{System.Text.RegularExpressions.Regex.Escape(name)}(\\.|$)";
}
