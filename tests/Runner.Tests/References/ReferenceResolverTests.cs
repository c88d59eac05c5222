using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Commands;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References;

public sealed partial class ReferenceResolverTests : IDisposable
{
    private const string BaselinePath = "baselines/" + BaselineText.Device + ".json";
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    private static ResolvedReference Resolve(string root, Func<ReferenceRequest, ReferenceRequest>? change = null)
    {
        var request = new ReferenceRequest
        {
            Root = root,
            BaselinesFolder = "baselines",
            DeviceSlug = BaselineText.Device,
        };
        return new ReferenceResolver(ReferenceSource.ReadPolicy).Resolve(change is null ? request : change(request));
    }

    private ResolvedReference Resolve(Func<ReferenceRequest, ReferenceRequest>? change = null) =>
        Resolve(_made.Root, change);

    private static string Refused(Action act) => Assert.Throws<PerfGateException>(act).Diagnostics[0].Code;

    private static double? Time(ResolvedReference reference) => BaselineText.TimeOf(reference.Baseline);

    /// <summary>A branch of main that has left it with one commit.</summary>
    private string BranchOff()
    {
        var fork = _made.Git("rev-parse", "HEAD");
        _made.Git("checkout", "--quiet", "-b", "feature");
        _made.Commit("kernels/saxpy.cu", "slow");
        return fork;
    }

    [Fact]
    public void A_branch_is_compared_with_the_baseline_where_it_left()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        var fork = BranchOff();
        var reference = Resolve();
        Assert.Equal(100, Time(reference));
        Assert.Equal(ReferenceKind.Baseline, reference.Description.Kind);
        Assert.Equal(fork, reference.TrialCommit);
        Assert.Empty(reference.GateEdits);
    }

    [Fact]
    public void What_main_became_since_is_not_the_reference()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Git("checkout", "--quiet", "main");
        _made.Commit(BaselinePath, BaselineText.Of(50));
        _made.Git("checkout", "--quiet", "feature");
        Assert.Equal(100, Time(Resolve()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_branch_that_rewrites_the_baseline_is_compared_with_the_old_one_and_it_is_told(bool committed)
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Write(BaselinePath, BaselineText.Of(900));
        if (committed)
            _made.CommitAll();
        var reference = Resolve();
        Assert.Equal(100, Time(reference));
        Assert.Contains(
            BaselinePath + " was changed since main",
            Assert.Single(reference.GateEdits).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_baseline_that_is_broken_at_the_base_is_refused_by_that_name_although_the_branch_mends_it()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100)[..200]);
        BranchOff();
        _made.Commit(BaselinePath, BaselineText.Of(100));
        var refused = Assert.Throws<PerfGateException>(() => Resolve()).Diagnostics[0];
        Assert.Equal("PG9002", refused.Code);
        Assert.StartsWith($"{BaselinePath} at main(", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_that_deletes_the_baseline_is_compared_with_it_all_the_same()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        File.Delete(_made.PathOf(BaselinePath));
        _made.CommitAll();
        var reference = Resolve();
        Assert.Equal(100, Time(reference));
        Assert.Contains("was deleted", Assert.Single(reference.GateEdits).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_pull_request_the_base_wins_although_it_is_the_head()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Commit("perfgate.json", Policy(floor: 10));
        _made.Write(BaselinePath, BaselineText.Of(900));
        _made.Write("perfgate.json", Policy(floor: 1e6));
        var reference = Resolve(r => r with { PullRequestBase = "main" });
        Assert.Equal(100, Time(reference));
        Assert.Equal(10, reference.Policy.AbsoluteFloorNs);
        Assert.Equal(2, reference.GateEdits.Length);
    }

    [Fact]
    public void A_pull_request_that_adds_the_first_baseline_is_compared_with_the_bases_kernels()
    {
        var fork = _made.Commit("kernels/saxpy.cu", "fast");
        BranchOff();
        _made.Commit(BaselinePath, BaselineText.Of(900));
        var reference = Resolve(r => r with { PullRequestBase = "main" });
        Assert.Equal(ReferenceKind.Base, reference.Description.Kind);
        Assert.Equal(fork, reference.TrialCommit);
    }

    [Fact]
    public void The_target_of_a_pull_request_is_the_remotes_branch_and_not_a_local_one_of_its_name()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        using var clone = _made.Clone("runner");
        clone.Commit(BaselinePath, BaselineText.Of(900));
        Assert.Equal(100, Time(Resolve(clone.Root, r => r with { PullRequestBase = "main" })));
    }

    [Fact]
    public void The_merge_commit_that_a_runner_checks_out_is_compared_with_its_base()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Commit(BaselinePath, BaselineText.Of(900));
        _made.Git("checkout", "--quiet", "main");
        var tip = _made.Commit("other", "1");
        using var clone = _made.Clone("runner");
        clone.Git("checkout", "--quiet", "--detach", "origin/main");
        clone.Git("merge", "--quiet", "--no-edit", "origin/feature");
        var reference = Resolve(clone.Root, r => r with { PullRequestBase = "main" });
        Assert.Equal(100, Time(reference));
        Assert.Equal(tip, reference.MergeBase);
    }

    [Fact]
    public void A_developer_who_just_measured_a_baseline_is_compared_with_it_uncommitted()
    {
        _made.Commit("kernels/saxpy.cu", "fast");
        _made.Write(BaselinePath, BaselineText.Of(100));
        _made.Write("kernels/saxpy.cu", "slow and edited");
        var reference = Resolve();
        Assert.Equal(100, Time(reference));
        Assert.Contains("as it is in the work tree", reference.Description.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_developer_who_measured_the_baseline_again_is_compared_with_the_new_one()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Write(BaselinePath, BaselineText.Of(110));
        var reference = Resolve();
        Assert.Equal(110, Time(reference));
        Assert.Contains(
            "the reference is the work tree's",
            Assert.Single(reference.GateEdits).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Without_baseline_and_without_changes_there_is_nothing_to_compare_with()
    {
        _made.Commit("kernels/saxpy.cu", "fast");
        Assert.Equal(ReferenceKind.None, Resolve().Description.Kind);
    }

    [Fact]
    public void Without_baseline_uncommitted_changes_are_compared_with_the_committed_kernels()
    {
        var commit = _made.Commit("kernels/saxpy.cu", "fast");
        _made.Write("kernels/saxpy.cu", "slow and edited");
        var reference = Resolve();
        Assert.Equal(ReferenceKind.Base, reference.Description.Kind);
        Assert.Equal(commit, reference.TrialCommit);
    }

    [Fact]
    public void On_the_base_itself_an_accused_case_is_tried_against_the_baselines_commit()
    {
        var then = _made.Commit("kernels/saxpy.cu", "fast");
        _made.Commit(BaselinePath, BaselineText.Of(100, then));
        _made.Commit("kernels/saxpy.cu", "slow");
        Assert.Equal(then, Resolve().TrialCommit);
    }

    [Fact]
    public void An_edited_baseline_is_no_change_to_what_is_tried()
    {
        var then = _made.Commit("kernels/saxpy.cu", "fast");
        _made.Commit(BaselinePath, BaselineText.Of(100, then));
        _made.Commit("kernels/saxpy.cu", "slow");
        _made.Write(BaselinePath, BaselineText.Of(90, then));
        Assert.Equal(then, Resolve().TrialCommit);
    }

    [Fact]
    public void The_base_can_be_named()
    {
        var first = _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Commit(BaselinePath, BaselineText.Of(50));
        BranchOff();
        Assert.Equal(100, Time(Resolve(r => r with { Base = first })));
        Assert.Equal(100, Time(Resolve(r => r with { Base = "main~1" })));
    }

    [Fact]
    public void A_baseline_that_was_asked_for_and_is_not_there_is_an_error()
    {
        _made.Commit("a", "1");
        Assert.Equal("PG4015", Refused(() => Resolve(r => r with { Choice = ReferenceChoice.Baseline })));
    }

    [Fact]
    public void The_bases_kernels_can_be_asked_for_although_there_is_a_baseline()
    {
        var commit = _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        var reference = Resolve(r => r with { Choice = ReferenceChoice.Base });
        Assert.Equal(ReferenceKind.Base, reference.Description.Kind);
        Assert.Equal(commit, reference.Description.Commit);
    }

    [Fact]
    public void The_bases_kernels_without_a_repository_are_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("PG4013", Refused(() => Resolve(folder.Root, r => r with { Choice = ReferenceChoice.Base })));
    }

    [Fact]
    public void Who_wants_no_comparison_needs_no_history()
    {
        _made.Commit("perfgate.json", Policy(floor: 10));
        BranchOff();
        _made.Git("checkout", "--quiet", "main");
        using var clone = _made.Clone("shallow", "--depth", "1", "--branch", "feature");
        var reference = Resolve(clone.Root, r => r with { Choice = ReferenceChoice.None });
        Assert.Equal(ReferenceKind.None, reference.Description.Kind);
        Assert.Equal(10, reference.Policy.AbsoluteFloorNs);
    }

    [Fact]
    public void Resolving_touches_neither_work_tree_nor_index()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Write(BaselinePath, BaselineText.Of(900));
        _made.Write("untracked", "1");
        var before = _made.Git("status", "--porcelain=v2", "--branch");
        Resolve();
        Assert.Equal(before, _made.Git("status", "--porcelain=v2", "--branch"));
    }
}
