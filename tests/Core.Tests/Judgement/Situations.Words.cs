using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <content>What nobody can decide, what was compared with nothing, and what the branch changed.</content>
internal static partial class Situations
{
    private static (string Name, Func<JudgementInput> Input)[] OfUndecidedCases() =>
    [
        ("close-to-the-tolerance", () => Both([Given.Case("a", 10_080, 0.004, 20, 3, "new")], [Before])),
        ("noisy", () => Both([Given.Case("a", 10_100, 0.1, 20, 2, "new")], [Given.Case("a", 10_000, 0.1, 10, 1)])),
        ("noisy-reference",
            () => Both([Given.Case("a", 10_100, 0.002, 20, 2, "new")], [Given.Case("a", 10_000, 0.1, 10, 1)])),
        ("two-undecided-that-fail", () => Both(
            [Near, Given.Case("b", 5_050, 0.01, 10, 15, "new")], [Before, Given.Case("b", 5_000, 0.01, 10, 16)],
            new() { FailOnInconclusive = true })),
        ("thin-reference", () => Both([Near], [Given.Case("a", 10_000, 0.008, 3, 1)])),
        ("few-runs", () => Both([Near with { Runs = Near.Runs[..2] }], [Before])),
        ("out-of-time", () => TimeIsUp(Both([Near with { Runs = Near.Runs[..10] }], [Before]))),
        ("shared-gpu", () => Threw(new() { Polls = 3, OtherProcesses = 1, Disturbance = "shared" })),
        ("throttled", () => Threw(new() { Polls = 3, Disturbance = "thermal slow-down" })),
        ("runs-would-decide", () => Both([Near], [Before]) with
        {
            Trial = Given.Trial(Given.Pair("a", 10_000, 1.0075, 0.01, 0.006, 20, 3)) with
            {
                Workers = [Took(3), Took(5), Took(0)],
            },
        }),
        ("more-budget-than-there-is", () => Both([Near], [Before], new() { BudgetSeconds = 60 }) with
        {
            Trial = Given.Trial(Given.Pair("a", 10_000, 1.0075, 0.01, 0.006, 20, 3)) with { Workers = [Took(30)] },
        }),
    ];

    private static (string Name, Func<JudgementInput> Input)[] OfNothingCompared() =>
    [
        ("no-baseline", () => Alone(ReferenceKind.None, "there is no baseline for nvidia-test", CalmNow)),
        ("no-baseline-and-a-measurement-that-is-none",
            () => Alone(ReferenceKind.None, "there is no baseline for nvidia-test", Unsteady, CalmNow)),
        ("no-cases", () => Alone(ReferenceKind.Baseline, "the baseline of main")),
        ("all-left-out", () => Alone(
            ReferenceKind.Baseline, "the baseline of main",
            Given.Ended("a", CaseStatus.Skipped) with { FilteredOut = true })),
        ("all-skipped", () => Alone(
            ReferenceKind.Baseline, "the baseline of main",
            Given.Ended("a", CaseStatus.Skipped) with { FilteredOut = true },
            Given.Ended("b", CaseStatus.Skipped, "needs sm_90"), Given.Ended("c", CaseStatus.Skipped, "needs sm_100"))),
        ("lost-base", () => Alone(ReferenceKind.Base, "the base was asked for", CalmNow) with
        {
            NoTrial = "the kernels of 0123456 do not compile: factor.h(1,10)",
        }),
        ("switched-off", () => Alone(ReferenceKind.None, "no comparison was asked for", CalmNow) with
        {
            Expected = new() { Because = "main was named", SwitchedOff = true },
        }),
        ("other-conditions", () =>
            Both([CalmNow], [Calm], then: Given.Environment() with { Clock = "events", Cache = "hot" }) with
            {
                Expected = InCi, NoTrial = "there is no nvcc",
            }),
        ("only-new-cases", () => Both([CalmNow], [Before with { Name = "z" }]) with { Expected = InCi }),
        ("only-unsteady-cases", () => Both([Unsteady], []) with { Expected = InCi }),
    ];

    private static (string Name, Func<JudgementInput> Input)[] OfEdits() =>
    [
        ("weaker-check", () => Edited(Looser)),
        ("weaker-check-accepted", () => Edited(Looser, Accepting(0))),
        ("weaker-check-accepted-until-yesterday", () => Edited(Looser, Accepting(-1))),
        ("changed-work", () => Edited(Declared(2048))),
        ("changed-work-accepted", () => Edited(Declared(2048), Accepting(0))),
        ("changed-work-and-weaker-check", () => Edited(Declared(2048, 1e-2))),
        ("gate-edits", () => Both([CalmNow], [Calm]) with
        {
            Expected = InCi,
            GateEdits = [
                new("kernels/kernels.csproj", "kernels/kernels.csproj was changed since main", Acts: true),
                new("baselines/x.json", "baselines/x.json was changed since main"),
            ],
        }),
        ("less-accurate", () => Checked(5e-6, 5e-5)),
        ("more-accurate", () => Checked(1e-7, 1e-6)),
        ("faster-than-possible", () => Both(
            [CalmNow with { Bytes = 1e9 }, Calm with { Name = "c", Flops = 1e12 }], [Calm, Calm with { Name = "c" }]) is
            var i ? i with { Candidate = i.Candidate with { Ceilings = new(4.24e12, 7.55e14, "f16") } } : i),
    ];

    private static readonly CaseDeclaration Looser = Declared(4096, 1e-2);

    private static CaseDeclaration Declared(long count, double bound = 1e-6) => new()
    {
        Buffers = [new("x", "f32", count, "normal(0, 1)"), new("y", "f32", count, "poison")],
        Launches = [new("k", "32", "128", 0, "y, x")],
        Outputs = [new("y", bound)],
        Expected = new()
        {
            Kind = ExpectedKind.Function, Name = "f", Source = "k.ref.cpp", Arguments = "y, x", Digest = "d",
        },
    };

    private static GatePolicy Accepting(int days) =>
        new() { AcceptedCheckEdits = [new("b", "we mean it", Given.Today.AddDays(days))] };

    private static JudgementInput Edited(CaseDeclaration now, GatePolicy? policy = null) => Both(
        [CalmNow with { Declaration = now, DeclaredAt = new SourceLocation("kernels/b.bench.json", 6) }],
        [Calm with { Declaration = Declared(4096) }], policy);

    private static JudgementInput Checked(double relative, double largest) => Both(
        [CalmNow with { Declaration = Declared(4096), Checks = [Check(relative, largest)] }],
        [Calm with { Declaration = Declared(4096), Checks = [Check(1e-6, 1e-5)] }]);

    private static OutputCheck Check(double relative, double largest) =>
        new("y", relative, largest, true) { ExactShare = 0.4, LargestExpected = 4, Deterministic = true };

    private static JudgementInput Alone(ReferenceKind kind, string reason, params MeasuredCase[] cases) =>
        Given.Input(Given.Measurement(cases), null) with
        {
            ReferenceDescription = new() { Kind = kind, Reason = reason }, Expected = InCi,
        };

    private static JudgementInput TimeIsUp(JudgementInput input) =>
        input with { Candidate = input.Candidate with { WallSeconds = input.Policy.BudgetSeconds } };

    private static JudgementInput Threw(GpuWatch watch) => Both([Unsteady, CalmNow], [Before, Calm]) is var input
        ? input with
        {
            Candidate = input.Candidate with
            {
                Workers = [
                    Took(3), Took(3) with { Outcome = WorkerOutcome.Unstable, Watch = watch },
                    Took(3) with { Outcome = WorkerOutcome.Crashed, Watch = watch },
                ],
            },
        }
        : input;

    private static WorkerRecord Took(double seconds) =>
        new() { Run = 0, Seed = 1, Outcome = WorkerOutcome.Completed, WallSeconds = seconds };
}
