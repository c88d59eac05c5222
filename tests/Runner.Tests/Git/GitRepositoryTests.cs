using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.Tests.Git;

public sealed class GitRepositoryTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    private GitRepository Open(string? folder = null) => GitRepository.Open(folder ?? _made.Root)!;

    [Fact]
    public void A_folder_outside_of_any_repository_has_none()
    {
        using var outside = new TemporaryFolder();
        Assert.Null(GitRepository.Open(outside.Root));
    }

    [Fact]
    public void A_repository_without_commits_has_no_state()
    {
        using var repository = Open();
        Assert.Null(repository.Head);
        Assert.Null(repository.State());
    }

    [Fact]
    public void A_subfolder_opens_the_repository_around_it()
    {
        var commit = _made.Commit("kernels/deep down/a.cu", "1");
        using var repository = Open(_made.PathOf("kernels/deep down"));
        Assert.Equal(commit, repository.Head);
        Assert.Equal("kernels/deep down/a.cu", repository.PathInTree(_made.PathOf("kernels/deep down/a.cu")));
    }

    [Fact]
    public void A_tracked_file_is_found_below_a_folder_and_not_beside_it()
    {
        _made.Commit("obj/perfgate/host/scale-1/scale.so", "1");
        _made.Write("obj/other/not tracked", "1");
        using var repository = Open();

        Assert.Equal(
            "obj/perfgate/host/scale-1/scale.so",
            repository.TrackedBelow([_made.PathOf("obj/other"), _made.PathOf("obj/perfgate")])
        );
        Assert.Null(repository.TrackedBelow([_made.PathOf("obj/perf"), _made.PathOf("obj/other"), _made.Beside("x")]));
    }

    [Fact]
    public void A_linked_work_tree_has_its_own_head()
    {
        _made.Commit("a", "1");
        _made.Git("worktree", "add", "--quiet", "-b", "side", _made.Beside("linked tree"));
        _made.Commit("a", "2");
        using var repository = Open(_made.Beside("linked tree"));
        Assert.Equal(_made.Git("rev-parse", "side"), repository.Head);
        Assert.Equal("side", repository.State()!.Branch);
    }

    [Fact]
    public void A_detached_head_has_a_commit_and_no_branch()
    {
        var commit = _made.Commit("a", "1");
        _made.Git("checkout", "--quiet", "--detach");
        using var repository = Open();
        Assert.Equal(new(commit, Dirty: false), repository.State());
    }

    [Fact]
    public void A_changed_file_makes_the_tree_dirty_and_an_unknown_one_does_not()
    {
        _made.Commit("a", "1");
        using var repository = Open();
        _made.Write("new", "1");
        Assert.False(repository.State()!.Dirty);
        _made.Write("a", "2 and longer");
        Assert.True(repository.State()!.Dirty);
    }

    [Fact]
    public void Changes_in_an_ignored_folder_do_not_make_the_tree_dirty()
    {
        _made.Commit("baselines/x.json", "1");
        _made.Write("baselines/x.json", "2 and longer");
        using var repository = Open();
        Assert.False(repository.State("baselines")!.Dirty);
    }

    [Fact]
    public void Line_ends_that_a_checkout_converts_do_not_make_the_tree_dirty()
    {
        _made.Commit("a.cu", "one\ntwo\n");
        var clone = _made.Clone("crlf clone", "--config", "core.autocrlf=true");
        Assert.Contains("\r\n", File.ReadAllText(clone.PathOf("a.cu")), StringComparison.Ordinal);
        using var repository = Open(clone.Root);
        Assert.False(repository.State()!.Dirty);
    }

    [Fact]
    public void The_newest_of_several_tags_is_named_by_version()
    {
        _made.Commit("a", "1");
        foreach (var tag in new[] { "v1.9", "v1.10", "v1.10-rc1" })
            _made.Git("tag", tag);
        _made.Git("tag", "--annotate", "--message", "m", "v1.2");
        using var repository = Open();
        Assert.Equal("v1.10", repository.State()!.Tag);
    }

    [Fact]
    public void A_merge_base_is_where_the_branch_left()
    {
        var fork = _made.Commit("a", "1");
        _made.Git("checkout", "--quiet", "-b", "feature");
        var head = _made.Commit("b", "1");
        _made.Git("checkout", "--quiet", "main");
        _made.Commit("a", "2");
        using var repository = Open();
        Assert.Equal(fork, repository.MergeBase(head, repository.Resolve("main")!));
    }

    [Theory]
    [InlineData("main")]
    [InlineData("HEAD~1")]
    [InlineData("v1")]
    public void A_revision_of_any_spelling_resolves_to_a_commit(string revision)
    {
        _made.Commit("a", "1");
        _made.Git("tag", "--annotate", "--message", "m", "v1");
        _made.Commit("a", "2");
        using var repository = Open();
        Assert.Equal(_made.Git("rev-parse", revision + "^{commit}"), repository.Resolve(revision));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("HEAD~9")]
    [InlineData("a b")]
    [InlineData("")]
    public void A_revision_that_names_nothing_resolves_to_nothing(string revision)
    {
        _made.Commit("a", "1");
        using var repository = Open();
        Assert.Null(repository.Resolve(revision));
    }

    [Fact]
    public void A_committed_file_is_read_as_it_was()
    {
        var commit = _made.Commit("kernels/a.cu", "then");
        _made.Commit("kernels/a.cu", "now");
        using var repository = Open();
        Assert.Equal("then", repository.ReadText(commit, "kernels/a.cu"));
        Assert.Null(repository.ReadText(commit, "kernels/b.cu"));
        Assert.Null(repository.ReadText(commit, "kernels"));
    }

    [Fact]
    public void The_commits_of_a_range_come_oldest_first_along_the_main_line()
    {
        var good = _made.Commit("a", "0");
        var first = _made.Commit("a", "1");
        _made.Git("checkout", "--quiet", "-b", "side");
        _made.Commit("b", "1");
        _made.Git("checkout", "--quiet", "main");
        var second = _made.Commit("a", "2");
        _made.Git("merge", "--quiet", "--no-edit", "side");
        var merge = _made.Git("rev-parse", "HEAD");
        using var repository = Open();
        Assert.Equal([first, second, merge], repository.Between(good, merge).Select(c => c.Sha));
    }

    [Fact]
    public void A_range_that_does_not_begin_at_an_ancestor_is_refused()
    {
        var good = _made.Commit("a", "1");
        var bad = _made.Commit("a", "2");
        using var repository = Open();
        Assert.Equal(
            "PG4016",
            Assert.Throws<PerfGateException>(() => repository.Between(bad, good)).Diagnostics[0].Code
        );
    }

    [Fact]
    public void A_submodule_opens_as_its_own_repository()
    {
        _made.Commit("inner.cu", "1");
        using var outer = new TemporaryRepository();
        outer.Git(
            "-c",
            "protocol.file.allow=always",
            "submodule",
            "--quiet",
            "add",
            new Uri(_made.Root).AbsoluteUri,
            "third party"
        );
        outer.CommitAll();
        using var repository = Open(outer.PathOf("third party"));
        Assert.Equal("inner.cu", repository.PathInTree(outer.PathOf("third party/inner.cu")));
        Assert.Equal(_made.Git("rev-parse", "HEAD"), repository.Head);
    }

    [Fact]
    public void A_path_through_a_symbolic_link_is_found_in_the_tree()
    {
        _made.Commit("kernels/a.cu", "1");
        Directory.CreateSymbolicLink(_made.Beside("link"), _made.Root);
        using var repository = Open(_made.Beside("link"));
        Assert.Equal("kernels/a.cu", repository.PathInTree(Path.Combine(_made.Beside("link"), "kernels/a.cu")));
    }

    [Fact]
    public void A_path_outside_of_the_tree_has_none()
    {
        _made.Commit("a", "1");
        using var repository = Open();
        Assert.Null(repository.PathInTree(_made.Beside("elsewhere")));
        Assert.Equal("", repository.PathInTree(_made.Root));
    }

    [Fact]
    public void A_broken_repository_is_a_clear_error()
    {
        _made.Commit("a", "1");
        File.WriteAllText(_made.PathOf(".git/config"), "[core\nbroken");
        var error = Assert.Throws<PerfGateException>(() => GitRepository.Open(_made.Root)).Diagnostics[0];
        Assert.Equal("PG4012", error.Code);
    }

    [Fact]
    public void A_missing_object_is_a_clear_error()
    {
        var commit = _made.Commit("a", "1");
        var blob = _made.Git("rev-parse", "HEAD:a");
        var file = _made.PathOf($".git/objects/{blob[..2]}/{blob[2..]}");
        File.SetAttributes(file, FileAttributes.Normal);
        File.Delete(file);
        using var repository = Open();
        Assert.Equal(
            "PG4012",
            Assert.Throws<PerfGateException>(() => repository.ReadText(commit, "a")).Diagnostics[0].Code
        );
    }
}
