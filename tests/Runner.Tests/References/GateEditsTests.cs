using PerfGate.Core.Devices;
using PerfGate.Core.Policy;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Tests.References;

public sealed class GateEditsTests
{
    private static GatePolicy Host(double tolerance) => new() { Tolerance = new() { Host = tolerance } };

    [Fact]
    public void A_tolerance_that_the_project_loosens_is_told() =>
        Assert.Contains(
            "is 90.0 %",
            Assert.Single(GateSettings.Loosened(DeviceKind.Host, Host(0.05), Host(0.9))).Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(DeviceKind.Host, 0.01)]
    [InlineData(DeviceKind.Host, 0.05)]
    [InlineData(DeviceKind.Cuda, 0.9)]
    public void One_that_it_tightens_or_leaves_is_not(DeviceKind device, double tolerance) =>
        Assert.Empty(GateSettings.Loosened(device, Host(0.05), Host(tolerance)));

    [Fact]
    public void Fewer_runs_and_less_time_than_the_policy_asks_for_are_told_and_more_are_not()
    {
        var policy = new GatePolicy();

        Assert.Equal(
            ["PerfGateRuns", "PerfGateBudget", "PerfGateMeasureUnchanged"],
            GateSettings
                .Loosened(
                    DeviceKind.Cuda,
                    policy,
                    policy with
                    {
                        Runs = new() { Minimum = 2, Maximum = 2 },
                        BudgetSeconds = 30,
                        MeasureUnchanged = false,
                    }
                )
                .Select(e => e.Subject)
        );
        Assert.Empty(
            GateSettings.Loosened(
                DeviceKind.Cuda,
                policy,
                policy with
                {
                    Runs = new() { Minimum = 30, Maximum = 30 },
                    BudgetSeconds = 3_600,
                }
            )
        );
    }

    // What a reviewer reads: the setting in force, who set it, and the policy's.
    [Fact]
    public void Each_edit_states_what_is_in_force_and_what_the_policy_asks_for()
    {
        var edits = GateSettings.Loosened(
            DeviceKind.Host, Host(0.05) with { BudgetSeconds = 900 },
            Host(0.9) with { Runs = new() { Minimum = 2 }, BudgetSeconds = 30.5, MeasureUnchanged = false });

        Assert.Equal(
            [
                "the tolerance is 90.0 %, as the command line or the project asks (PerfGateTolerance); "
                    + "the policy's is 5.0 %",
                "2 runs decide, as the command line or the project asks (PerfGateRuns); "
                    + "the policy asks for at least 5",
                "the time budget is 30.5 s, as the command line or the project asks (PerfGateBudget); "
                    + "the policy's is 900 s",
                "cases with unchanged machine code are not timed, as the command line or the project asks "
                    + "(PerfGateMeasureUnchanged), so the machine's drift is harder to see",
            ],
            edits.Select(e => e.Text));
        Assert.Equal([true, true, true, false], edits.Select(e => e.Acts));
    }

    [Fact]
    public void As_many_runs_and_as_much_time_as_the_policy_asks_for_are_no_edit()
    {
        var policy = Host(0.05) with { MeasureUnchanged = false };

        Assert.Empty(GateSettings.Loosened(DeviceKind.Host, policy, policy with { MeasureUnchanged = true }));
        Assert.Empty(GateSettings.Loosened(DeviceKind.Host, policy, policy));
    }

    [Fact]
    public void A_comparison_that_is_switched_off_is_an_edit_where_a_base_was_named()
    {
        Assert.Empty(GateSettings.SwitchedOff(null));
        Assert.Equal(
            "nothing is compared, as the command line or the project asks (PerfGateReference=none), although main was "
                + "named",
            Assert.Single(GateSettings.SwitchedOff("main was named")).Text);
    }

    [Fact]
    public void A_filter_is_an_edit_where_it_leaves_something_out()
    {
        var edit = Assert.Single(GateSettings.Filtered("softmax/*", 12, 14));

        Assert.Equal(("PerfGateFilter", true), (edit.Subject, edit.Acts));
        Assert.Contains("leaves out 12 of 14 cases", edit.Text, StringComparison.Ordinal);
        Assert.Empty(GateSettings.Filtered("*", 0, 14));
        Assert.Empty(GateSettings.Filtered(null, 0, 14));
    }

    [Theory]
    [InlineData(
        "<P/>",
        "<P><PerfGateReference>none</PerfGateReference></P>",
        "PerfGateReference is 'none' and was not set"
    )]
    [InlineData(
        "<PerfGateNvccFlags Condition=\"'$(X)' == ''\">-O3</PerfGateNvccFlags>",
        "<PerfGateNvccFlags>-O0</PerfGateNvccFlags>",
        "PerfGateNvccFlags is '-O0' and was '-O3'"
    )]
    [InlineData("<PerfGateHostFlags>-O3</PerfGateHostFlags>", "", "PerfGateHostFlags is not set and was '-O3'")]
    [InlineData(
        "<UsePerfGate>true</UsePerfGate>",
        "<UsePerfGate>false</UsePerfGate>",
        "UsePerfGate is 'false' and was 'true'"
    )]
    [InlineData(
        "",
        "<PerfGateRunner>own/perfgate.dll</PerfGateRunner><PerfGateTasksAssembly>own.dll</PerfGateTasksAssembly>",
        "PerfGateRunner is 'own/perfgate.dll' and was not set|PerfGateTasksAssembly is 'own.dll' and was not set"
    )]
    [InlineData(
        "run: dotnet build -t:PerfGate",
        "run: dotnet build -t:PerfGate -p:PerfGateReference=none -p:PerfGateFilter=\"a b\"",
        "PerfGateFilter is '\"a b\"' and was not set|PerfGateReference is 'none' and was not set"
    )]
    [InlineData("<Nullable>enable</Nullable>", "<Nullable>disable</Nullable>", "")]
    public void The_settings_of_the_gate_that_a_file_changes_are_named(string before, string after, string said) =>
        Assert.Equal(said, string.Join('|', GateProperties.Changes(before, after)));

    [Theory]
    [InlineData(null, false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", true)]
    public void Another_base_than_the_pull_requests_is_an_edit_where_that_is_known(string? pullRequests, bool edit)
    {
        var request = new ReferenceRequest
        {
            Root = "/", BaselinesFolder = "baselines", DeviceSlug = "host", Base = "v1", PullRequestBase = "main",
        };
        var used = new BaseRevision(new('c', 40), new('a', 40), "v1", Binding: true);

        Assert.Equal(edit, !GateSettings.OtherBase(request, used, pullRequests).IsEmpty);
    }
}
