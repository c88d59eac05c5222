using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PerfGate.Core.Baselines;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Baselines;

public sealed class BaselineSchemaTests
{
    private static CaseDeclaration Declaration =>
        new()
        {
            Buffers = [new("y", "f32", 8, "poison")],
            Launches = [new("k", "1", "8", 0, "y")],
            Defines = "A=1",
            Flops = 1,
            Bytes = 2,
            Outputs = [new("y", 1e-5, 0)],
            Expected = new()
            {
                Kind = ExpectedKind.Function,
                Name = "f",
                Source = "b.ref.cpp",
                Arguments = "y",
                CodeHash = "c",
                Digest = "d",
            },
        };

    private static JsonObject Schema(string name) => JsonNode.Parse(JsonSchemas.Text(name))!.AsObject();

    [Fact]
    public void Both_schemas_define_a_measurement_alike()
    {
        JsonObject measurement = Schema("measurement.schema.json"), baseline = Schema("baseline.schema.json");
        Assert.All(
            measurement["definitions"]!.AsObject(),
            definition =>
                Assert.True(
                    JsonNode.DeepEquals(definition.Value, baseline["definitions"]![definition.Key]),
                    definition.Key
                )
        );
        var embedded = baseline["definitions"]!["measurement"]!;
        Assert.All(
            embedded.AsObject(), part => Assert.True(JsonNode.DeepEquals(part.Value, measurement[part.Key]), part.Key));
    }

    [Theory]
    [InlineData("measurement.schema.json", typeof(Measurement))]
    [InlineData("baseline.schema.json", typeof(Baseline))]
    public void Every_field_that_can_be_written_is_in_the_schema(string schema, Type type)
    {
        var root = Schema(schema);
        var seen = new HashSet<Type>();
        Walk(root, type);

        void Walk(JsonNode? node, Type written)
        {
            while (node?["$ref"] is { } reference)
                node = root["definitions"]![reference.GetValue<string>().Split('/')[^1]];
            var info = PerfGateJson.Default.GetTypeInfo(written)!;
            if (info.Kind == JsonTypeInfoKind.Enumerable)
            {
                Walk(node!["items"], info.ElementType!);
            }
            else if (info.Kind == JsonTypeInfoKind.Object && seen.Add(written))
            {
                foreach (var property in info.Properties.Where(p => p.Get is not null))
                {
                    Assert.True(node!["properties"]![property.Name] is not null, $"{written.Name}.{property.Name}");
                    Walk(node["properties"]![property.Name], property.PropertyType);
                }
            }
        }
    }

    [Fact]
    public void A_measurement_with_every_field_fits_its_schema()
    {
        var full = Sample.Measurement() with
        {
            Ceilings = new(1e12, 2e14, "f16"),
            Warnings = ["hot"],
            Workers =
            [
                new()
                {
                    Run = 1,
                    Attempt = 1,
                    Seed = ulong.MaxValue,
                    Outcome = WorkerOutcome.Hung,
                    Reason = "r",
                    WallSeconds = 1,
                    Phases = [new("device", 0.5)],
                    BusyShare = 0.5,
                },
            ],
            Environment = Sample.Environment("v1") with
            {
                Locked = Sample.Environment().Locked.Add("A", "B"),
                Gpu = Sample.Environment().Gpu! with
                {
                    L2CacheBytes = 1,
                    Vbios = "v",
                    Ecc = true,
                    Mig = false,
                    PowerLimitWatts = 72,
                    CudaDriverVersion = "13.0",
                    CuptiVersion = 26,
                },
            },
            Cases =
            [
                Sample.Case("a") with
                {
                    Reason = "r",
                    Kernels = [new("k", "h", 32, 1, 2, 3)],
                    Flops = 1,
                    Bytes = 2,
                    Tolerance = 0.01,
                    PeakMemoryBytes = 3,
                    Checks =
                    [
                        new("y", 1e-6, 1e-3, true, "d")
                        {
                            ExactShare = 1,
                            LargestExpected = 2,
                            Deterministic = false,
                        },
                    ],
                    ReferenceChecks = [new("y", 1e-6, 1e-3, true)],
                    DeclaredAt = new("k.bench.json", 3),
                    Declaration = Declaration,
                    ReferenceDeclaration = Declaration with
                    {
                        Expected = new() { Kind = ExpectedKind.Benchmark, Name = "b" },
                        Flops = null,
                    },
                    Discarded = [new(2, "throttled")],
                    Runs =
                    [
                        new()
                        {
                            Run = 0,
                            Samples = [1],
                            ReferenceSamples = [2],
                            LaunchTimes = [0.5, 0.5],
                        },
                    ],
                },
            ],
        };
        Assert.Empty(
            JsonSchemas.Validate(
                JsonSerializer.Serialize(full, PerfGateJson.Default.Measurement),
                "measurement.json",
                "measurement.schema.json"
            )
        );
    }
}
