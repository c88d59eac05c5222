using PerfGate.Core.Judgement;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Tests.References;

/// <content>What is said of the reference that was chosen, and where it comes from.</content>
public sealed partial class ReferenceResolverTests
{
    [Fact]
    public void The_baseline_of_the_merge_base_is_said_to_be_that()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();

        var said = Resolve().Description;

        Assert.Equal("the baseline of this device as committed at the merge base with main", said.Reason);
        Assert.Equal(BaselinePath, said.Path);
    }

    [Fact]
    public void A_baseline_that_is_not_committed_yet_is_said_to_be_the_work_trees()
    {
        _made.Commit("kernels/a.cu", "1");
        _made.Write(BaselinePath, BaselineText.Of(100));

        Assert.Equal(
            "the baseline of this device as it is in the work tree: the merge base with main has none",
            Resolve().Description.Reason);
    }

    [Fact]
    public void A_baseline_that_differs_from_the_committed_one_is_said_to()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Write(BaselinePath, BaselineText.Of(900));

        Assert.Equal(
            "the baseline of this device as it is in the work tree: it differs from the one of main, and no commit "
                + "was made since",
            Resolve().Description.Reason);
    }

    [Fact]
    public void Where_there_is_no_base_it_is_said_why_the_work_trees_baseline_counts()
    {
        _made.Git("checkout", "--quiet", "--orphan", "topic");
        _made.Commit(BaselinePath, BaselineText.Of(100));

        Assert.Equal(
            "the baseline of this device as it is in the work tree: there is no base to read another from, because "
                + "there is no other branch and no remote",
            Resolve().Description.Reason);
    }

    [Fact]
    public void Without_a_repository_the_baseline_is_the_one_on_disk()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("baselines"));
        File.WriteAllText(folder.PathOf(BaselinePath), BaselineText.Of(100));

        Assert.Equal(
            "the baseline of this device as it is on disk: there is no git repository here",
            Resolve(folder.Root).Description.Reason);
    }

    [Fact]
    public void Without_a_baseline_it_is_said_what_else_is_missing()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            "this device has no baseline, and there is no git repository to take a base from",
            Resolve(folder.Root).Description.Reason);

        _made.Git("checkout", "--quiet", "--orphan", "topic");
        _made.Commit("kernels/a.cu", "1");
        Assert.Equal(
            "this device has no baseline, and there is no base commit: there is no other branch and no remote",
            Resolve().Description.Reason);
    }

    [Fact]
    public void Without_a_baseline_the_kernels_of_the_merge_base_are_run()
    {
        _made.Commit("kernels/a.cu", "1");
        var fork = BranchOff();

        var reference = Resolve();

        Assert.Equal(
            (ReferenceKind.Base, "this device has no baseline at the merge base with main, so that its kernels are run "
                + "now"),
            (reference.Description.Kind, reference.Description.Reason));
        Assert.Equal((fork, fork), (reference.MergeBase, reference.TrialCommit));
    }

    [Fact]
    public void On_the_base_itself_without_a_baseline_nothing_was_changed()
    {
        _made.Commit("kernels/a.cu", "1");

        Assert.Equal(
            (ReferenceKind.None, "this device has no baseline, and nothing was changed since main"),
            (Resolve().Description.Kind, Resolve().Description.Reason));
    }

    // Its commit may be one that nobody has any more.
    [Theory]
    [InlineData(null)]
    [InlineData("0123456789012345678901234567890123456789")]
    public void On_the_base_itself_a_baseline_of_an_unknown_commit_is_tried_against_the_base(string? measuredAt)
    {
        _made.Commit(BaselinePath, BaselineText.Of(100, measuredAt));

        Assert.Equal(_made.Git("rev-parse", "HEAD"), Resolve().TrialCommit);
    }

    [Fact]
    public void A_baseline_of_another_device_that_was_changed_does_not_act()
    {
        _made.Commit("baselines/other.json", BaselineText.Of(100));
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Write("baselines/other.json", BaselineText.Of(900));

        var edit = Assert.Single(Resolve().GateEdits);

        Assert.Equal(
            ("baselines/other.json", "baselines/other.json was changed since main", false),
            (edit.Subject, edit.Text, edit.Acts));
    }

    [Fact]
    public void This_devices_baseline_that_was_changed_in_the_work_tree_acts()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Write(BaselinePath, BaselineText.Of(900));

        var edit = Assert.Single(Resolve().GateEdits);

        Assert.Equal(
            ($"{BaselinePath} was changed since main; the reference is the work tree's", true), (edit.Text, edit.Acts));
    }

    [Fact]
    public void A_folder_of_baselines_that_is_gone_was_deleted_file_by_file()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        Directory.Delete(_made.PathOf("baselines"), recursive: true);

        Assert.Equal(
            $"{BaselinePath} was deleted since main; the reference is the base's all the same",
            Assert.Single(Resolve().GateEdits).Text);
    }

    [Fact]
    public void The_bases_kernels_that_were_asked_for_without_a_base_are_refused_with_the_reason()
    {
        _made.Git("checkout", "--quiet", "--orphan", "topic");
        _made.Commit("kernels/a.cu", "1");

        Assert.Contains(
            "has no base: there is no other branch and no remote. Name it with PerfGateBase.",
            Told(() => Resolve(r => r with { Choice = ReferenceChoice.Base })), StringComparison.Ordinal);
    }

    // A pull request that adds the first baseline is compared with it only where that was asked for.
    [Theory]
    [InlineData("Auto", ReferenceKind.Base)]
    [InlineData("Baseline", ReferenceKind.Baseline)]
    public void The_first_baseline_of_a_pull_request_counts_where_a_baseline_was_asked_for(
        string choice, ReferenceKind kind)
    {
        _made.Commit("kernels/a.cu", "1");
        BranchOff();
        _made.Commit(BaselinePath, BaselineText.Of(100));

        Assert.Equal(kind, Resolve(r => r with { Base = "main", Choice = Parsed(choice) }).Description.Kind);
    }

    [Fact]
    public void A_commit_that_is_named_by_its_beginning_is_the_base()
    {
        var commit = _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();

        Assert.Equal(commit, Resolve(r => r with { Base = commit[..10] }).MergeBase);
    }

    // Who is asked for a comparison must not be told that the base is unknown only afterwards.
    [Fact]
    public void A_pull_request_in_a_repository_that_cannot_be_read_is_refused_whatever_is_compared()
    {
        _made.Commit("a", "1");
        _made.Git("config", "core.repositoryformatversion", "1");
        _made.Git("config", "extensions.refStorage", "reftable");

        Assert.Equal(
            "PG4012",
            Refused(() => Resolve(r => r with
            {
                Choice = ReferenceChoice.None, PullRequestBase = "main", PullRequestVariable = "GITHUB_BASE_REF",
            })));
    }

    [Theory]
    [InlineData("Auto", "PerfGateReference=auto looks for one")]
    [InlineData("Baseline", "PerfGateReference=baseline asks for one")]
    [InlineData("Base", "PerfGateReference=base asks for one")]
    [InlineData("None", null)]
    public void Why_a_comparison_is_expected_is_said(string choice, string? why)
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        var expected = Resolve(r => r with { Choice = Parsed(choice) }).Expected;

        Assert.Equal((why, false), (expected.Because, expected.SwitchedOff));
        Assert.True(Resolve(r => r with { Choice = ReferenceChoice.None, Base = "main" }).Expected.SwitchedOff);
    }

    // The default branch's own commit owes no comparison before it has a baseline; a folder without history does.
    [Fact]
    public void No_comparison_is_expected_of_the_default_branchs_own_commit_alone()
    {
        using var folder = new TemporaryFolder();
        _made.Commit("kernels/a.cu", "1");

        Assert.Null(Resolve().Expected.Because);
        Assert.NotNull(Resolve(folder.Root).Expected.Because);
    }

    private static ReferenceChoice Parsed(string choice) => Enum.Parse<ReferenceChoice>(choice);

    // Whoever names a base, or runs for a pull request, has it count although no commit was made since.
    [Fact]
    public void A_base_that_was_named_binds_although_it_is_the_head()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Write(BaselinePath, BaselineText.Of(900));

        Assert.Equal(900, Time(Resolve()));
        Assert.Equal(100, Time(Resolve(r => r with { Base = "main" })));
        Assert.Equal(
            100,
            Time(Resolve(r => r with { PullRequestBase = "main", PullRequestVariable = "GITHUB_BASE_REF" })));
    }

    [Fact]
    public void A_baseline_that_the_branch_adds_was_added()
    {
        _made.Commit("kernels/a.cu", "1");
        BranchOff();
        _made.Commit(BaselinePath, BaselineText.Of(100));

        Assert.Equal(
            $"{BaselinePath} was added since main; the reference is the work tree's",
            Assert.Single(Resolve().GateEdits).Text);
    }
}
