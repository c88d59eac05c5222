using System.Diagnostics;
using PerfGate.Core.Devices;

namespace PerfGate.Tasks.Tests.Builds;

/// <summary>Several builds, and several projects, that would work in the same folders.</summary>
public sealed class FolderOwnershipTests : IDisposable
{
    private readonly BuildFixture _build = new();

    public static bool HasCompiler => Compiling.HostCompileTests.HasCompiler;

    private const string Need = "needs g++ or clang++ on the PATH";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _build.Dispose();

    [Theory(SkipUnless = nameof(HasCompiler), Skip = Need)]
    [InlineData("AssemblyTaskFactory")]
    [InlineData("TaskHostFactory")]
    public async Task A_second_gate_in_one_tree_waits_until_the_first_one_is_through(string taskFactory)
    {
        // The first one is not through before the second one has begun.
        _build.Answer(
            $"{AwaitBoth()}\necho \"$FLOW begins $1\" >> '{_build.Folder.At("steps")}'\nsleep 0.5\n"
                + $"echo \"$FLOW ends $1\" >> '{_build.Folder.At("steps")}'"
        );
        string[] gate = ["kernels/kernels.csproj", "-t:PerfGate", $"-p:PerfGateTaskFactory={taskFactory}"];

        var both = await Task.WhenAll(_build.MSBuildOfAsync("A", gate), _build.MSBuildOfAsync("B", gate));

        Assert.All(both, b => Assert.True(b.ExitCode == 0, b.Output));
        var flows = File.ReadAllLines(_build.Folder.At("steps")).Select(l => l[..1]).ToList();
        Assert.Equal(16, flows.Count);
        Assert.Single(flows.Zip(flows.Skip(1)), pair => pair.First != pair.Second);
        Assert.Matches(
            @"Waiting for dotnet build \(pid \d+, user [^)]+\) in .+, since \d{4}-",
            Assert.Single(both, b => b.Output.Contains("Waiting for", StringComparison.Ordinal)).Output);
    }

    [Theory(SkipUnless = nameof(HasCompiler), Skip = Need)]
    [InlineData("AssemblyTaskFactory")]
    [InlineData("TaskHostFactory")]
    public async Task Two_builds_that_compile_one_fresh_tree_at_once_both_succeed(string taskFactory)
    {
        _build.Folder.Plan(DeviceKind.Host);
        // Both have begun before the first one goes on. Where nothing kept the second one away, it would come here too.
        var steps = _build.Folder.At("steps");
        _build.Answer($$"""
            [ $1 = list ] || exit 0
            echo $FLOW >> '{{steps}}'
            {{AwaitBoth()}}
            for i in $(seq 20); do [ $(wc -l < '{{steps}}') -ge 2 ] && break; sleep 0.1; done
            echo $FLOW >> '{{steps}}'
            """);
        string[] compile = ["kernels/kernels.csproj", "-t:PerfGateCompile", $"-p:PerfGateTaskFactory={taskFactory}"];

        var both = await Task.WhenAll(_build.MSBuildOfAsync("A", compile), _build.MSBuildOfAsync("B", compile));

        Assert.All(both, b => Assert.True(b.ExitCode == 0, b.Output));
        Assert.Contains(string.Concat(await File.ReadAllLinesAsync(steps, Stop)), (string[])["AABB", "BBAA"]);
        var modules = _build.Folder.Compiled().Modules;
        Assert.Equal(3, modules.Length);
        var output = Path.GetDirectoryName(_build.Folder.Output)!;
        Assert.All(modules, m => Assert.True(File.Exists(Path.Combine(output, m.Binary)), m.Binary));
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_gate_that_does_not_want_to_wait_says_who_is_in_its_way_and_leaves_that_one_alone()
    {
        _build.Answer(
            $"[ \"$FLOW $1\" = 'A run' ] && {{ echo there > '{_build.Folder.At("there")}'; while [ ! -f "
                + $"'{_build.Folder.At("go")}' ]; do sleep 0.1; done; }}"
        );
        var first = _build.MSBuildOfAsync("A", "kernels/kernels.csproj", "-t:PerfGate");
        await AppearsAsync("there");

        var (exit, output) = await _build.MSBuildOfAsync(
            "B",
            "kernels/kernels.csproj",
            "-t:PerfGate",
            "-p:PerfGateWait=0"
        );
        _build.Folder.Write("go", "");
        var (firstExit, firstOutput) = await first;

        Assert.Equal(1, exit);
        Assert.Matches(@"error PG2050: another gate still uses this folder after 0 s: dotnet build \(pid \d+", output);
        Assert.True(firstExit == 0, firstOutput);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_gate_that_was_killed_is_in_nobodys_way()
    {
        _build.Answer($"[ \"$FLOW $1\" = 'A run' ] && {{ echo there > '{_build.Folder.At("there")}'; sleep 30; }}");
        using var first = _build.Start("A", "msbuild", "kernels/kernels.csproj", "-t:PerfGate");
        await AppearsAsync("there");
        first.Kill(entireProcessTree: true);
        await first.WaitForExitAsync(Stop);

        var (exit, output) = await _build.TargetAsync("-t:PerfGate", "-p:PerfGateWait=20");

        Assert.True(exit == 0, output);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_gate_that_failed_holds_nothing()
    {
        _build.Answer("[ $1 = run ] && exit 3");
        Assert.Equal(1, (await _build.TargetAsync("-t:PerfGate")).ExitCode);
        _build.Answer("");

        var (exit, output) = await _build.TargetAsync("-t:PerfGateMeasure", "-p:PerfGateWait=0");

        Assert.True(exit == 0, output);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task Several_targets_one_after_the_other_hold_the_folders_in_turn()
    {
        var (exit, output) = await _build.TargetAsync(
            "-t:PerfGateCompile;PerfGateMeasure;PerfGate;PerfGateReport",
            "-p:PerfGateWait=0"
        );

        Assert.True(exit == 0, output);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_second_project_is_refused_where_the_results_of_the_first_lie()
    {
        TwoProjects("");
        Assert.Equal(0, (await _build.TargetAsync("-t:PerfGate")).ExitCode);
        var first = File.ReadAllText(_build.Folder.Output);

        var (exit, output) = await _build.MSBuildAsync("other/other.csproj", "-t:PerfGate");

        Assert.Equal(1, exit);
        Assert.Contains(
            "error PG1030: this folder holds the results of the project ",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("kernels.csproj, and ", output, StringComparison.Ordinal);
        Assert.Contains("<PerfGateName>$(MSBuildProjectName)</PerfGateName>", output, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(_build.Folder.Output));
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task Cleaning_a_second_project_leaves_the_results_of_the_first()
    {
        TwoProjects("");
        Assert.Equal(0, (await _build.TargetAsync("-t:PerfGate")).ExitCode);

        var (exit, output) = await _build.MSBuildAsync("other/other.csproj", "-t:Clean");

        Assert.True(exit == 0, output);
        Assert.True(File.Exists(_build.Folder.Output));
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task A_project_that_is_gone_owns_nothing()
    {
        TwoProjects("");
        Assert.Equal(0, (await _build.TargetAsync("-t:PerfGate")).ExitCode);
        File.Delete(_build.Folder.At("kernels/kernels.csproj"));

        var (exit, output) = await _build.MSBuildAsync("other/other.csproj", "-t:PerfGate");

        Assert.True(exit == 0, output);
    }

    [Fact(SkipUnless = nameof(HasCompiler), Skip = Need)]
    public async Task Projects_with_names_of_their_own_work_side_by_side_in_one_build()
    {
        TwoProjects("<PerfGateName>$(MSBuildProjectName)</PerfGateName>");
        _build.Folder.Write("both.proj", """
            <Project>
              <Target Name="PerfGate">
                <MSBuild Projects="kernels/kernels.csproj;other/other.csproj" Targets="Restore" Properties="Restoring=true" />
                <MSBuild Projects="kernels/kernels.csproj;other/other.csproj" Targets="PerfGate" BuildInParallel="true" />
              </Target>
            </Project>
            """);

        var (exit, output) = await _build.DotNetAsync("A", "msbuild", "both.proj", "-t:PerfGate", "-m:2");

        Assert.True(exit == 0, output);
        Assert.Contains(
            "plain.cu",
            File.ReadAllText(_build.Folder.At("artifacts/perfgate/kernels/kernels.json")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "waves.cu",
            File.ReadAllText(_build.Folder.At("artifacts/perfgate/other/kernels.json")),
            StringComparison.Ordinal
        );
        Assert.All(
            _build.Calls.Where(c => c.StartsWith("run ", StringComparison.Ordinal)),
            c =>
                Assert.Matches(
                    "--baselines [^ ]*/baselines/ ",
                    c.Replace("perfgate tasks ", "", StringComparison.Ordinal)
                )
        );
    }

    private void TwoProjects(string properties)
    {
        _build.Folder.Write("Directory.Build.props", $"<Project><PropertyGroup>{properties}</PropertyGroup></Project>");
        _build.Folder.Write("other/other.csproj", BuildFixture.Project());
        _build.Folder.Write("other/waves.cu", "__global__ void waves(float* x)\n{\n    x[0] += 1;\n}\n");
        _build.Folder.Write("other/waves.bench.json", "{}");
        foreach (var (folder, kernel) in new[] { ("kernels", "plain"), ("other", "waves") })
        {
            _build.Folder.Write($"{folder}/plan.json", $$"""
                { "schemaVersion": 1, "device": "host", "deviceReason": "the test says so", "cases": [],
                  "modules": [ { "source": "{{folder}}/{{kernel}}.cu", "kind": "kernels", "defines": "",
                    "functions": ["{{kernel}}"] } ] }
                """);
        }

        // perfgate list writes the plan of the project that asks.
        _build.Answer(
            "[ $1 = list ] && for a in \"$@\"; do case \"$a\" in */obj/perfgate/plan.json) cp "
                + "\"${a%/obj/perfgate/plan.json}/plan.json\" \"$a\";; esac; done"
        );
    }

    private async Task AppearsAsync(string file)
    {
        var watch = Stopwatch.StartNew();
        while (!File.Exists(_build.Folder.At(file)))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{file} did not appear");
            await Task.Delay(50, Stop);
        }
    }

    // Lets builds say that they have begun. The result is what makes the script wait for the builds A and B.
    private string AwaitBoth()
    {
        _build.Folder.Write("Directory.Build.targets", """
            <Project>
              <Target Name="Begun" BeforeTargets="_PerfGatePrepare">
                <Touch Files="$(PerfGateRepositoryRoot)begun-$(FLOW)" AlwaysCreate="true" />
              </Target>
            </Project>
            """);
        var begun = _build.Folder.At("begun");
        return $"for i in $(seq 600); do [ -f '{begun}-A' ] && [ -f '{begun}-B' ] && break; sleep 0.1; done";
    }
}
