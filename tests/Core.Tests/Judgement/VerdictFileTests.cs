using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;

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
            Overrides = [new() { Case = "b", Tolerance = 0.02, AbsoluteFloorNs = 10, Cache = CacheState.Hot }],
        };
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 11_000, 0.002, 10, 1, "new"), Given.Case("b", 10_000, 0.002, 10, 2, "new")),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 3), Given.Case("b", 10_000, 0.002, 10, 4)),
            policy) with
        {
            Trial = Given.Trial(Given.Pair("a", 10_000, 1.1, 0.01, 0.002, 10, 5)),
            GateEdits = ["perfgate.json differs"],
            Warnings = ["a warning"],
        };
        var text = JsonSerializer.Serialize(Judge.Decide(input), PerfGateJson.Default.Verdict);

        var read = JsonFile.Parse(text, "verdict.json", PerfGateJson.Default.Verdict, "verdict.schema.json");

        Assert.Equal(text, JsonSerializer.Serialize(read, PerfGateJson.Default.Verdict));
    }

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
    [InlineData("""{ "schemaVersion": 1, "accepted": [ { "case": "a", "reason": "r", "maximumRatio": 0.9, "expires": "2026-01-01" } ] }""", "maximumRatio")]
    [InlineData("""{ "schemaVersion": 1, "accepted": [ { "case": "*", "reason": "r", "maximumRatio": 1e9, "expires": "2026-01-01" } ] }""", "maximumRatio")]
    [InlineData("""{ "schemaVersion": 1, "runs": { "minimum": 1 } }""", "minimum")]
    public void A_wrong_policy_is_refused_with_the_field(string text, string field)
    {
        var refused = Assert.Throws<PerfGateException>(
            () => JsonFile.Parse(text, "perfgate.json", PerfGateJson.Default.GatePolicy, "perfgate.schema.json"));

        Assert.Contains(refused.Diagnostics, d => d.ToString().Contains(field, StringComparison.Ordinal));
    }
}
