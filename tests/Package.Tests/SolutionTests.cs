using System.Text.Json.Nodes;

namespace PerfGate.Package.Tests;

/// <summary>Two projects with kernels and one without, in one solution.</summary>
public sealed class SolutionTests : IDisposable
{
    private const string Solution = """
        <Solution>
          <Project Path="first/first.csproj" />
          <Project Path="library/library.csproj" />
          <Project Path="second/second.csproj" />
        </Solution>
        """;

    private readonly Consumer _user;

    public SolutionTests(Packages packages)
    {
        _user = new(packages);
        _user.Kernel("first", "silu");
        _user.Kernel("second", "gelu");
        _user.Project("first/first.csproj", Consumer.PackageAndKernels);
        _user.Project("second/second.csproj", Consumer.PackageAndKernels);
        _user.Project("library/library.csproj", """<ProjectReference Include="../first/first.csproj" />""");
        _user.Write("mine.slnx", Solution);
    }

    [Fact]
    public async Task All_projects_are_gated_one_after_the_other_with_their_own_cases_of_one_baseline()
    {
        // One repository, so one file of a device's baselines.
        Assert.Equal(0, (await _user.RunAsync("git", "", "init", "-q")).ExitCode);
        var refreshed = await _user.ToolAsync("", ["refresh", .. Consumer.Briefly]);
        Assert.True(refreshed.ExitCode == 0, refreshed.Text);
        var file = Assert.Single(Directory.GetFiles(_user.PathOf("baselines")));
        var before = Projects(file);
        Assert.Equal(["first/first.csproj", "second/second.csproj"], before.Select(p => p.Key));
        Assert.Contains("silu", before["first/first.csproj"], StringComparison.Ordinal);
        Assert.DoesNotContain("gelu", before["first/first.csproj"], StringComparison.Ordinal);

        // Of one alone, by the solution's filter.
        _user.Write("one.slnf", """{ "solution": { "path": "mine.slnx", "projects": ["first/first.csproj"] } }""");
        var one = await _user.ToolAsync("", ["refresh", "one.slnf", "--no-restore", .. Consumer.Briefly]);

        Assert.True(one.ExitCode == 0, one.Text);
        Assert.Contains("2 of at most 5 measurements", one.Output, StringComparison.Ordinal);
        var after = Projects(file);
        Assert.NotEqual(before["first/first.csproj"], after["first/first.csproj"]);
        Assert.Equal(before["second/second.csproj"], after["second/second.csproj"]);

        // One of them is wrong now: the other one is judged, and the worst decides.
        File.WriteAllText(
            _user.PathOf("second/gelu.cu"),
            File.ReadAllText(_user.PathOf("second/gelu.cu")).Replace("1.0f +", "2.0f +", StringComparison.Ordinal)
        );
        var gated = await _user.ToolAsync("", ["gate", "--no-restore", .. Consumer.Briefly]);

        Assert.Equal(4, gated.ExitCode);
        const string Expected = """
            PerfGate ran in 2 projects, with 2 cases:
              Passed: 1 unchanged.
                first/artifacts/perfgate/report.html
              Incorrect: 1 case is incorrect.
                second/artifacts/perfgate/report.html
            Together: Incorrect
              artifacts/perfgate/projects.html

            """;
        Assert.True(gated.Output.EndsWith(Expected, StringComparison.Ordinal), gated.Text);
        Assert.Contains(
            "href=\"../../second/artifacts/perfgate/report.html\"",
            File.ReadAllText(_user.PathOf("artifacts/perfgate/projects.html")),
            StringComparison.Ordinal
        );
        var verdict = JsonNode.Parse(File.ReadAllText(_user.PathOf("artifacts/perfgate/projects.json")))!;
        Assert.Equal("incorrect", verdict["outcome"]!.GetValue<string>());
        Assert.Equal(
            ["first/first.csproj", "second/second.csproj"],
            verdict["projects"]!.AsArray().Select(p => p!["project"]!.GetValue<string>())
        );
    }

    private static Dictionary<string, string> Projects(string baseline) =>
        JsonNode
            .Parse(File.ReadAllText(baseline))!["projects"]!.AsObject()
            .ToDictionary(p => p.Key, p => p.Value!.ToJsonString());

    [Fact]
    public async Task With_the_package_in_every_project_dotnet_build_gates_the_solution()
    {
        _user.Write(
            "Directory.Packages.props",
            $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><GlobalPackageReference Include="PerfGate" Version="{Packages.Version}" /></ItemGroup>
            </Project>
            """
        );
        _user.Project("first/first.csproj", Consumer.Kernels);
        _user.Project("second/second.csproj", Consumer.Kernels);

        var built = await _user.DotNetAsync("build", "-t:PerfGateCompile", "-m", "-tl:off", "-p:PerfGateDevice=host");

        Assert.True(built.ExitCode == 0, built.Text);
        Assert.Contains(
            "library -> PerfGate: this project lists no CudaKernel. Nothing is measured.",
            built.Output,
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(_user.PathOf("first/artifacts/perfgate/kernels.json")), built.Text);
        Assert.True(File.Exists(_user.PathOf("second/artifacts/perfgate/kernels.json")), built.Text);

        // By itself the project is the one to be gated, and has to have kernels.
        var alone = await _user.DotNetAsync("build", "library", "-t:PerfGate", "-tl:off", "--no-restore");

        Assert.NotEqual(0, alone.ExitCode);
        Assert.Contains("error PG1015", alone.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string> SwitchedOff() =>
        new()
        {
            "-p:PerfGateSkip=true",
            "-p:UsePerfGate=false",
        };

    [Theory]
    [MemberData(nameof(SwitchedOff))]
    public async Task A_gate_that_is_switched_off_is_no_pass(string option)
    {
        var gated = await _user.ToolAsync("", "gate", option);

        Assert.Equal(2, gated.ExitCode);
        Assert.Contains("error PG1042", gated.Text, StringComparison.Ordinal);
    }

    // Targets of a user's own come after those of a package.
    [Fact]
    public async Task A_target_that_replaces_one_of_the_package_is_an_error_in_each_project_with_kernels()
    {
        _user.Write(
            "Directory.Build.targets",
            """
            <Project>
              <Target Name="PerfGate" /><Target Name="PerfGateCompile" /><Target Name="PerfGateMeasure" />
            </Project>
            """
        );
        const string error = "error PG1044: this project has a target of its own that is named PerfGate. ";
        // It is wrong, which nobody would see.
        File.WriteAllText(
            _user.PathOf("second/gelu.cu"),
            File.ReadAllText(_user.PathOf("second/gelu.cu")).Replace("1.0f +", "2.0f +", StringComparison.Ordinal)
        );

        var built = await _user.DotNetAsync("build", "-t:PerfGate", "-tl:off", "-p:PerfGateDevice=host");

        Assert.NotEqual(0, built.ExitCode);
        foreach (var project in (string[])["first", "second"])
            Assert.Contains($"{_user.PathOf($"{project}/{project}.csproj")} : {error}", built.Output);
        Assert.DoesNotContain("library.csproj : error", built.Output, StringComparison.Ordinal);

        // Of the steps of a whole flow any one.
        _user.Write("Directory.Build.targets", """<Project><Target Name="PerfGateJudge" /></Project>""");
        var unjudged = await _user.DotNetAsync(
            ["build", "second", "-t:PerfGate", "-tl:off", "--no-restore", .. Consumer.Briefly]);

        Assert.NotEqual(0, unjudged.ExitCode);
        Assert.Contains("error PG1044: this project has a target of its own that is named PerfGateJudge. ",
            unjudged.Text);

        // perfgate gate says the same.
        _user.Write("Directory.Build.targets", """<Project><Target Name="PerfGate" /></Project>""");
        var gated = await _user.ToolAsync("", "gate", "--no-restore", "-p:PerfGateDevice=host");

        Assert.NotEqual(0, gated.ExitCode);
        Assert.Contains(error, gated.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _user.Dispose();
}
