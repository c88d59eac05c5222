using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.Tests.Git;

// How a path of the work tree is found in a commit: through its links, in its case; and markers of git that lead
// nowhere.
public sealed class CommitPathsTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    private string? Locate(string commit, string path)
    {
        using var repository = GitRepository.Open(_made.Root)!;
        return repository.Locate(commit, path);
    }

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_made.PathOf(path))!);
        File.CreateSymbolicLink(_made.PathOf(path), target);
    }

    [Theory]
    [InlineData("kernels/a.json", "real/a.json")]
    [InlineData("kernels", "real")]
    [InlineData("deep/er/up/a.json", "real/a.json")]
    [InlineData("alias.json", "real/a.json")]
    [InlineData("absolute/a.json", "real/a.json")]
    [InlineData("out", null)]
    [InlineData("circle", null)]
    [InlineData("real/a.json/x", null)]
    [InlineData("", "")]
    public void A_path_leads_through_the_commits_own_links(string path, string? found)
    {
        _made.Write("real/a.json", "1");
        Link("kernels", "real");
        Link("deep/er/up", "../../kernels");
        Link("alias.json", "kernels/a.json");
        Link("absolute", _made.PathOf("real"));
        Link("out", "../elsewhere");
        Link("circle", "circle");
        Assert.Equal(found, Locate(_made.CommitAll(), path));
    }

    [Fact]
    public void A_file_is_read_through_a_link_as_the_commit_had_it()
    {
        _made.Write("strict.json", "strict");
        _made.Write("lax.json", "lax");
        Link("perfgate.json", "strict.json");
        var commit = _made.CommitAll();
        File.Delete(_made.PathOf("perfgate.json"));
        Link("perfgate.json", "lax.json");
        _made.CommitAll();
        using var repository = GitRepository.Open(_made.Root)!;
        Assert.Equal("strict", repository.ReadText(commit, repository.PathInTree(_made.PathOf("perfgate.json"))!));
    }

    [Fact]
    public void A_link_that_a_branch_commits_does_not_lead_into_the_base()
    {
        var commit = _made.Commit("lax/host.json", "lax");
        Link("baselines", "lax");
        _made.CommitAll();
        Assert.Null(Locate(commit, "baselines/host.json"));
    }

    [Fact]
    public void Case_counts_as_git_was_told_that_the_file_system_has_it()
    {
        var commit = _made.Commit("Kernels/A.json", "1");
        Assert.Null(Locate(commit, "kernels/a.json"));
        _made.Git("config", "core.ignorecase", "true");
        Assert.Equal("Kernels/A.json", Locate(commit, "kernels/a.json"));
    }

    [Theory]
    [InlineData("gitdir: /nowhere/at/all", "names /nowhere/at/all, which is not there")]
    [InlineData("rubbish", "should begin with 'gitdir:'")]
    public void A_marker_that_leads_nowhere_is_an_error_and_not_the_repository_above(string text, string why)
    {
        _made.Commit("a", "1");
        _made.Write("inner/.git", text);
        Directory.CreateDirectory(_made.PathOf("inner/deep"));
        var error = Assert.Throws<PerfGateException>(() => GitRepository.Open(_made.PathOf("inner/deep"))).Diagnostics[
            0
        ];
        Assert.Equal("PG4012", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }
}
