using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PerfGate.Core.Baselines;
using PerfGate.Core.Files;
using PerfGate.Core.Files.Schemas;
using PerfGate.Core.Formats;
using PerfGate.Core.Tests.Baselines;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Files;

public sealed class SchemaPassTests
{
    public static TheoryData<string> Schemas =>
        [.. Directory.GetFiles(Checkout.PathOf("baselines/schema"), "*.schema.json").Select(p => Path.GetFileName(p)!)];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_schema_says_only_what_the_pass_can_check(string schema) =>
        Assert.NotNull(SchemaCompiler.Compile(JsonSchemas.Text(schema)));

    [Theory]
    [InlineData("""{"anyOf": [{"type": "string"}]}""")]
    [InlineData("""{"properties": {"a": {"multipleOf": 2}}}""")]
    [InlineData("""{"format": "uri"}""")]
    [InlineData("""{"$ref": "other.json"}""")]
    [InlineData("""{"required": ["a"]}""")]
    public void A_schema_that_says_more_is_refused(string schema) =>
        Assert.Throws<NotSupportedException>(() => SchemaCompiler.Compile(schema));

    [Theory]
    [InlineData("""{"type": "object"}""")]
    [InlineData("""{"additionalProperties": true}""")]
    [InlineData("""{"properties": {"a": {"type": "object"}}}""")]
    [InlineData("""{"properties": {"a": {"properties": {"b": {"type": "array"}}}}}""")]
    public void What_a_schema_leaves_open_is_open_to_the_bottom(string schema) =>
        Assert.Empty(
            SchemaPass
                .Check("""{"a": {"b": [{"c": {"d": [[{"e": {"f": 1}}]]}}]}}"""u8, SchemaCompiler.Compile(schema))
                .Kept
        );

    // Each value of a file replaced by each of many others, each field taken out, and an unknown one put in: the schema
    // library says which fields fit.
    [Theory]
    [InlineData("measurement.schema.json")]
    [InlineData("baseline.schema.json")]
    [InlineData("verdict.schema.json")]
    [InlineData("perfgate.schema.json")]
    public void It_agrees_with_the_schema_library_on_every_small_change(string schema)
    {
        var original = Example(schema);
        var library = new SchemaLibrary(JsonSchemas.Text(schema));
        Assert.Empty(All(original, schema));
        var disagreements = SmallChanges
            .Of(JsonNode.Parse(original)!)
            .Select(text => (Pass: Fields(text, schema), Library: library.Fields(text)))
            .Where(found => found.Pass != found.Library)
            .Select(found => $"the pass: {found.Pass}; the library: {found.Library}")
            .Distinct();

        Assert.Equal("", string.Join('\n', disagreements));
    }

    // What a judgement is made by is read from a file of its own, which may have been edited.
    [Theory]
    [InlineData("\"confidence\": 8", "policy.confidence")]
    [InlineData("\"familyWiseErrorRate\": 0", "policy.familyWiseErrorRate")]
    [InlineData("\"tolerance\": {\"cuda\": -1}", "policy.tolerance.cuda")]
    public void A_policy_inside_another_file_is_held_to_the_schema_of_policies(string field, string place)
    {
        var policy = $"{{\"schemaVersion\": 1, {field}}}";
        var text = $$"""
            {"schemaVersion": 1, "day": "2026-06-01", "reference": {"kind": "none", "reason": ""},
              "policy": {{policy}} }
            """;

        Assert.Equal(place, Fields(text, "inputs.schema.json"));
    }

    [Fact]
    public void All_that_is_wrong_is_found_in_one_go()
    {
        var text = Measurement("-1, 2, \"x\"")
            .Replace("\"discarded\"", "\"discarted\"", StringComparison.Ordinal)
            .Replace("\"clock\":\"cupti\"", "\"clock\":[{\"a\":[1]}]", StringComparison.Ordinal);

        Assert.Equal(
            [
                (
                    "environment.clock",
                    "the value is not one of benchmarkdotnet, cupti, events, google-benchmark, "
                        + "google-benchmark-cpu, host, nvbench."
                ),
                ("cases[0].runs[0].samples[0]", "the number must be above 0."),
                ("cases[0].runs[0].samples[2]", "a number was expected."),
            ],
            All(text, "measurement.schema.json")
                .Where(e => !e.Field.Contains("disca", StringComparison.Ordinal))
                .Select(e => (e.Field, e.Why))
        );
        Assert.Contains(
            "unknown field (did you mean discarded?). Known here: ",
            Check(text, "measurement.schema.json", "cases[0].discarted")!.Why,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_many_errors_the_first_are_kept_and_the_rest_counted()
    {
        var samples = string.Join(", ", Enumerable.Repeat("-1", SchemaErrors.MostKept + 17));
        var found = JsonSchemas.Validate(Measurement(samples), "m.json", "measurement.schema.json");

        Assert.Equal(SchemaErrors.MostKept + 1, found.Count);
        Assert.Equal(
            ("PG9020", "17 more errors are not printed. Fix those above first."),
            (found[^1].Code, found[^1].Message)
        );
    }

    [Theory]
    [InlineData("""{"a": 1, "b": {"x": [1, {"y": 2}]}, "a": 3}""", "a", 24)]
    [InlineData("""{"open": {"x": 1, "y": [2], "x": 3}}""", "open.x", 28)]
    public void A_field_that_appears_twice_is_refused_in_closed_and_open_objects(string text, string field, int offset)
    {
        var schema = SchemaCompiler.Compile(
            """{"properties": {"a": {"type": "integer"}}, "additionalProperties": {}}"""
        );
        var error = Assert.Single(SchemaPass.Check(Encoding.UTF8.GetBytes(text), schema).Kept);

        Assert.Equal(("." + field, "the field appears twice."), (error.Field, error.Why));
        Assert.Equal(text.LastIndexOf(error.Twice!.Value.Name + '"', StringComparison.Ordinal) - 1, error.Offset);
        Assert.Equal(
            text.IndexOf(error.Twice!.Value.Name + '"', StringComparison.Ordinal) - 1,
            error.Twice!.Value.First
        );
        Assert.True(offset <= error.Offset);
    }

    [Fact]
    public void Every_sample_of_a_long_run_is_looked_at()
    {
        var text = Measurement(string.Join(", ", Enumerable.Range(1, 500).Append(-3)));

        Assert.Equal("cases[0].runs[0].samples[500]", Check(text, "measurement.schema.json")!.Field);
    }

    [Theory]
    [InlineData("1, 2, 0.25, 3e2", null)]
    [InlineData("1, 2, 0", "cases[0].runs[0].samples[2]")]
    [InlineData("1, 2, 1e999", "cases[0].runs[0].samples[2]")]
    [InlineData("1, \"2\"", "cases[0].runs[0].samples[1]")]
    [InlineData("", "cases[0].runs[0].samples")]
    public void What_is_wrong_is_named_by_its_path(string samples, string? field) =>
        Assert.Equal(field, Check(Measurement(samples), "measurement.schema.json")?.Field);

    [Fact]
    public void What_follows_an_array_of_numbers_is_checked_and_placed()
    {
        var text = Measurement("1, 2, 3").Replace("\"discarded\"", "\"discarted\"", StringComparison.Ordinal);
        var misfit = Check(text, "measurement.schema.json")!;

        Assert.Equal("cases[0].discarted", misfit.Field);
        Assert.Equal(text.IndexOf("\"discarted\"", StringComparison.Ordinal), misfit.Offset);
    }

    [Fact]
    public void A_field_that_stands_there_twice_is_refused()
    {
        var text = Measurement("1")
            .Replace("\"wallSeconds\"", "\"wallSeconds\": 1, \"wallSeconds\"", StringComparison.Ordinal);

        Assert.Contains("twice", Check(text, "measurement.schema.json")!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_feed_behind_a_commit_is_no_part_of_it()
    {
        var text = JsonSerializer.Serialize(Sample.Measurement(), PerfGateJson.Default.Measurement);
        var commit = Sample.Measurement().Environment.Git!.Commit;

        Assert.Equal(
            "environment.git.commit",
            Check(text.Replace(commit, commit + "\\n", StringComparison.Ordinal), "measurement.schema.json")!.Field
        );
    }

    [Theory]
    [InlineData("[1, 2")]
    [InlineData("{\"a\": [1, 2,, 3]}")]
    [InlineData("{} {}")]
    public void What_is_not_json_is_not_passed(string text) =>
        Assert.ThrowsAny<JsonException>(() =>
            SchemaPass.Check(
                Encoding.UTF8.GetBytes(text),
                SchemaCompiler.Compile("{\"additionalProperties\": {\"items\": {\"type\": \"number\"}}}")
            )
        );

    // The first error, or the first of a field.
    private static SchemaError? Check(string text, string schema, string? field = null) =>
        All(text, schema).FirstOrDefault(e => field is null || e.Field == field);

    private static IEnumerable<SchemaError> All(string text, string schema) =>
        SchemaPass
            .Check(Encoding.UTF8.GetBytes(text), SchemaCompiler.Compile(JsonSchemas.Text(schema)))
            .Kept.Select(e => e with { Field = e.Field.TrimStart('.') });

    private static string Fields(string text, string schema) =>
        string.Join(", ", All(text, schema).Select(e => e.Field).Distinct().Order(StringComparer.Ordinal));

    private static string Measurement(string samples)
    {
        var measurement = Sample.Measurement(0, null, Sample.Case("a", samples: 5));
        var node = JsonSerializer.SerializeToNode(measurement, PerfGateJson.Default.Measurement)!;
        node["cases"]![0]!["runs"]![0]!["samples"] = "SAMPLES";
        return node.ToJsonString().Replace("\"SAMPLES\"", $"[{samples}]", StringComparison.Ordinal);
    }

    private static string Example(string schema)
    {
        var measurement = SampleReports.PullRequest().Measurement!;
        measurement = measurement with
        {
            Cases =
            [
                .. measurement
                    .Cases.Take(2)
                    .Select(c =>
                        c with
                        {
                            Runs = [.. c.Runs.Take(1).Select(r => r with { Samples = r.Samples[..2] })],
                        }
                    ),
            ],
            Workers = measurement.Workers[..1],
        };
        return schema switch
        {
            "measurement.schema.json" => JsonSerializer.Serialize(measurement, PerfGateJson.Default.Measurement),
            "baseline.schema.json" => JsonSerializer.Serialize(
                new Baseline { Device = "nvidia-h200", Measurements = [measurement] },
                PerfGateJson.Default.Baseline
            ),
            "verdict.schema.json" => JsonSerializer.Serialize(
                SampleReports.PullRequest().Verdict with
                {
                    Cases = SampleReports.PullRequest().Verdict.Cases[..3],
                },
                PerfGateJson.Default.Verdict
            ),
            _ => JsonSerializer.Serialize(SampleReports.PullRequest().Verdict.Policy, PerfGateJson.Default.GatePolicy),
        };
    }
}
