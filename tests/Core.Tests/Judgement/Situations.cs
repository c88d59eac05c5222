using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Inputs of the judge, each of which shows one thing that a verdict can say.</summary>
internal static partial class Situations
{
    // Slower by about the tolerance of 1 %, by runs that vary by 0.8 %: neither proven.
    private static readonly MeasuredCase Before = Given.Case("a", 10_000, 0.008, 10, 1);
    private static readonly MeasuredCase Near = Given.Case("a", 10_100, 0.008, 20, 3, "new");
    private static readonly MeasuredCase Calm = Given.Case("b", 5_000, 0.001, 10, 4);
    private static readonly MeasuredCase CalmNow = Given.Case("b", 5_000, 0.001, 10, 5, "new");
    private static readonly MeasuredCase Slower = Given.Case("b", 5_400, 0.001, 10, 6, "new");
    private static readonly MeasuredCase Unsteady = Given.Ended("a", CaseStatus.Unstable, "no steady run");
    private static readonly ExpectedComparison InCi = new() { InCi = true, Because = "main was named" };

    /// <summary>Every situation under its name, which is that of its file.</summary>
    public static IReadOnlyDictionary<string, Func<JudgementInput>> All { get; } =
        new[] { OfTimes(), OfTheMachine(), OfUndecidedCases(), OfNothingCompared(), OfEdits() }
            .SelectMany(s => s).ToDictionary(s => s.Name, s => s.Input);

    private static (string Name, Func<JudgementInput> Input)[] OfTimes() =>
    [
        ("not-slower", () => Both([CalmNow], [Calm])),
        ("unchanged", () => Both([Calm], [Calm])),
        ("unchanged-beside-changed", () => Both([CalmNow, Near with { CodeHash = "old" }], [Calm, Before])),
        ("faster", () => Both([Given.Case("b", 4_500, 0.001, 10, 7, "new")], [Calm])),
        ("slower-than-the-baseline-alone", () => Both([Slower], [Calm])),
        ("slower-twice", () => Both([Slower], [Calm]) with { Remeasured = Given.Measurement(Again(5_400)) }),
        ("slower-once", () => Both([Slower], [Calm]) with { Remeasured = Given.Measurement(Again(5_000)) }),
        ("slower-beside-the-base", () => Both([Slower], [Calm]) with { Trial = Tried(1.08) }),
        ("as-fast-beside-the-base", () => Both([Slower], [Calm]) with { Trial = Tried(1) }),
        ("faster-beside-the-base", () => Both([Slower], [Calm]) with { Trial = Tried(0.9) }),
        ("base-did-not-compile", () => Both([Slower], [Calm]) with { NoTrial = "the base does not compile" }),
        ("accepted", () => Both([Slower], [Calm], new() { Accepted = [Entry(1.2, 0)] }) with { Trial = Tried(1.08) }),
        ("accepted-too-little",
            () => Both([Slower], [Calm], new() { Accepted = [Entry(1.02, 0)] }) with { Trial = Tried(1.08) }),
        ("accepted-until-yesterday",
            () => Both([Slower], [Calm], new() { Accepted = [Entry(1.2, -1)] }) with { Trial = Tried(1.08) }),
        ("new-case", () => Both([Slower, Given.Case("c", 900, 0.001, 10, 9, "new")], [Calm])),
        ("renamed", () => Both([Calm with { Name = "b2", Benchmark = "b2" }], [Calm])),
        ("below-the-floor",
            () => Both([Given.Case("b", 115, 0.001, 10, 6, "new")], [Given.Case("b", 100, 0.001, 10, 4)])),
        ("looser-tolerance", () => Both([CalmNow with { Tolerance = 0.05 }], [Calm with { Tolerance = 0.02 }])),
        ("far-run", () => Both([WithAFarRun(CalmNow)], [Calm])),
        ("far-pair", () => Both([Slower], [Calm]) with
        {
            Trial = Given.Trial(WithAFarRun(Given.Pair("b", 5_000, 1, 0.01, 0.001, 10, 7))),
        }),
        ("several-slower", () => Both(
            [.. Enumerable.Range(0, 4).Select(i => Given.Case($"k{i}", 5_000 + 80 * i, 0.002, 10, 60 + i, "new"))],
            [.. Enumerable.Range(0, 4).Select(i => Given.Case($"k{i}", 5_000, 0.002, 10, 70 + i))]) with
        {
            Trial = Given.Trial([
                .. Enumerable.Range(0, 4).Select(i =>
                    Given.Pair($"k{i}", 5_000, 1 + 0.016 * i, 0.01, 0.002, 10, 80 + i)),
            ]),
        }),
    ];

    private static (string Name, Func<JudgementInput> Input)[] OfTheMachine() =>
    [
        ("failed", () => Both([Given.Ended("b", CaseStatus.Failed, "illegal address")], [Calm])),
        ("incorrect", () => Both([Given.Ended("b", CaseStatus.Incorrect, "y[3] is 0")], [Calm])),
        ("not-run", () => Both([Given.Ended("b", CaseStatus.NotRun)], [Calm])),
        ("missing", () => Both([Near], [Before, Calm])),
        ("now-skipped", () => Both([Given.Ended("b", CaseStatus.Skipped, "needs sm_90"), Near], [Before, Calm])),
        ("skipped-in-both", () => Both([Given.Ended("b", CaseStatus.Skipped, "needs sm_90"), Near], [Before])),
        ("left-out", () => Both([Given.Ended("b", CaseStatus.Skipped) with { FilteredOut = true }, Near], [Before])),
        ("skipped-but-declared-at-the-base",
            () => Both([Given.Ended("b", CaseStatus.Skipped, "needs sm_90"), Near], [Before]) with
            {
                BaseCases = [new("b")],
            }),
        ("unstable", () => Both([Unsteady, CalmNow], [Before, Calm])),
        ("no-run-left", () => Both([Near with { Runs = [] }, CalmNow], [Before, Calm])),
        ("moved", () => Both([Near, .. Canaries(1.04, 40)], [Before, .. Canaries(1, 30)])),
        ("moved-back", () => Both([Near, .. Canaries(0.96, 40)], [Before, .. Canaries(1, 30)])),
        ("moved-and-tried", () => Both([Slower, .. Canaries(1.04, 40)], [Calm, .. Canaries(1, 30)]) with
        {
            Trial = Tried(1.01),
        }),
        ("moved-with-unchanged-cases", () => Both([Calm, .. Canaries(1.04, 40)], [Calm, .. Canaries(1, 30)])),
        ("moved-a-little", () => Both([CalmNow, .. Canaries(1.004, 40)], [Calm, .. Canaries(1, 30)])),
        ("canaries-apart", () => Both(
            [Slower, .. Canaries(1, 40).Select((c, i) => Given.Case(c.Name, 50_000 + 1_000 * i, 0.001, 10, 50 + i))],
            [Calm, .. Canaries(1, 30)])),
        ("lost-canary", () => Both(
            [CalmNow, Given.Ended("canary", CaseStatus.Failed, "it broke") with { Role = CaseRole.Canary }], [Calm])),
        ("another-clock", () => Both([CalmNow], [Calm], then: Given.Environment() with { Clock = "events" })),
        ("another-compiler",
            () => Both([CalmNow], [Calm], then: Given.Environment() with { Compiler = new("nvcc", "12.1.0", "-O3") })),
    ];

    private static JudgementInput Both(
        IEnumerable<MeasuredCase> now, IEnumerable<MeasuredCase> before, GatePolicy? policy = null,
        MeasurementEnvironment? then = null)
    {
        var reference = Given.Measurement([.. before]);
        return Given.Input(
            Given.Measurement([.. now]), reference with { Environment = then ?? reference.Environment }, policy);
    }

    private static MeasuredCase Again(double ns) => Given.Case("b", ns, 0.001, 10, 8, "new");

    private static Measurement Tried(double ratio) => Given.Trial(Given.Pair("b", 5_000, ratio, 0.01, 0.001, 10, 7));

    private static AcceptedSlowdown Entry(double ratio, int days) =>
        new("b", "a safer sum", ratio, Given.Today.AddDays(days));

    private static MeasuredCase WithAFarRun(MeasuredCase measured) => measured with
    {
        Runs = measured.Runs.SetItem(
            3, measured.Runs[3] with { Samples = [.. measured.Runs[3].Samples.Select(s => s * 1.15)] }),
    };

    private static IEnumerable<MeasuredCase> Canaries(double ratio, int seed) => Enumerable.Range(0, 4)
        .Select(i => Given.Case($"canary{i}", 50_000 * ratio, 0.001, 10, seed + i, role: CaseRole.Canary));
}
