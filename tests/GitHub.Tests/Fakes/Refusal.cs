namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>What is posted of refused results.</summary>
internal static class Refusal
{
    /// <summary>Nothing of the artifact is posted; that it was refused is, where a merge looks.</summary>
    public static void AssertAlone(FakeGitHub github, string code)
    {
        Assert.Empty(github.Repository.Comments);
        Assert.All(github.Writes, w => Assert.Contains("/check-runs", w.Path, StringComparison.Ordinal));
        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal(("completed", "failure"), ((string)check["status"]!, (string)check["conclusion"]!));
        Assert.Equal(GateResults.Head, (string)check["head_sha"]!);
        Assert.Matches(code, (string)check["output"]!["title"]!);
        Assert.Matches(code, (string)check["output"]!["summary"]!);
    }
}
