using System.Text.Json;
using PerfGate.Core.Formats;
using PerfGate.Core.Policy;
using PerfGate.Runner.Commands;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Tests.References;

/// <content>Policies, and what a branch accepts in them.</content>
public sealed partial class ReferenceResolverTests
{
    private static string Standing(params string[] cases) =>
        JsonSerializer.Serialize(
            new GatePolicy
            {
                AcceptedCheckEdits = [.. cases.Select(c => new AcceptedCheckEdit(c, "we mean it", new(2030, 1, 1)))],
            },
            PerfGateJson.Default.GatePolicy
        );

    private static string Policy(double floor, double? accepted = null) =>
        JsonSerializer.Serialize(
            new GatePolicy
            {
                AbsoluteFloorNs = floor,
                Accepted = accepted is { } ratio ? [new("saxpy", "worth it", ratio, new(2030, 1, 1))] : [],
            },
            PerfGateJson.Default.GatePolicy
        );

    [Fact]
    public void A_branch_that_loosens_the_policy_is_judged_by_the_old_one_and_it_is_told()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        _made.Commit("perfgate.json", Policy(floor: 10));
        BranchOff();
        _made.Commit("perfgate.json", Policy(floor: 1e6));
        var reference = Resolve();
        Assert.Equal(10, reference.Policy.AbsoluteFloorNs);
        Assert.Contains(
            "perfgate.json was changed since main",
            Assert.Single(reference.GateEdits).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_branch_that_adds_a_policy_is_judged_by_the_defaults()
    {
        _made.Commit(BaselinePath, BaselineText.Of(100));
        BranchOff();
        _made.Commit("perfgate.json", Policy(floor: 1e6));
        Assert.Equal(new GatePolicy().AbsoluteFloorNs, Resolve().Policy.AbsoluteFloorNs);
    }

    [Fact]
    public void A_slowdown_that_the_branch_itself_accepts_is_told_entry_by_entry()
    {
        _made.Commit("perfgate.json", Policy(50));
        BranchOff();
        _made.Commit("perfgate.json", Policy(50, accepted: 10));
        Assert.Contains(
            "perfgate.json newly accepts that saxpy is up to 900.0 % slower, until 2030-01-01: worth it",
            Resolve().GateEdits.Select(e => e.Text));
    }

    [Fact]
    public void The_policy_before_the_device_is_open_is_the_one_that_judges()
    {
        _made.Commit("perfgate.json", Policy(50));
        BranchOff();
        _made.Commit("perfgate.json", Policy(5000));
        var resolver = new ReferenceResolver(ReferenceSource.ReadPolicy);
        Assert.Equal(
            50,
            resolver
                .Policy(
                    new()
                    {
                        Root = _made.Root,
                        BaselinesFolder = "baselines",
                        DeviceSlug = "",
                    }
                )
                .AbsoluteFloorNs
        );
    }

    [Fact]
    public void Accepted_slowdowns_are_the_branches_own()
    {
        _made.Commit("perfgate.json", Policy(floor: 10));
        BranchOff();
        _made.Commit("perfgate.json", Policy(floor: 10, accepted: 1.1));
        Assert.Equal(1.1, Assert.Single(Resolve().Policy.Accepted).MaximumRatio);
    }

    [Fact]
    public void A_changed_check_is_accepted_by_the_branch_that_changes_it_and_listed()
    {
        _made.Commit("perfgate.json", Standing("merged"));
        BranchOff();
        _made.Commit("perfgate.json", Standing("merged", "fresh"));

        // What the base accepted is merged; its entry must not cover the next change.
        Assert.Equal("fresh", Assert.Single(Resolve().Policy.AcceptedCheckEdits).Case);
        Assert.Contains(
            Resolve().GateEdits,
            e => e.Text == "perfgate.json newly accepts that checks of fresh change, until 2030-01-01: we mean it");
    }

    [Fact]
    public void An_entry_in_the_work_tree_stands_for_a_check_that_is_not_committed_yet()
    {
        _made.Commit("perfgate.json", Standing());
        _made.Write("perfgate.json", Standing("fresh"));

        Assert.Equal("fresh", Assert.Single(Resolve().Policy.AcceptedCheckEdits).Case);
    }
}
