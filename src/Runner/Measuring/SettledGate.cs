using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Measuring;

/// <summary>What is settled of a gate invocation before its first run.</summary>
/// <param name="Device">What a worker said of the device.</param>
/// <param name="Policy">The policy in force.</param>
/// <param name="Inputs">What the judge will be given.</param>
/// <param name="Resolved">The reference.</param>
/// <param name="Selected">The cases to take.</param>
/// <param name="FilteredOut">The cases that the filter left out.</param>
internal sealed record SettledGate(
    WorkerResult Device,
    GatePolicy Policy,
    GateInputs Inputs,
    ResolvedReference Resolved,
    ImmutableArray<BenchmarkCase> Selected,
    ImmutableArray<BenchmarkCase> FilteredOut
)
{
    private readonly Dictionary<string, MeasuredCase> _reference =
        (Resolved.Baseline?.Measurements[^1].Cases ?? []).ToDictionary(c => c.Name, StringComparer.Ordinal);

    private readonly Dictionary<string, BaseCase> _declared =
        Inputs.BaseCases.ToDictionary(c => c.Name, StringComparer.Ordinal);

    /// <summary>When no further run is started.</summary>
    public DateTimeOffset Deadline(DateTimeOffset startedAt) => startedAt.AddSeconds(Policy.BudgetSeconds);

    /// <summary>
    /// The tolerances that the baseline's manifests stated, by case, null for the policy's; empty without a baseline.
    /// </summary>
    public IReadOnlyDictionary<string, double?> ReferenceTolerances =>
        _reference.ToDictionary(c => c.Key, c => c.Value.Tolerance, StringComparer.Ordinal);

    /// <summary>
    /// What the base commit declares of a case, or else what the baseline measured; null if neither is known.
    /// </summary>
    public CaseDeclaration? Declared(string name) =>
        _declared.GetValueOrDefault(name)?.Declaration ?? _reference.GetValueOrDefault(name)?.Declaration;

    /// <summary>This gate, with cases that have ended before their first run.</summary>
    /// <param name="ended">How they ended.</param>
    public SettledGate Without(ImmutableArray<CaseResult> ended) =>
        this with
        {
            Device = Device with { Cases = Device.Cases.AddRange(ended) },
        };

    /// <summary>What the judge is asked about a measurement.</summary>
    public JudgementInput Judged(Measurement measured) => Inputs.Asked(measured, Resolved.Baseline);

    /// <summary>How many runs are taken before the first look.</summary>
    /// <param name="blanks">The cases that are to be taken.</param>
    public int FirstRuns(IEnumerable<MeasuredCase> blanks) =>
        Resolved.Baseline is not null
        && blanks.All(c => c.Role == CaseRole.Canary || c.Status == CaseStatus.Skipped || SameCode(c))
            ? SequentialPlan.WithoutJudgement(Policy)
            : SequentialPlan.First(Policy);

    /// <summary>
    /// A case as it is to be measured: not at all where its code is the reference's and the policy says not to time
    /// such cases.
    /// </summary>
    public MeasuredCase Untimed(MeasuredCase blank)
    {
        if (Policy.MeasureUnchanged || blank.Role == CaseRole.Canary || blank.Status != CaseStatus.Measured)
            return blank;
        return SameCode(blank) ? CasesBeforeMeasuring.NotTimed(blank) : blank;
    }

    private bool SameCode(MeasuredCase blank) =>
        _reference.GetValueOrDefault(blank.Name)?.CodeHash is { } hash && hash == blank.CodeHash;
}
