using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;

namespace PerfGate.Runner.References;

/// <summary>
/// Settings of this invocation that make the gate look at less than the policy and the base ask for. The command line
/// and the project both set them, and the project is the branch's.
/// </summary>
internal static class GateSettings
{
    private const int ShownText = 100;

    /// <summary>What the settings loosen of the policy.</summary>
    /// <param name="device">The device.</param>
    /// <param name="found">The policy as it was found.</param>
    /// <param name="used">The policy with the settings.</param>
    public static ImmutableArray<GateEdit> Loosened(DeviceKind device, GatePolicy found, GatePolicy used)
    {
        var edits = ImmutableArray.CreateBuilder<GateEdit>();
        var (before, now) = (found.Tolerance.Of(device), used.Tolerance.Of(device));
        if (now > before)
        {
            Add(
                "PerfGateTolerance",
                Text($"the tolerance is {Numbers.Percent(now)}"),
                Text($"; the policy's is {Numbers.Percent(before)}"));
        }

        if (used.Runs.Minimum < found.Runs.Minimum)
        {
            Add(
                "PerfGateRuns",
                Text($"{used.Runs.Minimum} runs decide"),
                Text($"; the policy asks for at least {found.Runs.Minimum}"));
        }

        if (used.BudgetSeconds < found.BudgetSeconds)
        {
            Add(
                "PerfGateBudget",
                Text($"the time budget is {used.BudgetSeconds:0.###} s"),
                Text($"; the policy's is {found.BudgetSeconds:0.###} s"));
        }

        if (!used.MeasureUnchanged && found.MeasureUnchanged)
        {
            Add(
                "PerfGateMeasureUnchanged",
                "cases with unchanged machine code are not timed",
                ", so the machine's drift is harder to see",
                acts: false);
        }

        return edits.ToImmutable();

        void Add(string property, string what, string policys, bool acts = true) =>
            edits.Add(new(property, $"{what}, as the command line or the project asks ({property}){policys}", acts));
    }

    /// <summary>The cases that a filter leaves out.</summary>
    /// <param name="filter">The filter; null for none.</param>
    /// <param name="leftOut">How many cases it leaves out.</param>
    /// <param name="all">How many there are.</param>
    public static ImmutableArray<GateEdit> Filtered(string? filter, int leftOut, int all) =>
        filter is null || leftOut == 0
        ? []
        : [new(
            "PerfGateFilter",
            Text($"the filter '{Shown(filter)}' leaves out {leftOut} of {all} cases (PerfGateFilter)"), Acts: true)];

    /// <summary>A comparison that was switched off, although a base is known.</summary>
    /// <param name="named">How the base is known, a clause; null if none is.</param>
    public static ImmutableArray<GateEdit> SwitchedOff(string? named) => named is null
        ? []
        : [new(
            "PerfGateReference",
            $"nothing is compared, as the command line or the project asks (PerfGateReference=none), although {named}",
            Acts: true)];

    /// <summary>Another base than the one that the pull request goes into.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="used">The base in use.</param>
    /// <param name="pullRequests">The merge base with the pull request's own base; null if it is unknown.</param>
    public static ImmutableArray<GateEdit> OtherBase(
        ReferenceRequest request, BaseRevision used, string? pullRequests) =>
        pullRequests is null || pullRequests == used.MergeBase
            ? []
            : [new(
                "PerfGateBase",
                $"the base is '{Shown(request.Base!)}', commit {CommitName.Of(used.MergeBase)}, as the command line or "
                    + $"the project asks (PerfGateBase); the pull request goes into "
                    + $"'{Shown(request.PullRequestBase!)}', which it left at {CommitName.Of(pullRequests)}",
                Acts: true)];

    private static string Shown(string text) => PlainText.LogLine(text, ShownText);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
