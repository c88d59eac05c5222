using PerfGate.Core.Judgement;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Why the base's kernels cannot be run beside an accused case.</summary>
public sealed class BaseTrialTests
{
    private static readonly ResolvedReference Resolved = new()
    {
        Description = new() { Kind = ReferenceKind.Baseline, Reason = "test" },
        Policy = new(),
    };

    [Theory]
    [InlineData(null, "there is no base commit")]
    [InlineData("0123456789abcdef", "perfgate was started without --compile-base")]
    public async Task It_is_said_what_is_missing_and_no_case_is_tried(string? commit, string why)
    {
        var side = await new BaseTrial(kernels: null).PrepareAsync(
            Resolved with
            {
                TrialCommit = commit,
            },
            ["a"],
            TestContext.Current.CancellationToken
        );

        Assert.Null(side.Base);
        Assert.Empty(side.Cases);
        Assert.StartsWith(why, side.Reason, StringComparison.Ordinal);
    }
}
