using System.Text.Json;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References;

/// <summary>
/// What decides how the gate runs, and changes in a branch, is listed with the branch's other edits of the gate.
/// </summary>
public sealed class WatchedFileEditsTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData("kernels/kernels.csproj")]
    [InlineData("gate.proj")]
    [InlineData("Directory.Build.props")]
    [InlineData("sub/Directory.Build.targets")]
    [InlineData("my.props")]
    [InlineData("my.targets")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    [InlineData("nuget.config")]
    [InlineData("Directory.Build.rsp")]
    [InlineData(".github/workflows/perf-gate.yml")]
    [InlineData(".github/actions/x/action.yml")]
    public void A_build_file_or_workflow_that_a_branch_adds_changes_or_deletes_is_an_edit_that_acts(string path)
    {
        _made.Commit("baselines/x.txt", "");
        Branch();
        _made.Commit(path, "one");
        AssertEdit(path, "was added since main");

        _made.Git("checkout", "--quiet", "-B", "main");
        _made.Git("checkout", "--quiet", "-b", "second");
        _made.Commit(path, "two");
        AssertEdit(path, "was changed since main");

        _made.Git("rm", "--quiet", path);
        _made.Git("commit", "--quiet", "-m", "gone");
        AssertEdit(path, "was deleted since main");
    }

    [Fact]
    public void What_a_branch_sets_in_a_project_is_named_in_its_edit()
    {
        _made.Commit("kernels/kernels.csproj", "<Project><PropertyGroup></PropertyGroup></Project>");
        Branch();
        _made.Commit(
            "kernels/kernels.csproj",
            "<Project><PropertyGroup><PerfGateReference>none</PerfGateReference></PropertyGroup></Project>"
        );

        Assert.Equal(
            "kernels/kernels.csproj was changed since main: PerfGateReference is 'none' and was not set",
            Assert.Single(Resolve().GateEdits).Text);
    }

    [Fact]
    public void A_change_that_is_not_committed_is_listed_and_a_file_that_git_does_not_know_is_not()
    {
        _made.Commit("kernels/kernels.csproj", "<Project/>");
        Branch();
        _made.Commit("kernels/saxpy.cu", "slow");
        _made.Write("kernels/kernels.csproj", "<Project></Project>");
        _made.Write("obj/kernels.csproj.nuget.g.props", "<Project/>");

        Assert.Equal(["kernels/kernels.csproj"], Resolve().GateEdits.Select(e => e.Subject));
    }

    [Fact]
    public void Kernels_and_line_ends_are_no_edits()
    {
        _made.Commit("kernels/kernels.csproj", "<Project>\n</Project>\n");
        Branch();
        _made.Commit("kernels/kernels.csproj", "<Project>\r\n</Project>\r\n");
        _made.Commit("kernels/saxpy.cu", "slow");

        Assert.Empty(Resolve().GateEdits);
    }

    [Fact]
    public void A_build_file_under_another_name_is_one_that_is_gone()
    {
        _made.Commit(
            "Directory.Build.props",
            "<Project><!-- a text that is long enough to be found again --></Project>"
        );
        Branch();
        _made.Git("mv", "Directory.Build.props", "notes.txt");
        _made.Git("commit", "--quiet", "-m", "moved");

        AssertEdit("Directory.Build.props", "was deleted since main");
    }

    [Fact]
    public void No_comparison_although_a_base_is_known_is_an_edit_that_acts()
    {
        _made.Commit("kernels/saxpy.cu", "fast");
        Branch();
        _made.Commit("kernels/saxpy.cu", "slow");

        var named = Resolve(r => r with { Choice = ReferenceChoice.None, Base = "main", InCi = true });
        var pull = Resolve(r => r with { Choice = ReferenceChoice.None, PullRequestBase = "main", InCi = true });
        var neither = Resolve(r => r with { Choice = ReferenceChoice.None, InCi = true });

        Assert.Equal(("PerfGateReference", true), Of(Assert.Single(named.GateEdits)));
        Assert.Equal(("PerfGateReference", true), Of(Assert.Single(pull.GateEdits)));
        Assert.True(named.Expected.Fails(new()));
        Assert.Empty(neither.GateEdits);
    }

    [Fact]
    public void Another_base_than_the_pull_requests_is_an_edit_that_acts()
    {
        _made.Commit("kernels/saxpy.cu", "slow");
        _made.Git("tag", "slow-one");
        _made.Commit("kernels/saxpy.cu", "fast");
        Branch();
        _made.Commit("kernels/saxpy.cu", "slow again");

        var other = Resolve(r => r with { Base = "slow-one", PullRequestBase = "main", InCi = true });
        var same = Resolve(r =>
            r with
            {
                Base = _made.Git("rev-parse", "main"),
                PullRequestBase = "main",
                InCi = true,
            }
        );

        var edit = Assert.Single(other.GateEdits);
        Assert.Equal(("PerfGateBase", true), Of(edit));
        Assert.Contains("'slow-one'", edit.Text, StringComparison.Ordinal);
        Assert.Empty(same.GateEdits);
    }

    [Fact]
    public void An_entry_counts_for_a_file_in_the_branch_that_adds_it_and_for_a_property_also_later()
    {
        var standing = new AcceptedGateEdit("PerfGateFilter", "one part a job", new(2030, 1, 1));
        var merged = new AcceptedGateEdit("kernels/kernels.csproj", "an earlier change", new(2030, 1, 1));
        var added = new AcceptedGateEdit("build/*.props", "this change", new(2030, 1, 1));
        _made.Commit("perfgate.json", Policy(standing, merged));
        Branch();
        _made.Commit("perfgate.json", Policy(standing, merged, added));

        var reference = Resolve();

        Assert.Equal([standing, added], reference.Policy.AcceptedGateEdits);
        Assert.Contains(
            "perfgate.json newly accepts that build/*.props decides how the gate runs, until 2030-01-01: this change",
            reference.GateEdits.Select(e => e.Text));
        Assert.All(reference.GateEdits, e => Assert.False(e.Acts));
    }

    private static (string Subject, bool Acts) Of(GateEdit edit) => (edit.Subject, edit.Acts);

    private static string Policy(params AcceptedGateEdit[] entries) =>
        JsonSerializer.Serialize(new GatePolicy { AcceptedGateEdits = [.. entries] }, PerfGateJson.Default.GatePolicy);

    private void Branch() => _made.Git("checkout", "--quiet", "-b", "feature");

    private void AssertEdit(string path, string what)
    {
        var edit = Assert.Single(Resolve().GateEdits);
        Assert.Equal((path, true), Of(edit));
        Assert.Contains(what, edit.Text, StringComparison.Ordinal);
    }

    private ResolvedReference Resolve(Func<ReferenceRequest, ReferenceRequest>? change = null)
    {
        var request = new ReferenceRequest
        {
            Root = _made.Root,
            BaselinesFolder = "baselines",
            DeviceSlug = BaselineText.Device,
        };
        return new ReferenceResolver(
            (text, _) => JsonSerializer.Deserialize(text, PerfGateJson.Default.GatePolicy)!
        ).Resolve(change is null ? request : change(request));
    }
}
