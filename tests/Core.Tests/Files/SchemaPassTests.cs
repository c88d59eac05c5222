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
    private static readonly string[] Replacements =
    [
        "null",
        "true",
        "0",
        "-1",
        "1",
        "7",
        "0.5",
        "1.5",
        "1e40",
        "\"\"",
        "\"x\"",
        "\"cuda\"",
        "\"2026-01-01\"",
        "[]",
        "[1]",
        "[\"x\"]",
        "{}",
        "{\"x\": 1}",
    ];

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
        Assert.Null(
            SchemaPass.Check("""{"a": {"b": [{"c": {"d": [[{"e": {"f": 1}}]]}}]}}"""u8, SchemaCompiler.Compile(schema))
        );

    // Each value of a file replaced by each of many others, each field taken out, and an unknown one put in: the schema
    // library says which of them fit.
    [Theory]
    [InlineData("measurement.schema.json")]
    [InlineData("baseline.schema.json")]
    [InlineData("verdict.schema.json")]
    [InlineData("perfgate.schema.json")]
    public void It_agrees_with_the_schema_library_on_every_small_change(string schema)
    {
        var original = Example(schema);
        Assert.Null(Check(original, schema));
        var disagreements = Changed(JsonNode.Parse(original)!)
            .Select(text => (Pass: Check(text, schema), Library: JsonSchemas.Validate(text, "file.json", schema)))
            .Where(said => said.Pass is null != (said.Library.Count == 0))
            .Select(said =>
                $"the pass: {said.Pass?.ToString() ?? "fits"}; the library: {string.Join(' ', said.Library)}"
            )
            .Distinct();

        Assert.Equal("", string.Join('\n', disagreements));
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

    private static Misfit? Check(string text, string schema) =>
        SchemaPass.Check(Encoding.UTF8.GetBytes(text), SchemaCompiler.Compile(JsonSchemas.Text(schema)));

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

    private static IEnumerable<string> Changed(JsonNode root)
    {
        foreach (var node in Nodes(root).ToArray())
        {
            if (node is JsonObject o)
            {
                foreach (var name in o.Select(p => p.Key).ToArray())
                {
                    var kept = o[name];
                    o.Remove(name);
                    yield return root.ToJsonString();
                    o[name] = kept;
                }

                o["unknown"] = 1;
                yield return root.ToJsonString();
                o.Remove("unknown");
            }

            if (node.Parent is null)
                continue;
            foreach (var text in Replacements)
            {
                var replacement = JsonNode.Parse(text);
                var parent = node.Parent;
                if (parent is JsonObject owner)
                {
                    var name = node.GetPropertyName();
                    owner[name] = replacement;
                    yield return root.ToJsonString();
                    owner[name] = node;
                }
                else if (parent is JsonArray array)
                {
                    var index = node.GetElementIndex();
                    array[index] = replacement;
                    yield return root.ToJsonString();
                    array[index] = node;
                }
            }
        }
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => node switch
    {
        JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => Nodes(p.Value!)).Prepend(node),
        JsonArray a => a.Where(n => n is not null).SelectMany(n => Nodes(n!)).Prepend(node),
        _ => [node],
    };
}
