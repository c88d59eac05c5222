using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Baselines;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Tests.References;

/// <content>Several projects of one repository.</content>
public sealed partial class ReferenceResolverTests
{
    [Fact]
    public void Of_a_file_of_several_projects_a_project_gets_its_own_baseline()
    {
        _made.Commit("a.csproj", "");
        _made.Commit("b.csproj", "");
        _made.Commit(
            BaselinePath,
            JsonSerializer.Serialize(
                new SharedBaseline
                {
                    Device = BaselineText.Device,
                    Projects = ImmutableSortedDictionary<string, Baseline>
                        .Empty.Add("a.csproj", BaselineText.Baseline(100))
                        .Add("b.csproj", BaselineText.Baseline(50)),
                },
                PerfGateJson.Default.SharedBaseline
            )
        );
        BranchOff();

        Assert.Equal(50, Time(Resolve(r => r with { Project = "b.csproj" })));
        // A project that has none yet is judged by its own kernels at the base, as where there is no file.
        var none = Resolve(r => r with { Project = "c.csproj" });
        Assert.Equal(ReferenceKind.Base, none.Description.Kind);
        Assert.StartsWith(
            "this project has no baseline of this device at the merge base",
            none.Description.Reason,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "PG4015",
            Refused(() => Resolve(r => r with { Project = "c.csproj", Choice = ReferenceChoice.Baseline }))
        );
        Assert.Equal("PG2054", Refused(() => Resolve()));
    }
}
