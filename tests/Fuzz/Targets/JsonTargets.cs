using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Tests.Reports.Samples;
using PerfGate.Fuzz.Mutators;
using PerfGate.Runner.Commands;

namespace PerfGate.Fuzz.Targets;

/// <summary>The files that the steps of the gate pass on, and those that a repository holds.</summary>
internal static class JsonTargets
{
    /// <summary>All of them.</summary>
    /// <param name="scratch">A folder for files.</param>
    public static IEnumerable<FuzzTarget> All(string scratch)
    {
        var small = CarriedOn.Small;
        yield return new(
            "policy",
            30,
            [Json(new GatePolicy(), PerfGateJson.Default.GatePolicy), .. Policies()],
            JsonMutator.Mutate,
            input =>
            {
                var path = Path.Combine(scratch, "policy.json");
                File.WriteAllBytes(path, input);
                CarriedOn.Judged(small.Measurement!, policy: ReferenceSource.ReadPolicyFile(path, scratch));
            }
        );
        yield return new(
            "baseline",
            25,
            [Json(CarriedOn.SmallBaseline, PerfGateJson.Default.Baseline), Old()],
            JsonMutator.Mutate,
            input =>
            {
                var baseline = BaselineFile.Parse(Utf8Text.Decode(input), "baseline", CarriedOn.SmallBaseline.Device);
                CarriedOn.Refreshed(baseline);
                CarriedOn.Judged(small.Measurement!, baseline);
            }
        );
        yield return new(
            "measurement",
            20,
            [Json(small.Measurement!, PerfGateJson.Default.Measurement)],
            JsonMutator.Mutate,
            input =>
                CarriedOn.Judged(
                    JsonFile.Parse<Measurement>(
                        Utf8Text.Of(input),
                        "measurement",
                        PerfGateJson.Default,
                        "measurement.schema.json"
                    )
                )
        );
        yield return new(
            "verdict",
            30,
            [.. Verdicts()],
            JsonMutator.Mutate,
            input =>
                CarriedOn.Reported(
                    new(
                        JsonFile.Parse<Verdict>(
                            Utf8Text.Of(input),
                            "verdict",
                            PerfGateJson.Default,
                            "verdict.schema.json"
                        ),
                        small.Measurement,
                        small.Reference,
                        null,
                        small.History
                    )
                )
        );
        yield return new(
            "inputs",
            15,
            [Json(Inputs(), PerfGateJson.Default.GateInputs)],
            JsonMutator.Mutate,
            input =>
                CarriedOn.Judged(
                    small.Measurement!,
                    inputs: JsonFile.Parse<GateInputs>(
                        Utf8Text.Of(input),
                        "inputs",
                        PerfGateJson.Default,
                        "inputs.schema.json"
                    )
                )
        );
        yield return new(
            "kernels",
            30,
            [Json(Kernels(), PerfGateJson.Default.CompiledKernels)],
            JsonMutator.Mutate,
            input =>
            {
                var path = Path.Combine(scratch, "kernels.json");
                File.WriteAllBytes(path, input);
                var catalog = Runner.Benchmarks.KernelCatalog.Read(path);
                foreach (var module in catalog.Compiled.Modules)
                    _ = module.Binary.Length;
            }
        );
    }

    private static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private static IEnumerable<byte[]> Policies()
    {
        yield return Encoding.UTF8.GetBytes("""
            {
              "schemaVersion": 1, "tolerance": { "cuda": 0.01, "host": 0.05 }, "budgetSeconds": 600,
              "runs": { "minimum": 5, "maximum": 20 },
              "cache": "cold", "clocks": "observe", "failOnInconclusive": true,
              "accepted": [ { "case": "*", "reason": "known", "maximumRatio": 1.1, "expires": "2027-01-31" } ],
              "overrides": [ { "case": "a*", "tolerance": 0.02 }, { "case": "*", "cache": "hot" } ]
            }
            """);
    }

    private static IEnumerable<byte[]> Verdicts() =>
        new[] { CarriedOn.Small, SampleReports.Passing(), HostileReports.Everywhere() }
            .Select(r => r.Verdict with { Cases = [.. r.Verdict.Cases.Take(4)] })
            .Select(v => Json(v, PerfGateJson.Default.Verdict));

    private static GateInputs Inputs() => new()
    {
        Policy = new(),
        Reference = new() { Kind = ReferenceKind.Baseline, Reason = "the fuzzer says so" },
        Day = new(2026, 6, 1),
    };

    // A baseline of the first version: one measurement beside the device.
    private static byte[] Old() =>
        Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(Json(CarriedOn.SmallBaseline.Measurements[0], PerfGateJson.Default.Measurement))
                .Replace(
                    "\"schemaVersion\": 1",
                    $"\"schemaVersion\": 0, \"device\": \"{CarriedOn.SmallBaseline.Device}\"",
                    StringComparison.Ordinal
                )
        );

    private static CompiledKernels Kernels() =>
        new()
        {
            Device = DeviceKind.Host,
            Compiler = new("g++", "12.2.0", "-O3"),
            Modules =
            [
                new()
                {
                    Source = "kernels/a.cu",
                    Kind = ModuleKind.Kernels,
                    Defines = "TILE=8",
                    Architecture = "host",
                    Binary = "a.so",
                    Kernels =
                    [
                        new()
                        {
                            Name = "a",
                            Symbol = "perfgate_launch_a",
                            Line = 3,
                            CodeHash = new('a', 64),
                        },
                    ],
                },
            ],
        };
}
