using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References;

// What state a repository can be in: no base, no history, shallow, none at all, linked, detached.
public sealed partial class ReferenceResolverTests
{
    [Fact]
    public void A_base_that_is_not_there_is_refused()
    {
        _made.Commit("a", "1");
        Assert.Equal("PG4010", Refused(() => Resolve(r => r with { Base = "nowhere" })));
        Assert.Equal("PG4010", Refused(() => Resolve(r => r with { PullRequestBase = "nowhere" })));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(8)]
    public void A_base_that_is_the_SHA_of_a_commit_which_is_not_here_is_refused_with_the_advice_to_fetch_it(int digits)
    {
        using var elsewhere = new TemporaryRepository();
        var gone = elsewhere.Commit("b", "2")[..digits];
        _made.Commit("a", "1");

        var refused = Assert.Throws<PerfGateException>(() => Resolve(r => r with { Base = gone })).Diagnostics[0];

        Assert.Equal("PG4010", refused.Code);
        Assert.Equal(
            $"the revision '{gone}' cannot be found here. Fetch it, or name another with PerfGateBase.",
            refused.Message
        );
    }

    [Theory]
    [InlineData("HEAD^{tree}")]
    [InlineData("HEAD:a")]
    public void A_base_that_is_the_SHA_of_a_folder_or_of_a_file_is_refused(string named)
    {
        _made.Commit("a", "1");
        var other = _made.Git("rev-parse", named);

        Assert.Equal("PG4010", Refused(() => Resolve(r => r with { Base = other })));
        Assert.Equal("PG4010", Refused(() => Resolve(r => r with { Base = other[..8] })));
    }

    [Fact]
    public void A_base_without_common_history_is_refused()
    {
        _made.Commit("a", "1");
        _made.Git("checkout", "--quiet", "--orphan", "island");
        _made.Commit("a", "2");
        Assert.Equal("PG4014", Refused(() => Resolve()));
    }

    [Fact]
    public void A_remotes_default_branch_is_found_by_whatever_name()
    {
        using var upstream = new TemporaryRepository("trunk");
        upstream.Commit(BaselinePath, BaselineText.Of(100));
        using var clone = upstream.Clone("clone");
        clone.Git("checkout", "--quiet", "-b", "feature");
        clone.Commit(BaselinePath, BaselineText.Of(900));
        Assert.Equal(100, Time(Resolve(clone.Root)));
    }

    [Fact]
    public void A_branch_without_any_base_is_compared_with_the_files_as_they_are()
    {
        using var lone = new TemporaryRepository("lone");
        lone.Commit(BaselinePath, BaselineText.Of(100));
        var reference = Resolve(lone.Root);
        Assert.Equal(100, Time(reference));
        Assert.Contains("no base", reference.Description.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shallow_clone_is_told_how_deep_to_fetch()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Git("checkout", "--quiet", "main");
        using var clone = _made.Clone("shallow", "--depth", "1", "--branch", "feature", "--no-single-branch");
        var error = Assert.Throws<PerfGateException>(() => Resolve(clone.Root)).Diagnostics[0];
        Assert.Equal("PG4011", error.Code);
        Assert.Contains("fetch-depth: 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shallow_clone_of_the_branch_alone_is_told_so_too()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Git("checkout", "--quiet", "main");
        using var clone = _made.Clone("shallow", "--depth", "1", "--branch", "feature");
        Assert.Equal("PG4011", Refused(() => Resolve(clone.Root)));
        Assert.Equal("PG4011", Refused(() => Resolve(clone.Root, r => r with { PullRequestBase = "main" })));
    }

    [Fact]
    public void A_shallow_clone_of_the_base_itself_is_deep_enough()
    {
        _made.Commit("a", "1");
        _made.Commit(BaselinePath, BaselineText.Of(100));
        using var clone = _made.Clone("shallow", "--depth", "1");
        Assert.Equal(100, Time(Resolve(clone.Root)));
    }

    [Fact]
    public void Without_a_repository_the_baseline_on_disk_counts_and_it_is_said()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, "baselines"));
        File.WriteAllText(Path.Combine(folder.Root, BaselinePath), BaselineText.Of(100));
        var reference = Resolve(folder.Root);
        Assert.Equal(100, Time(reference));
        Assert.Contains("no git repository", reference.Description.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_without_commits_counts_its_files()
    {
        _made.Write(BaselinePath, BaselineText.Of(100));
        Assert.Equal(100, Time(Resolve()));
    }

    [Fact]
    public void A_project_below_the_repositorys_root_finds_its_own_baselines()
    {
        _made.Commit("libs/the gate/" + BaselinePath, BaselineText.Of(100));
        _made.Git("checkout", "--quiet", "-b", "feature");
        _made.Commit("libs/the gate/" + BaselinePath, BaselineText.Of(900));
        Assert.Equal(100, Time(Resolve(_made.PathOf("libs/the gate"))));
    }

    [Fact]
    public void A_linked_work_tree_is_compared_with_the_same_base()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Git("worktree", "add", "--quiet", "-b", "side", _made.Beside("linked"));
        Directory.CreateDirectory(_made.Beside("linked/kernels"));
        File.WriteAllText(_made.Beside("linked/" + BaselinePath), BaselineText.Of(900));
        _made.Git("-C", _made.Beside("linked"), "commit", "--quiet", "--all", "--message", "work");
        Assert.Equal(100, Time(Resolve(_made.Beside("linked"))));
    }

    [Fact]
    public void A_detached_head_is_compared_with_where_it_left_the_base()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Git("checkout", "--quiet", "--detach");
        Assert.Equal(100, Time(Resolve()));
    }

    [Fact]
    public void Line_ends_that_a_checkout_converts_are_no_edits()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Commit("perfgate.json", Policy(floor: 10) + "\n");
        using var clone = _made.Clone("crlf", "--config", "core.autocrlf=true");
        Assert.Contains("\r\n", File.ReadAllText(clone.PathOf(BaselinePath)), StringComparison.Ordinal);
        Assert.Empty(Resolve(clone.Root).GateEdits);
    }
}
