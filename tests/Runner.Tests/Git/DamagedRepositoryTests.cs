using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Git;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Tests.Git;

/// <summary>
/// Repositories with damaged files: PG4012, or PG4010 for a commit, says so, and nothing is taken for something else.
/// </summary>
public sealed class DamagedRepositoryTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData("HEAD:a")]
    [InlineData("HEAD^{tree}")]
    [InlineData("HEAD")]
    public void A_corrupt_object_is_a_clear_error(string what)
    {
        var commit = _made.Commit("a", "1");
        var file = ObjectFile(what);
        File.SetAttributes(file, FileAttributes.Normal);
        File.WriteAllBytes(file, [1, 2, 3]);

        Assert.Equal("PG4012", Code(() => Read(commit)));
    }

    [Theory]
    [InlineData("HEAD^{tree}", "PG4012")]
    [InlineData("HEAD", "PG4010")]
    public void A_tree_or_a_commit_that_is_gone_is_a_clear_error(string what, string code)
    {
        var commit = _made.Commit("a", "1");
        var file = ObjectFile(what);
        File.SetAttributes(file, FileAttributes.Normal);
        File.Delete(file);

        Assert.Equal(code, Code(() => Read(commit)));
    }

    [Theory]
    [InlineData("HEAD", "no reference at all\n")]
    [InlineData("HEAD", "")]
    [InlineData("index", "no index")]
    public void A_damaged_file_of_git_is_a_clear_error(string name, string content)
    {
        _made.Commit("a", "1");
        File.WriteAllText(_made.PathOf($".git/{name}"), content);

        Assert.Equal("PG4012", Code(() =>
        {
            using var repository = GitRepository.Open(_made.Root);
            repository?.State();
        }));
    }

    // libgit2 says of both that there is no commit yet, and then there would be nothing to compare with.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_current_commit_that_is_gone_is_no_repository_without_commits(bool packed)
    {
        var commit = _made.Commit("a", "1");
        if (packed)
            _made.Git("repack", "-adq");
        foreach (var file in packed ? Directory.GetFiles(_made.PathOf(".git/objects/pack")) : [ObjectFile("HEAD")])
        {
            File.SetAttributes(file, FileAttributes.Normal);
            File.Delete(file);
        }

        var refused = Assert.Throws<PerfGateException>(() =>
        {
            using var repository = GitRepository.Open(_made.Root)!;
            return repository.Head;
        });

        Assert.Equal("PG4012", Assert.Single(refused.Diagnostics).Code);
        Assert.Contains(commit, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_whose_commit_is_gone_is_a_clear_error()
    {
        _made.Commit("a", "1");
        _made.Git("checkout", "--quiet", "-b", "change");
        File.WriteAllText(_made.PathOf(".git/refs/heads/main"), new string('a', 40) + "\n");

        using var repository = GitRepository.Open(_made.Root)!;
        var request = new ReferenceRequest { Root = _made.Root, BaselinesFolder = "baselines", DeviceSlug = "host" };
        var refused = Assert.Throws<PerfGateException>(() => BaseRevision.Find(repository, request));

        Assert.Equal("PG4012", Assert.Single(refused.Diagnostics).Code);
        Assert.Contains("refs/heads/main, commit aaaa", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_index_is_refused_with_how_to_make_it_whole()
    {
        _made.Commit("a", "1");
        _made.Git("update-index", "--split-index");

        var refused = Assert.Throws<PerfGateException>(() =>
        {
            using var repository = GitRepository.Open(_made.Root)!;
            return repository.State();
        });

        Assert.Contains("git update-index --no-split-index", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alternate_that_is_gone_harms_nothing_that_is_there()
    {
        var commit = _made.Commit("a", "1");
        _made.Write(".git/objects/info/alternates", _made.Beside("gone"));

        Assert.Equal("1", Read(commit));
    }

    [Fact]
    public void A_lock_that_git_left_is_in_nobodys_way()
    {
        var commit = _made.Commit("a", "1");
        _made.Write(".git/index.lock", "");

        Assert.Equal("1", Read(commit));
        using var repository = GitRepository.Open(_made.Root)!;
        Assert.False(repository.State()!.Dirty);
    }

    private string? Read(string commit)
    {
        using var repository = GitRepository.Open(_made.Root)!;
        return repository.ReadText(commit, "a");
    }

    private string ObjectFile(string what)
    {
        var id = _made.Git("rev-parse", what);
        return _made.PathOf($".git/objects/{id[..2]}/{id[2..]}");
    }

    private static string Code(Action act) => Assert.Throws<PerfGateException>(act).Diagnostics[0].Code;
}
