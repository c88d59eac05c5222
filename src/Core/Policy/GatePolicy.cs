using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;

namespace PerfGate.Core.Policy;

/// <summary>The policy: <c>perfgate.json</c>. Everything has a default; the file may be absent.</summary>
public sealed record GatePolicy : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "perfgate.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The relative slow-down that is accepted, as a fraction, per device.</summary>
    public DeviceTolerance Tolerance { get; init; } = new();

    /// <summary>A difference of no more than this many nanoseconds never fails.</summary>
    public double AbsoluteFloorNs { get; init; } = 50;

    /// <summary>The smallest |Hedges' g| of a regression.</summary>
    public double MinimumEffectSize { get; init; } = 0.5;

    /// <summary>Probability of any false regression in one invocation, over all cases and looks.</summary>
    public double FamilyWiseErrorRate { get; init; } = 0.01;

    /// <summary>Confidence of the intervals shown, and of ruling a slow-down out.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>How many runs are taken.</summary>
    public RunBounds Runs { get; init; } = new();

    /// <summary>Wall time after which no further round is started, seconds.</summary>
    public double BudgetSeconds { get; init; } = 900;

    /// <summary><c>cold</c>: the L2 cache is overwritten before each sample; <c>hot</c>: it is not.</summary>
    public CacheState Cache { get; init; } = CacheState.Cold;

    /// <summary>Whether the GPU's clocks are only watched, or locked.</summary>
    public ClockPolicy Clocks { get; init; } = ClockPolicy.Observe;

    /// <summary>Price of the device per hour, for the cost line; null leaves the line out.</summary>
    public double? DevicePricePerHour { get; init; }

    /// <summary>Currency of that price.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Whether an undecided case, inconclusive or unstable, fails the gate rather than warns.</summary>
    public bool FailOnInconclusive { get; init; }

    /// <summary>Whether an unstable case fails the gate even where an inconclusive one only warns.</summary>
    public bool FailOnUnstable { get; init; }

    /// <summary>What an edit to a check, or a candidate outside the base's bounds, does.</summary>
    public PolicyAction CheckEdits { get; init; } = PolicyAction.Fail;

    /// <summary>
    /// What a change of how the gate runs does in CI: a build file, a workflow, a filter, another base. An entry of
    /// <see cref="AcceptedGateEdits"/> covers it.
    /// </summary>
    public PolicyAction GateEdits { get; init; } = PolicyAction.Fail;

    /// <summary>What a case does whose error grew by more than <see cref="AccuracyFactor"/>.</summary>
    public PolicyAction LessAccurate { get; init; } = PolicyAction.Warn;

    /// <summary>The error against the expected output may be so many times the reference's; at least 1.</summary>
    public double AccuracyFactor { get; init; } = 2;

    /// <summary>What a case does that is faster than the measured ceilings allow.</summary>
    public PolicyAction Ceiling { get; init; } = PolicyAction.Warn;

    /// <summary>
    /// What it does where a kernel spills more, needs more local memory, or fits fewer blocks on a multiprocessor: see
    /// <c>perfgate precheck</c>. An entry of <see cref="AcceptedResources"/> covers it.
    /// </summary>
    public ResourceAction Resources { get; init; } = ResourceAction.Warn;

    /// <summary>
    /// What the gate explains by itself: see <c>perfgate explain</c>. Null is <see cref="ExplainPolicy.Regressions"/>.
    /// </summary>
    public ExplainPolicy? Explain { get; init; }

    /// <summary>
    /// Whether the gate fails where it compared nothing at all; false warns. Null: it fails in CI where a comparison
    /// was expected, and where the comparison was switched off although a base was named; elsewhere it warns.
    /// </summary>
    public bool? FailOnNothingCompared { get; init; }

    /// <summary>Whether cases with unchanged machine code are timed all the same, as noise controls.</summary>
    public bool MeasureUnchanged { get; init; } = true;

    /// <summary>
    /// The largest slow-down against the last tag that a refreshed baseline may bring, as a fraction.
    /// </summary>
    public double AcceptedDrift { get; init; } = 0.02;

    /// <summary>Slow-downs taken on purpose.</summary>
    public ImmutableArray<AcceptedSlowdown> Accepted { get; init; } = [];

    /// <summary>
    /// Changed checks and changed work that the branch accepts; an entry that the base has already is not among
    /// them.
    /// </summary>
    public ImmutableArray<AcceptedCheckEdit> AcceptedCheckEdits { get; init; } = [];

    /// <summary>
    /// Changes of how the gate runs that somebody accepts; an entry about a file counts in the branch that adds it.
    /// </summary>
    public ImmutableArray<AcceptedGateEdit> AcceptedGateEdits { get; init; } = [];

    /// <summary>Resources that kernels need more of on purpose.</summary>
    public ImmutableArray<AcceptedResource> AcceptedResources { get; init; } = [];

    /// <summary>
    /// Settings for some cases; for each setting the first entry counts that fits the case and states it
    /// (<see cref="CaseSettings"/>).
    /// </summary>
    public ImmutableArray<PolicyOverride> Overrides { get; init; } = [];
}

/// <summary>Tolerated slow-downs as fractions.</summary>
public sealed record DeviceTolerance
{
    /// <summary>On a GPU.</summary>
    public double Cuda { get; init; } = 0.01;

    /// <summary>On the host device.</summary>
    public double Host { get; init; } = 0.05;

    /// <summary>One tolerance for every device.</summary>
    /// <param name="tolerance">The tolerance, a fraction.</param>
    public static DeviceTolerance Everywhere(double tolerance) =>
        Enum.GetValues<DeviceKind>()
            .Aggregate(new DeviceTolerance(), (sofar, device) => sofar.With(device, tolerance));

    /// <summary>The tolerance on a device, as a fraction.</summary>
    /// <param name="device">The device.</param>
    public double Of(DeviceKind device) => device switch
    {
        DeviceKind.Cuda => Cuda,
        DeviceKind.Host => Host,
    };

    private DeviceTolerance With(DeviceKind device, double tolerance) => device switch
    {
        DeviceKind.Cuda => this with { Cuda = tolerance },
        DeviceKind.Host => this with { Host = tolerance },
    };
}

/// <summary>Bounds of the number of runs a side.</summary>
public sealed record RunBounds
{
    /// <summary>Runs before the first look.</summary>
    public int Minimum { get; init; } = 5;

    /// <summary>Runs at which undecided cases stay undecided.</summary>
    public int Maximum { get; init; } = 20;
}

/// <summary>What a finding does to the gate.</summary>
public enum PolicyAction
{
    /// <summary>It warns.</summary>
    Warn,

    /// <summary>It fails.</summary>
    Fail,
}

/// <summary>What the gate explains by itself.</summary>
public enum ExplainPolicy
{
    /// <summary>Proven regressions, where counters can be had.</summary>
    Regressions,

    /// <summary>Nothing.</summary>
    Never,
}

/// <summary>State of the caches before a sample.</summary>
public enum CacheState
{
    /// <summary>Overwritten.</summary>
    Cold,

    /// <summary>As the sample before left them.</summary>
    Hot,
}

/// <summary>What may be done to the GPU's clocks.</summary>
public enum ClockPolicy
{
    /// <summary>Nothing.</summary>
    Observe,

    /// <summary>Graphics and memory clocks are locked while measuring.</summary>
    Lock,
}

/// <summary>Policy settings for the cases that match a pattern.</summary>
public sealed record PolicyOverride
{
    /// <summary>Case name, or a pattern with <c>*</c> and <c>?</c>.</summary>
    public required string Case { get; init; }

    /// <summary>The tolerated slow-down, as a fraction; null keeps the benchmark's or the device's.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The absolute floor, nanoseconds; null keeps the policy's.</summary>
    public double? AbsoluteFloorNs { get; init; }

    /// <summary>The cache state; null keeps the policy's.</summary>
    public CacheState? Cache { get; init; }
}

/// <summary>A slow-down that a person took on purpose: an entry of <c>perfgate.json</c>.</summary>
/// <param name="Case">Case name, or a pattern with <c>*</c> and <c>?</c>.</param>
/// <param name="Reason">Why it is worth it.</param>
/// <param name="MaximumRatio">The largest accepted ratio, above 1; beyond it the entry is void.</param>
/// <param name="Expires">The last day on which it counts.</param>
public sealed record AcceptedSlowdown(string Case, string Reason, double MaximumRatio, DateOnly Expires);

/// <summary>A changed check, or changed work, that a person accepts: an entry of <c>perfgate.json</c>.</summary>
/// <param name="Case">Case name, or a pattern with <c>*</c> and <c>?</c>.</param>
/// <param name="Reason">Why the check changes.</param>
/// <param name="Expires">The last day on which it counts.</param>
public sealed record AcceptedCheckEdit(string Case, string Reason, DateOnly Expires)
{
    /// <summary>The entry at the end of a sentence.</summary>
    internal string Said =>
        string.Create(CultureInfo.InvariantCulture, $"accepted until {Expires:yyyy-MM-dd}: {Reason}");

    /// <summary>The entry that covers a case; null for none that still counts.</summary>
    /// <param name="policy">The policy with the entries.</param>
    /// <param name="name">The case's name.</param>
    /// <param name="today">The day of judgement.</param>
    public static AcceptedCheckEdit? Covering(GatePolicy policy, string name, DateOnly today) =>
        policy.AcceptedCheckEdits.FirstOrDefault(a => today <= a.Expires && NamePattern.Fits(a.Case, name));
}

/// <summary>A change of how the gate runs that a person accepts: an entry of <c>perfgate.json</c>.</summary>
/// <param name="Edit">
/// A file or a property, or a pattern with <c>*</c> and <c>?</c>: <c>kernels/*.csproj</c>, <c>PerfGateFilter</c>.
/// </param>
/// <param name="Reason">Why it changes.</param>
/// <param name="Expires">The last day on which it counts.</param>
public sealed record AcceptedGateEdit(string Edit, string Reason, DateOnly Expires)
{
    private const string PropertyPrefix = "PerfGate";

    /// <summary>
    /// Whether the entry is about a property and not about a file. Such an entry also counts once it is merged, because
    /// the property is set in every run; one about a file counts only in the branch that adds it, because it must not
    /// cover the next change.
    /// </summary>
    [JsonIgnore]
    public bool IsStanding => Edit.StartsWith(PropertyPrefix, StringComparison.Ordinal) && Edit.All(char.IsAsciiLetter);

    /// <summary>The entry at the end of a sentence.</summary>
    internal string Said =>
        string.Create(CultureInfo.InvariantCulture, $"accepted until {Expires:yyyy-MM-dd}: {Reason}");

    /// <summary>The entry that covers an edit; null for none that still counts.</summary>
    /// <param name="policy">The policy with the entries.</param>
    /// <param name="subject">The file or property.</param>
    /// <param name="today">The day of judgement.</param>
    public static AcceptedGateEdit? Covering(GatePolicy policy, string subject, DateOnly today) =>
        policy.AcceptedGateEdits.FirstOrDefault(a => today <= a.Expires && NamePattern.Fits(a.Edit, subject));
}
