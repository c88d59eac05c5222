using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>A folder with a good manifest and its sources, for tests to change one thing of.</summary>
internal sealed class ManifestFolder : IDisposable
{
    /// <summary>The name of the good manifest.</summary>
    public const string Manifest = "kernels/softmax.bench.json";

    /// <summary>A manifest that has every section; tests name its lines.</summary>
    public const string Good = """
        {
          "schemaVersion": 1,
          "source": "softmax.cu",
          "benchmarks": [ {
            "name": "softmax",
            "axes": { "N": [1024, 4096] },
            "constants": { "M": 4096, "THREADS": 256 },
            "host": { "axes": { "N": [256, 512] }, "constants": { "M": 64 } },
            "buffers": [
              { "name": "x", "type": "f32", "count": "M * N", "fill": { "normal": { "mean": 0, "deviation": 1 } } },
              { "name": "y", "type": "f32", "count": "M * N", "fill": "poison" } ],
            "launches": [ {
              "kernel": "softmax_rows",
              "grid": ["M"],
              "block": ["THREADS"],
              "sharedMemory": 0,
              "arguments": ["x", "y", { "i32": "N" }],
              "uses": { "x": "M * N" } } ],
            "check": { "source": "softmax.ref.cpp", "function": "softmax_reference",
              "arguments": ["x", "y", { "i32": "M" }, { "i32": "N" }],
              "outputs": { "y": { "relative": 1e-5 } } },
            "work": { "flops": "5 * M * N", "bytes": "8 * M * N" },
            "requires": { "memory": "1e6" },
            "defines": { "TILE": "THREADS / 8", "ELEMENT": "float" },
            "tolerance": 0.02
          } ]
        }
        """;

    /// <summary>The host device as tests see it.</summary>
    public static readonly DeviceFacts Host = new(DeviceKind.Host, "the test says so", null, 8_000_000_000, 4, null);

    /// <summary>A GPU as tests see it.</summary>
    public static readonly DeviceFacts Cuda =
        new(DeviceKind.Cuda, "the test says so", "8.9", 24_000_000_000, 58, 50_331_648);

    private readonly string _root = Directory.CreateTempSubdirectory("perfgate-manifests-").FullName;

    public ManifestFolder()
    {
        Write("kernels/softmax.cu", """
            // softmax over rows
            __global__ void softmax_rows(const float* x, float* y, int n)
            {
            }
            """);
        Write("kernels/softmax.ref.cpp", "void softmax_reference(const double* x, double* y, int m, int n) {}");
        Write(Manifest, Good);
    }

    /// <summary>The folder.</summary>
    public string Root => _root;

    /// <summary>Writes a file of the folder.</summary>
    public void Write(string name, string text)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Writes the good manifest with one text replaced.</summary>
    public void Change(string old, string replacement)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        Write(Manifest, Good.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>Loads manifests; the good one where none is named.</summary>
    public BenchmarkSuite Load(DeviceFacts? device = null, params string[] manifests) => ManifestLoader.Load(
        [.. (manifests.Length > 0 ? manifests : [Manifest]).Select(m => Path.Combine(_root, m))],
        device ?? Host,
        _root);

    /// <summary>What loading refuses.</summary>
    public IReadOnlyList<Diagnostic> Errors(DeviceFacts? device = null, params string[] manifests)
    {
        var refused = Assert.Throws<PerfGateException>(() => Load(device, manifests));
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        return refused.Diagnostics;
    }

    /// <summary>The one thing that loading refuses.</summary>
    public Diagnostic Error() => Assert.Single(Errors());

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
