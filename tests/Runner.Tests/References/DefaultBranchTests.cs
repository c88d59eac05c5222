using PerfGate.Runner.Git;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References;

/// <summary>Which branch is the default one where no remote has recorded it, and why none is.</summary>
public sealed class DefaultBranchTests : IDisposable
{
    private readonly TemporaryRepository _made = new("topic");

    public DefaultBranchTests() => _made.Commit("a", "1");

    public void Dispose() => _made.Dispose();

    [Fact]
    public void Without_a_remote_and_another_branch_there_is_none() => Assert.Equal(
        (null, "there is no other branch and no remote", false), Found());

    [Theory]
    [InlineData("main", "develop")]
    [InlineData("master", "trunk")]
    [InlineData("trunk", "feature")]
    [InlineData("mainline", "feature")]
    [InlineData("default", "feature")]
    [InlineData("develop", "feature")]
    [InlineData("development", "feature")]
    [InlineData("dev", "feature")]
    public void Without_a_remote_a_usual_name_is_taken(string name, string other)
    {
        OtherCommits(other, name);

        Assert.Equal(($"refs/heads/{name}", null, false), Found());
    }

    [Fact]
    public void Main_comes_before_master()
    {
        OtherCommits("master", "main");

        Assert.Equal(("refs/heads/main", null, false), Found());
    }

    [Fact]
    public void Of_two_that_are_equally_usual_neither_is_taken_unless_they_are_one_commit()
    {
        _made.Git("branch", "dev");
        _made.Git("branch", "trunk");
        Assert.Equal(("refs/heads/dev", null, false), Found());

        _made.Git("branch", "--delete", "--force", "dev");
        OtherCommits("dev");

        Assert.Equal(
            (null, "which branch is the default is not recorded here, and it may be any of dev, trunk", true), Found());
    }

    [Fact]
    public void Six_branches_that_it_may_be_are_named_and_further_ones_are_not()
    {
        OtherCommits("b1", "b2", "b3", "b4", "b5");
        const string Six =
            "which branch is the default is not recorded here, and it may be any of b1, b2, b3, b4, b5, topic";
        Assert.Equal((null, Six, true), Found());

        OtherCommits("b6");

        Assert.Equal((null, Six.Replace("topic", "b6, ...", StringComparison.Ordinal), true), Found());
    }

    [Fact]
    public void The_only_branch_of_a_remote_is_taken_where_it_is_not_the_change_itself()
    {
        using var clone = _made.Clone("clone");
        clone.Git("remote", "set-head", "origin", "--delete");
        Assert.Equal(
            (null, "origin/topic is the only branch of a remote here, and whether it is the default branch is not "
                + "recorded", true),
            Found(clone));

        clone.Git("checkout", "--quiet", "-b", "change");
        Assert.True(Found(clone).Unclear);
        clone.Commit("a", "2");

        Assert.Equal(("refs/remotes/origin/topic", null, false), Found(clone));
    }

    [Theory]
    [InlineData("main", "develop")]
    [InlineData("master", "develop")]
    [InlineData("develop", "feature")]
    public void A_usual_name_at_the_remote_is_taken(string name, string other)
    {
        OtherCommits(other, name);
        using var clone = _made.Clone("clone");
        clone.Git("remote", "set-head", "origin", "--delete");

        Assert.Equal(($"refs/remotes/origin/{name}", null, false), Found(clone));
    }

    [Fact]
    public void What_a_remote_recorded_comes_first()
    {
        OtherCommits("main", "release");
        using var clone = _made.Clone("clone");
        clone.Git("remote", "set-head", "origin", "release");

        Assert.Equal(("refs/remotes/origin/release", null, false), Found(clone));
    }

    // Branches of a commit each, made where the first branch is.
    private void OtherCommits(params string[] names)
    {
        foreach (var name in names)
        {
            _made.Git("checkout", "--quiet", "-b", name, "topic");
            _made.Commit("b", name);
        }

        _made.Git("checkout", "--quiet", "topic");
    }

    private (string? Reference, string? WhyNot, bool Unclear) Found(TemporaryRepository? of = null)
    {
        using var repository = GitRepository.Open((of ?? _made).Root)!;
        var found = DefaultBranch.Find(repository);
        return (found.Reference, found.WhyNot, found.IsUnclear);
    }

    // One branch alone, which the current one is not: the change was committed since.
    [Fact]
    public void The_only_branch_of_a_clone_is_the_default_one_unless_it_is_the_change_itself()
    {
        OtherCommits("release");
        using var clone = _made.Clone("clone", "--single-branch", "--branch", "release");
        clone.Git("remote", "set-head", "origin", "--delete");
        clone.Commit("c", "of the clone");
        Assert.True(Found(clone).Unclear);

        clone.Git("checkout", "--quiet", "-b", "other");

        Assert.Equal(("refs/remotes/origin/release", null, false), Found(clone));
    }
}
