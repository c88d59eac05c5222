using System.Text;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Fuzz.Mutators;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Expressions;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Devices;

namespace PerfGate.Fuzz.Targets;

/// <summary>Manifests and the expressions in them.</summary>
internal static class ManifestTargets
{
    private const int LongestExpression = 500;

    private static readonly DeviceFacts Host = new(DeviceKind.Host, "the fuzzer says so", null, 8_000_000_000, 4, null);
    private static readonly DeviceFacts Cuda = new(
        DeviceKind.Cuda,
        "the fuzzer says so",
        "9.0",
        80_000_000_000,
        132,
        52_428_800
    );

    private static readonly Dictionary<string, double> Names = new()
    {
        ["N"] = 1024, ["M"] = 7, ["Z"] = 0, ["H"] = 1e300, ["device.multiprocessors"] = 132, ["device.memory"] = 8e10,
    };

    /// <summary>All of them.</summary>
    /// <param name="scratch">A folder for files.</param>
    public static IEnumerable<FuzzTarget> All(string scratch)
    {
        var seeds = Path.Combine(AppContext.BaseDirectory, "seeds");
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "manifests")).FullName;
        foreach (var source in Directory.GetFiles(seeds).Where(f => !f.EndsWith(".json", StringComparison.Ordinal)))
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)), overwrite: true);
        yield return new(
            "manifest",
            60,
            [
                .. Directory.GetFiles(seeds, "*.bench.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
                Small(),
            ],
            JsonMutator.Mutate,
            input => Manifest(input, folder)
        );
        yield return new(
            "expression",
            250,
            [
                .. new[]
                {
                    "N",
                    "ceil_div(N, 256)",
                    "(N + 255) / 256 % M - -3.5e2",
                    "min(N, M, 1e3) * round_up(N, 32)",
                    "log2(pow2(M)) + device.memory",
                    "sqrt(abs(-N))",
                }.Select(Encoding.UTF8.GetBytes),
            ],
            new TextMutator(
                "N",
                "M",
                "Z",
                "H",
                "+",
                "-",
                "*",
                "/",
                "%",
                "(",
                ")",
                ",",
                " ",
                "ceil_div(",
                "round_up(",
                "min(",
                "max(",
                "log2(",
                "pow2(",
                "sqrt(",
                "abs(",
                "floor(",
                "ceil(",
                "device.l2",
                "1e308",
                "0",
                "2147483648",
                ".",
                "e",
                "if(",
                "true",
                "'",
                "[",
                "]",
                "&&",
                "?",
                "#",
                "!"
            ).Mutate,
            Expression
        );
    }

    private static void Expression(byte[] input)
    {
        try
        {
            // The schema of a manifest lets no longer text through.
            var text = Utf8Text.Decode(input);
            ArithmeticExpression.Parse(text[..Math.Min(text.Length, LongestExpression)]).Evaluate(Names);
        }
        catch (ExpressionException e)
        {
            throw Refusals.Told(e.Message);
        }
    }

    private static void Manifest(byte[] input, string folder)
    {
        var path = Path.Combine(folder, "fuzz.bench.json");
        File.WriteAllBytes(path, input);
        var device = input.Length % 2 == 0 ? Host : Cuda;
        var suite = CaseFilter.Apply(ManifestLoader.Load([path], device, folder), null);
        CompilePlanner.Plan(suite);
        using var text = new StringWriter();
        CaseListing.WriteJson(suite, text);
        CaseListing.WriteLines(suite, text);
        foreach (var benchmark in suite.Cases.Take(20))
            CaseDeclarations.Of(benchmark, folder);
    }

    private static byte[] Small() =>
        Encoding.UTF8.GetBytes(
            """
            {
              "schemaVersion": 1, "source": "saxpy.cu", "seed": 7,
              "benchmarks": [ {
                "name": "saxpy", "axes": { "N": [1024, 4096], "T": [64, 128] }, "constants": { "A": 2 },
                "host": { "axes": { "N": [256] } },
                "buffers": [
                  { "name": "x", "type": "f32", "count": "N", "fill": { "uniform": { "low": -1, "high": 1 } } },
                  { "name": "y", "type": "f32", "count": "N", "fill": { "normal": { "mean": 0, "deviation": 1 } } } ],
                "launches": [ { "kernel": "saxpy", "grid": ["ceil_div(N, T)"], "block": ["T"],
                  "arguments": [{ "f32": "A" }, "x", "x", "y", { "i32": "N" }], "uses": { "x": "N" } } ],
                "check": { "benchmark": "other", "outputs": { "y": { "relative": 1e-5 } } },
                "work": { "flops": "2 * N", "bytes": "12 * N" }, "requires": { "memory": "1e6",
                  "computeCapability": "8.0" }, "defines": { "TILE": "T / 8" }, "tolerance": 0.02
              }, {
                "name": "other", "axes": { "N": [1024, 4096] },
                "host": { "axes": { "N": [256] } },
                "buffers": [
                  { "name": "x", "type": "f32", "count": "N", "fill": { "uniform": { "low": -1, "high": 1 } } },
                  { "name": "y", "type": "f32", "count": "N", "fill": { "normal": { "mean": 0, "deviation": 1 } } } ],
                "launches": [ { "kernel": "saxpy", "grid": [1, 1], "block": [32, 2], "arguments": [{ "f32": 1.5 }, "x",
                  "x", "y", { "i32": "N" }] } ],
                "check": { "source": "saxpy.cu", "function": "saxpy", "arguments": ["x", "y"],
                  "outputs": { "y": { "absolute": 0.5 } } }
              } ]
            }
            """
        );
}
