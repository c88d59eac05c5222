using System.Text.Json;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Every cause of an inconclusive case is given by the judge, written to the file and explained.</summary>
public class InconclusiveCauseTests
{
    private static readonly MeasuredCase Before = Given.Case("a", 10_000, 0.002, 10, 1);
    private static readonly MeasuredCase Now = Given.Case("a", 10_000, 0.002, 10, 2, "new");

    public static TheoryData<InconclusiveCause> Causes => [.. Enum.GetValues<InconclusiveCause>()];

    [Theory]
    [MemberData(nameof(Causes))]
    public void The_judge_gives_it(InconclusiveCause cause)
    {
        var judged = Judge.Decide(InputOf(cause)).Of("a");

        Assert.Equal((CaseVerdict.Inconclusive, cause), (judged.Verdict, judged.Cause));
    }

    [Theory]
    [MemberData(nameof(Causes))]
    public void It_is_in_the_file_and_the_schema_knows_it(InconclusiveCause cause)
    {
        var verdict = Judge.Decide(InputOf(cause));
        var text = JsonSerializer.Serialize(verdict, PerfGateJson.Default.Verdict);

        var read = PerfGate.Core.Files.JsonFile.Parse(
            text,
            "verdict.json",
            PerfGateJson.Default.Verdict,
            "verdict.schema.json"
        );

        Assert.Contains($"\"cause\": \"{InTheFile(cause)}\"", text, StringComparison.Ordinal);
        Assert.Equal(cause, read.Of("a").Cause);
    }

    [Fact]
    public void The_page_of_diagnostics_has_a_row_for_each_and_no_other()
    {
        var page = File.ReadAllText(Checkout.PathOf("docs/diagnostics.md"));
        var section = page[page.IndexOf("### PG3004", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("### PG3005", StringComparison.Ordinal)];
        var rows = section
            .Split('\n')
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Split(" | "))
            .ToList();

        Assert.Equal(Enum.GetValues<InconclusiveCause>().Select(c => $"| `{InTheFile(c)}`"), rows.Select(r => r[0]));
        Assert.All(rows, row => Assert.All(row[1..], cell => Assert.True(cell.Length > 10)));
        Assert.All(rows, row => Assert.Equal(3, row.Length));
    }

    [Fact]
    public void No_other_verdict_has_one()
    {
        var accepted = new GatePolicy { Accepted = [new("a", "worth it", 1.2, new(2026, 2, 1))] };
        var verdict = Judge.Decide(
            InputOf(InconclusiveCause.Unconfirmed) with
            {
                Policy = accepted,
            }
        );

        Assert.Equal((CaseVerdict.Accepted, null), (verdict.Of("a").Verdict, verdict.Of("a").Cause));
    }

    // Five looks at a hundredth: of 8 pairs all lie on one side by chance in 5/256 of all gates, of 10 in 5/1024.
    [Theory]
    [InlineData(8, CaseVerdict.Inconclusive, InconclusiveCause.TooFewRuns)]
    [InlineData(10, CaseVerdict.Regression, null)]
    public void A_slow_down_beyond_doubt_but_for_the_few_runs_says_that_it_needs_more(
        int runs, CaseVerdict verdict, InconclusiveCause? cause)
    {
        var judged = Judge.Decide(Given.Input(Trial(1.08, runs), null)).Of("a");

        Assert.Equal((verdict, cause), (judged.Verdict, judged.Cause));
        if (verdict == CaseVerdict.Regression)
            return;
        Assert.Matches(
            "more than the tolerance of .* %, but with so few runs all the slower ones could be on one side by chance, "
                + "and about [0-9]+ runs a side would decide$",
            judged.Reason
        );
        Assert.Null(judged.MinimumDetectableEffect);
        Assert.DoesNotContain("could still be", judged.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("would have been seen", judged.Reason, StringComparison.Ordinal);
    }

    private static string InTheFile(InconclusiveCause cause) => JsonNamingPolicy.CamelCase.ConvertName($"{cause}");

    private static JudgementInput InputOf(InconclusiveCause cause)
    {
        var usual = Against(Before, Now);
        return cause switch
        {
            InconclusiveCause.NotTimed => Against(Before, Given.Ended("a", CaseStatus.NotTimed)),
            InconclusiveCause.NotComparable => Against(Before, Now with { Cache = "hot" }),
            InconclusiveCause.OtherWork => Against(
                Before with
                {
                    Declaration = Declared(1000),
                },
                Now with
                {
                    Declaration = Declared(500),
                }
            ) with
            {
                BaseCases = [new("a", null, Declared(500))],
            },
            InconclusiveCause.ThinTrial => usual with { Trial = Trial(1, runs: 1) },
            InconclusiveCause.TooFewOnASide => Against(Before, Given.Case("a", 10_000, 0.002, 1, 2, "new")),
            InconclusiveCause.TooFewRuns => Against(Before, Given.Case("a", 10_000, 0.002, 3, 2, "new")),
            InconclusiveCause.ThinReference => Against(Given.Case("a", 10_000, 0.0001, 3, 1), Now),
            InconclusiveCause.Unconfirmed => Against(Before, Given.Case("a", 11_000, 0.002, 10, 2, "new")),
            InconclusiveCause.MachineDrifted => Given.Input(
                Given.Measurement(Now, Canary(9500, 3)),
                Given.Measurement(Before, Canary(10_000, 4))
            ),
            // Canaries that lie up to 4 % apart raise the tolerance above the 4 % that the case is slower.
            InconclusiveCause.WithinNoise => Given.Input(
                Given.Measurement([Given.Case("a", 10_400, 0.0005, 10, 1, "new"), .. Canaries(300, spread: 0.02)]),
                Given.Measurement([Given.Case("a", 10_000, 0.0005, 10, 2), .. Canaries(200, spread: 0)])
            ) with
            {
                Remeasured = Given.Measurement(
                    [Given.Case("a", 10_400, 0.0005, 10, 3, "new"), .. Canaries(400, spread: 0.02)]
                ),
            },
            InconclusiveCause.TypicalRunSlower => Against(
                Runs("old", i => (i % 10 < 3 ? 18e6 : 10e6) * (1 + 0.0001 * i)),
                Runs("new", i => 10.61e6 * (1 + 0.0001 * i)),
                new() { Tolerance = new() { Cuda = 0.05 } }
            ),
            InconclusiveCause.TooNoisy => Against(
                Given.Case("a", 10_000, 0.15, 20, 1),
                Given.Case("a", 10_000, 0.15, 20, 2, "new")
            ),
            InconclusiveCause.AtTheFloor => Given.Input(Trial(1.0475, ns: 1000), null),
            InconclusiveCause.NearTheTolerance => Given.Input(Trial(1.01), null),
        };
    }

    private static JudgementInput Against(MeasuredCase before, MeasuredCase now, GatePolicy? policy = null) =>
        Given.Input(Given.Measurement(now), Given.Measurement(before), policy);

    private static Measurement Trial(double ratio, int runs = 10, double ns = 10_000) =>
        Given.Trial(Given.Pair("a", ns, ratio, 0.01, 0.002, runs, 7));

    private static MeasuredCase Canary(double ns, int seed, string name = "canary") =>
        Given.Case(name, ns, 0.0005, 10, seed, "canary", CaseRole.Canary);

    private static IEnumerable<MeasuredCase> Canaries(int seed, double spread) =>
        Enumerable.Range(0, 5).Select(i => Canary(50_000 * (1 + spread * (i - 2)), seed + i, $"canary{i}"));

    private static MeasuredCase Runs(string code, Func<int, double> ns) =>
        Given.Case("a", 1, 0, 1, 1, code) with
        {
            Runs = [.. Enumerable.Range(0, 20).Select(i => new CaseRun { Run = i, Samples = [ns(i)] })],
        };

    private static CaseDeclaration Declared(double flops) =>
        new()
        {
            Buffers = [new("x", "f32", 100, "poison")],
            Launches = [new("k", "1", "1", 0, "x")],
            Outputs = [new("x", 1e-5)],
            Expected = new() { Kind = ExpectedKind.Function, Name = "f" },
            Flops = flops,
        };
}
