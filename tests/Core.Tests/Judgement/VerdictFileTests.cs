using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

public class VerdictFileTests
{
    [Fact]
    public void A_verdict_with_everything_in_it_fits_its_schema_and_comes_back()
    {
        var policy = new GatePolicy
        {
            DevicePricePerHour = 0.8,
            Accepted = [new("a*", "worth it", 1.05, new(2026, 2, 1))],
            AcceptedCheckEdits = [new("b", "we mean it", new(2026, 2, 1))],
            Overrides = [new() { Case = "b", Tolerance = 0.02, AbsoluteFloorNs = 10, Cache = CacheState.Hot }],
        };
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 11_000, 0.002, 10, 1, "new"), Checked(2, "new", 10)),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 3), Checked(4, "old", 1e-5)),
            policy) with
        {
            Trial = Given.Trial(Given.Pair("a", 10_000, 1.1, 0.01, 0.002, 10, 5)),
            GateEdits = [new("perfgate.json", "perfgate.json differs")],
            Warnings = ["a warning"],
        };
        var verdict = Judge.Decide(input);
        Assert.NotEmpty(verdict.Of("b").Edits);
        Assert.NotNull(verdict.Of("b").AcceptedEdit);
        Assert.NotNull(Assert.Single(verdict.Of("b").Accuracy).ReferenceExactShare);
        var text = JsonSerializer.Serialize(verdict, PerfGateJson.Default.Verdict);

        var read = JsonFile.Parse(text, "verdict.json", PerfGateJson.Default.Verdict, "verdict.schema.json");

        Assert.Equal(text, JsonSerializer.Serialize(read, PerfGateJson.Default.Verdict));
    }

    private static MeasuredCase Checked(int seed, string code, double bound) =>
        Given.Case("b", 10_000, 0.002, 10, seed, code) with
        {
            DeclaredAt = new("kernels/b.bench.json", 3),
            Checks =
            [
                new("y", 1e-6, 1e-5, true)
                {
                    ExactShare = 0.5,
                    LargestExpected = 1,
                    Deterministic = true,
                },
            ],
            Declaration = new()
            {
                Buffers = [new("y", "f32", 8, "poison")],
                Launches = [new("k", "1", "8", 0, "y")],
                Defines = "A=1",
                Flops = 1,
                Bytes = 2,
                Outputs = [new("y", bound)],
                Expected = new()
                {
                    Kind = ExpectedKind.Function,
                    Name = "f",
                    Source = "b.ref.cpp",
                    Arguments = "y",
                    CodeHash = "c",
                    Digest = "d",
                },
            },
        };

    [Fact]
    public void The_default_policy_fits_its_schema()
    {
        var text = JsonSerializer.Serialize(new GatePolicy(), PerfGateJson.Default.GatePolicy);

        var read = JsonFile.Parse(text, "perfgate.json", PerfGateJson.Default.GatePolicy, "perfgate.schema.json");

        Assert.Equal(0.01, read.Tolerance.Cuda);
    }

    [Theory]
    [InlineData("""{ "schemaVersion": 1, "tolerence": 1 }""", "tolerence")]
    [InlineData("""{ "schemaVersion": 1, "tolerance": { "cuda": -1 } }""", "cuda")]
    [InlineData(
        """{ "schemaVersion": 1, "accepted": [ """
            + """{ "case": "a", "reason": "r", "maximumRatio": 0.9, "expires": "2026-01-01" } ] }""",
        "maximumRatio"
    )]
    [InlineData(
        """{ "schemaVersion": 1, "accepted": [ """
            + """{ "case": "*", "reason": "r", "maximumRatio": 1e9, "expires": "2026-01-01" } ] }""",
        "maximumRatio"
    )]
    [InlineData("""{ "schemaVersion": 1, "runs": { "minimum": 1 } }""", "minimum")]
    public void A_wrong_policy_is_refused_with_the_field(string text, string field)
    {
        var refused = Assert.Throws<PerfGateException>(
            () => JsonFile.Parse(text, "perfgate.json", PerfGateJson.Default.GatePolicy, "perfgate.schema.json"));

        Assert.Contains(refused.Diagnostics, d => d.ToString().Contains(field, StringComparison.Ordinal));
    }

    // A manifest's tolerance and that of the command line are a number; the policy's has one for each device.
    [Theory]
    [InlineData("5")]
    [InlineData("\"5%\"")]
    public void A_tolerance_that_is_no_object_is_refused_with_the_form_that_is_wanted(string written)
    {
        var refused = Assert.Throws<PerfGateException>(() =>
            JsonFile.Parse(
                $$"""{ "schemaVersion": 1, "tolerance": {{written}} }""",
                "perfgate.json",
                PerfGateJson.Default.GatePolicy,
                "perfgate.schema.json"
            )
        );

        Assert.Contains(
            """tolerance: an object was expected, such as { "cuda": 0.01, "host": 0.05 }""",
            Assert.Single(refused.Diagnostics).ToString(),
            StringComparison.Ordinal
        );
        var policy = new GatePolicy().Tolerance;
        Assert.Equal((0.01, 0.05), (policy.Cuda, policy.Host));
    }
}
