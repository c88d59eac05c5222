using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;

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
    [InlineData("0123456789abcdef", "no build has left its settings here (--compile-base)")]
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

    [Fact]
    public void A_base_that_has_some_of_the_cases_is_tried_with_those_and_the_others_are_named()
    {
        var theirs = new BaseSide("/base", [], "/base/kernels.json");
        var some = BaseTrial.Of("0123456789abcdef", ["a", "b", "c"], new(theirs, ["c", "a", "z"], null));
        var all = BaseTrial.Of("0123456789abcdef", ["a"], new(theirs, ["a"], null));
        var none = BaseTrial.Of("0123456789abcdef", ["a"], CompiledBase.Failed("it does not compile"));

        Assert.Equal(["a", "c"], some.Cases);
        Assert.Equal("the commit 0123456789ab does not have b", some.Reason);
        Assert.Equal((theirs, null), (all.Base, all.Reason));
        Assert.Equal((null, "it does not compile"), (none.Base, none.Reason));
    }

    [Fact]
    public async Task With_a_way_to_compile_it_is_tried()
    {
        using var folder = new TemporaryFolder();
        var request = new GateRunRequest
        {
            Root = folder.Root,
            Manifests = [],
            Output = folder.Root,
            WorkFolder = folder.Root,
            CompileBase = folder.PathOf("base.rsp"),
            Override = policy => policy,
        };

        async Task<string?> WhyAsync(GateRunRequest request)
        {
            try
            {
                return (await BaseTrial.Of(request, DeviceKind.Host).PrepareAsync(
                    Resolved with { TrialCommit = new('a', 40) }, ["a"], TestContext.Current.CancellationToken)).Reason;
            }
            catch (PerfGateException e)
            {
                return e.Message;
            }
        }

        Assert.DoesNotContain("--compile-base", await WhyAsync(request), StringComparison.Ordinal);
        Assert.Contains(
            "--compile-base", await WhyAsync(request with { CompileBase = null }), StringComparison.Ordinal);
    }
}
