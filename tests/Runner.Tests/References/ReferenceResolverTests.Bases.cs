using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References;

// Which commit is the base: by a name that may be ambiguous, or by the default branch, whatever it and its remote are
// called.
public sealed partial class ReferenceResolverTests
{
    private static string Told(Action act) => Assert.Throws<PerfGateException>(act).Diagnostics[0].Message;

    [Fact]
    public void A_name_that_is_a_tag_and_a_branch_of_different_commits_is_refused_with_both()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Git("tag", "v1");
        _made.Commit("a", "1");
        _made.Git("branch", "v1");
        BranchOff();

        Assert.Equal("PG4021", Refused(() => Resolve(r => r with { Base = "v1" })));
        var told = Told(() => Resolve(r => r with { Base = "v1" }));
        Assert.Contains("refs/tags/v1 (", told, StringComparison.Ordinal);
        Assert.Contains("refs/heads/v1 (", told, StringComparison.Ordinal);
        Assert.Equal(100, Time(Resolve(r => r with { Base = "refs/tags/v1" })));
    }

    [Fact]
    public void A_name_that_is_a_tag_and_a_branch_of_one_commit_is_that_commit()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Git("tag", "--annotate", "--message", "one", "v1");
        _made.Git("branch", "v1");
        BranchOff();

        Assert.Equal(100, Time(Resolve(r => r with { Base = "v1" })));
    }

    [Fact]
    public void A_branch_whose_name_looks_like_another_commits_sha_is_refused()
    {
        var old = _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Commit("a", "1");
        _made.Git("branch", old[..8]);
        BranchOff();

        Assert.Equal("PG4021", Refused(() => Resolve(r => r with { Base = old[..8] })));
        Assert.Equal(old, Resolve(r => r with { Base = old[..12] }).MergeBase);
    }

    [Fact]
    public void A_local_branch_comes_before_a_remotes_where_the_user_names_it_and_after_it_where_a_runner_does()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        using var clone = _made.Clone("clone");
        clone.Commit(BaselinePath, BaselineText.Of(200));
        clone.Git("checkout", "--quiet", "-b", "feature");
        clone.Commit("a", "1");

        Assert.Equal(200, Time(Resolve(clone.Root, r => r with { Base = "main" })));
        Assert.Equal(100, Time(Resolve(clone.Root, r => r with { PullRequestBase = "main" })));
    }

    [Fact]
    public void A_remote_need_not_be_called_origin()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        using var clone = _made.Clone("clone", "--origin", "upstream");
        clone.Git("checkout", "--quiet", "--detach");
        clone.Git("branch", "--quiet", "--delete", "main");
        clone.Commit(BaselinePath, BaselineText.Of(900));

        Assert.Equal(100, Time(Resolve(clone.Root)));
        Assert.Equal(100, Time(Resolve(clone.Root, r => r with { PullRequestBase = "main" })));
        Assert.Equal(100, Time(Resolve(clone.Root, r => r with { Base = "main" })));
    }

    [Fact]
    public void Two_remotes_that_disagree_are_refused_with_both()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        using var fork = _made.Clone("fork");
        fork.Commit("b", "2");
        using var clone = _made.Clone("clone", "--origin", "one");
        clone.Git("remote", "add", "two", new Uri(fork.Root).AbsoluteUri);
        clone.Git("fetch", "--quiet", "two");
        clone.Git("checkout", "--quiet", "--detach");

        var told = Told(() => Resolve(clone.Root, r => r with { PullRequestBase = "main" }));
        Assert.Contains("refs/remotes/one/main", told, StringComparison.Ordinal);
        Assert.Contains("refs/remotes/two/main", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trunk")]
    [InlineData("develop")]
    public void A_default_branch_that_no_HEAD_records_is_found_by_a_usual_name(string name)
    {
        using var upstream = new TemporaryRepository(name);
        upstream.Commit(BaselinePath, BaselineText.Of(100));
        upstream.Git("branch", "topic");
        using var clone = Detached(upstream);
        clone.Commit(BaselinePath, BaselineText.Of(900));

        Assert.Equal(100, Time(Resolve(clone.Root, r => r with { InCi = true })));
    }

    [Fact]
    public void Where_several_branches_could_be_the_default_one_ci_is_refused_and_elsewhere_the_reason_is_given()
    {
        using var upstream = new TemporaryRepository("stable");
        upstream.Commit("kernels/a.cu", "1");
        upstream.Git("branch", "next");
        using var clone = Detached(upstream);
        clone.Commit("kernels/a.cu", "2");

        Assert.Equal("PG4020", Refused(() => Resolve(clone.Root, r => r with { InCi = true })));
        Assert.Contains(
            "origin/next, origin/stable",
            Told(() => Resolve(clone.Root, r => r with { InCi = true })),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "stable",
            Resolve(clone.Root, r => r with { InCi = true, Base = "stable" }).Expected.Because!.Split('\'')[1]
        );
        var reference = Resolve(clone.Root);
        Assert.Equal(ReferenceKind.None, reference.Description.Kind);
        Assert.Contains(
            "it may be any of origin/next, origin/stable", reference.Description.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_only_branch_of_a_clone_is_not_taken_for_the_default_one_where_it_is_the_change_itself()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Git("checkout", "--quiet", "main");
        using var clone = _made.Clone("clone", "--single-branch", "--branch", "feature");

        Assert.Equal("PG4020", Refused(() => Resolve(clone.Root, r => r with { InCi = true })));
    }

    [Fact]
    public void A_recorded_default_branch_that_is_gone_is_passed_over()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        using var clone = _made.Clone("clone");
        clone.Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone");
        clone.Git("checkout", "--quiet", "--detach");
        clone.Commit(BaselinePath, BaselineText.Of(900));

        Assert.Equal(100, Time(Resolve(clone.Root)));
    }

    [Fact]
    public void In_a_submodule_the_submodules_own_base_counts()
    {
        using var inner = new TemporaryRepository();
        inner.Commit(BaselinePath, BaselineText.Of(100));
        _made.Git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", new Uri(inner.Root).AbsoluteUri, "lib");
        _made.CommitAll();
        _made.Git("-C", _made.PathOf("lib"), "checkout", "--quiet", "-b", "feature");
        File.WriteAllText(_made.PathOf("lib/" + BaselinePath), BaselineText.Of(900));
        _made.Git("-C", _made.PathOf("lib"), "commit", "--quiet", "--all", "--message", "work");

        Assert.Equal(100, Time(Resolve(_made.PathOf("lib"))));
    }

    [Fact]
    public void A_base_that_is_named_where_there_is_no_repository_is_refused_whatever_lies_on_disk()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, "baselines"));
        File.WriteAllText(Path.Combine(folder.Root, BaselinePath), BaselineText.Of(100));

        Assert.Equal("PG4013", Refused(() => Resolve(folder.Root, r => r with { Base = "main" })));
        Assert.Equal("PG4013", Refused(() => Resolve(folder.Root, r => r with { PullRequestBase = "main" })));
        Assert.Equal(
            "PG4013",
            Refused(() => Resolve(folder.Root, r => r with { Base = "main", Choice = ReferenceChoice.None }))
        );
    }

    [Fact]
    public void A_base_that_is_named_before_the_first_commit_is_not_there()
    {
        using var made = new TemporaryRepository();

        Assert.Equal("PG4010", Refused(() => Resolve(made.Root, r => r with { Base = "main" })));
    }

    [Fact]
    public void A_policy_that_was_named_must_be_there_on_one_side()
    {
        _made.Commit("strict.json", Policy(floor: 10));
        BranchOff();
        File.Delete(_made.PathOf("strict.json"));
        _made.CommitAll();

        Assert.Equal(
            10, Resolve(r => r with { PolicyPath = "strict.json", PolicyNamed = true }).Policy.AbsoluteFloorNs);
        Assert.Equal("PG9001", Refused(() => Resolve(r => r with { PolicyPath = "nosuch.json", PolicyNamed = true })));
        Assert.Equal("PG9015", Refused(() => Resolve(r => r with { PolicyPath = "kernels", PolicyNamed = true })));
        Assert.Equal(
            new GatePolicy().AbsoluteFloorNs,
            Resolve(r => r with { PolicyPath = "nosuch.json" }).Policy.AbsoluteFloorNs
        );
    }

    [Fact]
    public void A_comparison_that_is_switched_off_is_an_edit_that_acts_where_a_base_was_named()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();

        Assert.Empty(Resolve(r => r with { Choice = ReferenceChoice.None }).GateEdits);
        var edit = Assert.Single(Resolve(r => r with { Choice = ReferenceChoice.None, Base = "main" }).GateEdits);
        Assert.Equal(("PerfGateReference", true), (edit.Subject, edit.Acts));
        Assert.Contains("the base 'main' was named (PerfGateBase)", edit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_is_expected_wherever_a_base_was_named_or_a_reference_asked_for()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();

        Assert.Contains(
            "PerfGateBase",
            Resolve(r => r with { Base = "main" }).Expected.Because,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "GITHUB_BASE_REF",
            Resolve(r => r with { PullRequestBase = "main" }).Expected.Because,
            StringComparison.Ordinal
        );
        Assert.Contains("PerfGateReference=auto", Resolve().Expected.Because, StringComparison.Ordinal);
        Assert.Contains(
            "PerfGateReference=base",
            Resolve(r => r with { Choice = ReferenceChoice.Base }).Expected.Because,
            StringComparison.Ordinal
        );
        Assert.Null(Resolve(r => r with { Choice = ReferenceChoice.None }).Expected.Because);
        Assert.False(Resolve(r => r with { Choice = ReferenceChoice.None }).Expected.SwitchedOff);
        Assert.True(Resolve(r => r with { Choice = ReferenceChoice.None, Base = "main" }).Expected.SwitchedOff);
        Assert.True(
            Resolve(r => r with { Choice = ReferenceChoice.None, PullRequestBase = "main" }).Expected.SwitchedOff);
    }

    [Fact]
    public void None_is_expected_of_the_default_branchs_own_commit_without_a_baseline_unless_a_base_was_named()
    {
        _made.Commit("kernels/saxpy.cu", "fast");

        Assert.Null(Resolve(r => r with { InCi = true }).Expected.Because);
        Assert.NotNull(Resolve(r => r with { InCi = true, PullRequestBase = "main" }).Expected.Because);
    }

    // As actions/checkout leaves it: all branches of the remote, no record of its default, a detached head.
    private static TemporaryRepository Detached(TemporaryRepository upstream)
    {
        var clone = upstream.Clone("clone");
        clone.Git("checkout", "--quiet", "--detach");
        clone.Git("remote", "set-head", "origin", "--delete");
        foreach (
            var branch in clone.Git("branch", "--format=%(refname:short)").Split('\n').Where(b => !b.StartsWith('('))
        )
            clone.Git("branch", "--quiet", "--delete", "--force", branch);
        return clone;
    }
}
