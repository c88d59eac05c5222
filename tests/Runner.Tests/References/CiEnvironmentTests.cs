using PerfGate.Runner.References;

namespace PerfGate.Runner.Tests.References;

public sealed class CiEnvironmentTests
{
    private static CiEnvironment Read(params string[] set)
    {
        var variables = set.Select(s => s.Split('=', 2)).ToDictionary(s => s[0], s => s[1], StringComparer.Ordinal);
        return CiEnvironment.Read(name => variables.GetValueOrDefault(name));
    }

    [Theory]
    [InlineData("CI=true", true)]
    [InlineData("CI=1", true)]
    [InlineData("CI=woodpecker", true)]
    [InlineData("CI=", false)]
    [InlineData("CI=False", false)]
    [InlineData("CI=0", false)]
    [InlineData("CI= no ", false)]
    [InlineData("CI=OFF", false)]
    [InlineData("OTHER=true", false)]
    [InlineData("TF_BUILD=True", true)]
    [InlineData("JENKINS_URL=https://ci.example.org/", true)]
    public void A_variable_says_whether_this_is_ci(string set, bool inCi) => Assert.Equal(inCi, Read(set).InCi);

    [Fact]
    public void Who_sets_CI_to_false_means_it() => Assert.False(Read("CI=false", "TF_BUILD=True").InCi);

    [Theory]
    [InlineData("GITHUB_BASE_REF=main", "main", "GITHUB_BASE_REF")]
    [InlineData("CI_MERGE_REQUEST_TARGET_BRANCH_NAME=trunk", "trunk", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")]
    [InlineData("SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/release/2", "release/2", "SYSTEM_PULLREQUEST_TARGETBRANCH")]
    [InlineData("GITHUB_BASE_REF=", null, null)]
    public void The_target_of_a_pull_request_is_read(string set, string? branch, string? variable) =>
        Assert.Equal((branch, variable), (Read(set).PullRequestBase, Read(set).Variable));

    [Fact]
    public void Of_two_systems_whose_variables_are_set_the_first_is_believed() =>
        Assert.Equal("main", Read("GITHUB_BASE_REF=main", "CHANGE_TARGET=other").PullRequestBase);
}
