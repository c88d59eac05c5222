using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Git;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References;

// Clones and work trees that hold a part: of the objects, or of the files.
public sealed partial class ReferenceResolverTests
{
    private const string Remedy = "git fetch --refetch --no-filter";
    private const string Kernel = "kernels/saxpy.cu";

    [Fact]
    public void A_partial_clone_that_has_the_bases_files_is_compared_with_them()
    {
        using var clone = PartialClone("blob:none");
        // What a checkout of the base fetched stays.
        clone.Git("checkout", "--quiet", "--detach", "origin/main");
        clone.Git("checkout", "--quiet", "feature");

        var reference = Resolve(clone.Root);

        Assert.Equal(100, Time(reference));
        Assert.Equal("fast", Exported(clone, reference.TrialCommit!, Kernel));
        AssertClean(clone);
    }

    [Theory]
    [InlineData("blob:none")]
    [InlineData("tree:0")]
    public void A_partial_clone_that_lacks_the_bases_files_is_told_what_to_type_and_that_works(string filter)
    {
        using var clone = PartialClone(filter);

        AssertMustFetch(() => Resolve(clone.Root));
        AssertMustFetch(() => Exported(clone, clone.Git("rev-parse", "origin/main"), Kernel));

        clone.Git([.. Remedy.Split(' ').Skip(1)]);
        var reference = Resolve(clone.Root);
        Assert.Equal(100, Time(reference));
        Assert.Equal("fast", Exported(clone, reference.TrialCommit!, Kernel));
    }

    [Theory]
    [InlineData("kernels", "baselines")]
    [InlineData("kernels")]
    public void A_sparse_checkout_is_clean_and_compared_and_no_file_that_it_leaves_out_counts_as_deleted(
        params string[] folders
    )
    {
        WithFilesOutsideOfTheKernels();
        BranchOff();
        Sparse(folders);

        var reference = Resolve();

        Assert.Equal(100, Time(reference));
        Assert.Empty(reference.GateEdits);
        Assert.Equal(ReferenceKind.Base, Resolve(r => r with { Choice = ReferenceChoice.Base }).Description.Kind);
        AssertClean(_made);
        Assert.Equal("header", Exported(_made, reference.MergeBase!, "common/shared.cuh"));
        Assert.Equal("", _made.Git("status", "--porcelain"));
    }

    [Fact]
    public void In_a_sparse_checkout_what_the_branch_changes_is_an_edit_although_it_is_left_out()
    {
        WithFilesOutsideOfTheKernels();
        BranchOff();
        _made.Write("build/gate.props", "<Project><!-- other --></Project>");
        _made.Write("build/new.targets", "<Project/>");
        _made.Write(BaselinePath, BaselineText.Of(900));
        File.Delete(_made.PathOf("docs/docs.csproj"));
        _made.CommitAll();
        Sparse("kernels");

        var reference = Resolve();

        Assert.Equal(100, Time(reference));
        Assert.Equal(
            [
                BaselinePath + " was changed since main",
                "build/gate.props was changed since main",
                "build/new.targets was added since main",
                "docs/docs.csproj was deleted since main",
            ],
            reference.GateEdits.Select(e => e.Text.Split(';')[0])
        );
    }

    [Fact]
    public void In_a_sparse_checkout_what_is_changed_or_deleted_by_hand_makes_it_dirty()
    {
        WithFilesOutsideOfTheKernels();
        _made.Commit("kernels/kernels.csproj", "<Project/>");
        Sparse("kernels");
        File.Delete(_made.PathOf("kernels/kernels.csproj"));
        using var repository = GitRepository.Open(_made.Root)!;
        Assert.True(repository.State()!.Dirty);

        _made.Write(Kernel, "edited, and longer");

        Assert.True(repository.State()!.Dirty);
        Assert.Equal(["kernels/kernels.csproj", Kernel], repository.ChangedSince(repository.Head!));
    }

    [Fact]
    public void A_file_that_git_is_told_to_overlook_and_that_is_there_counts_as_it_is()
    {
        WithFilesOutsideOfTheKernels();
        _made.Git("update-index", "--skip-worktree", "build/gate.props");
        _made.Write("build/gate.props", "<Project><PropertyGroup /></Project>");
        using var repository = GitRepository.Open(_made.Root)!;

        Assert.Equal(["build/gate.props"], repository.ChangedSince(repository.Head!));
        Assert.True(repository.State()!.Dirty);

        _made.Write("build/gate.props", "<Project/>");

        AssertClean(_made);
    }

    [Fact]
    public void A_sparse_index_is_refused_with_what_to_type_and_that_works()
    {
        WithFilesOutsideOfTheKernels();
        BranchOff();
        Sparse("--sparse-index", "kernels");

        var refused = Assert.Throws<PerfGateException>(() => Resolve()).Diagnostics[0];

        Assert.Equal("PG4012", refused.Code);
        var advice = "git sparse-checkout reapply --no-sparse-index";
        Assert.Contains($"'{advice}'", refused.Message, StringComparison.Ordinal);
        _made.Git([.. advice.Split(' ').Skip(1)]);
        Assert.Empty(Resolve().GateEdits);
    }

    // A clone of main and of a branch that changes the kernel and keeps the baseline.
    private TemporaryRepository PartialClone(string filter)
    {
        _made.Git("config", "uploadpack.allowFilter", "true");
        _made.Commit(Kernel, "fast");
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Commit(BaselinePath, BaselineText.Of(900));
        _made.Git("checkout", "--quiet", "main");
        var clone = _made.Clone("partial", $"--filter={filter}", "--branch", "feature", "--config", "gc.auto=0");
        Assert.Equal("true", clone.Git("config", "remote.origin.promisor"));
        return clone;
    }

    private void WithFilesOutsideOfTheKernels()
    {
        _made.Write("common/shared.cuh", "header");
        _made.Write("build/gate.props", "<Project/>");
        _made.Write("docs/docs.csproj", "<Project/>");
        _made.Write(".github/workflows/gate.yml", "on: push");
        _made.Write(Kernel, "fast");
        _made.Commit(BaselinePath, BaselineText.Of(100));
    }

    // Git writes worktreeConfig with it. Some versions leave the repository's format at 0, others set 1.
    private void Sparse(params string[] arguments)
    {
        _made.Git(["sparse-checkout", "set", .. arguments]);
        _made.Git("config", "core.repositoryformatversion", "1");
        _made.Git("config", "extensions.worktreeConfig", "true");
        Assert.False(Directory.Exists(_made.PathOf("build")));
        Assert.False(Directory.Exists(_made.PathOf(".github")));
    }

    private static void AssertClean(TemporaryRepository made)
    {
        using var repository = GitRepository.Open(made.Root)!;
        Assert.False(repository.State()!.Dirty);
        Assert.Empty(repository.ChangedSince(repository.Head!));
    }

    private static void AssertMustFetch(Action act)
    {
        var refused = Assert.Throws<PerfGateException>(act).Diagnostics[0];
        Assert.Equal("PG4012", refused.Code);
        Assert.Contains($"In a partial clone fetch all of them: '{Remedy}'", refused.Message, StringComparison.Ordinal);
    }

    private static string Exported(TemporaryRepository made, string commit, string file)
    {
        using var repository = GitRepository.Open(made.Root)!;
        var tree = new BaseExport(repository, made.Beside("exports")).Export(commit, ["kernels"]);
        return File.ReadAllText(Path.Combine(tree.Folder, file));
    }
}
