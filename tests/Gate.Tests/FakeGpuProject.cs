using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;

namespace PerfGate.Gate.Tests;

/// <summary>
/// A folder with a compiled kernel, and a machine with two GPUs of one model: both are made up, by the library that the
/// tests of the runner have for a CUDA driver.
/// </summary>
public sealed class FakeGpuProject : IDisposable
{
    /// <summary>The UUIDs of the GPUs.</summary>
    public static readonly string[] Gpus =
        ["GPU-00112233-4455-6677-8899-aabbccddeeff", "GPU-00112233-4455-6677-8899-aabbccddeefe"];

    // The inputs of the last one are large enough to be kept.
    private static readonly int[] Counts = [64, 128, 1 << 18];

    private const string Manifest = "count.bench.json";

    // All projects have the same two.
    private static readonly Lazy<string> Driver =
        new(() => Compile("libcuda.so.1", "-DONE_MODEL", "-Wl,-soname,libcuda.so.1"));
    private static readonly Lazy<string> Cupti = new(() => Compile("libcupti.so", "-DCUPTI"));

    private readonly string _root = Directory.CreateTempSubdirectory("perfgate-gpus-").FullName;

    public FakeGpuProject()
    {
        Copy(Driver.Value, "driver/libcuda.so.1");
        Copy(Cupti.Value, "toolkit/extras/CUPTI/lib64/libcupti.so");
        Write("toolkit/bin/nvcc", "");
        Write("count.cu", "extern \"C\" __global__ void add_one(int* values, int n) { }\n");
        // Few samples are enough.
        Write("perfgate.json", "{ \"schemaVersion\": 1, \"cache\": \"hot\", \"tolerance\": { \"cuda\": 0.5 } }");
        Write("count.cubin", "kernel add_one 8 4\n\0");
        Write(
            Manifest,
            $$"""
            {
              "schemaVersion": 1, "source": "count.cu", "benchmarks": [ {
                "name": "count", "axes": { "N": [{{string.Join(", ", Counts)}}] },
                "buffers": [ { "name": "values", "type": "i32", "count": "N", "fill": { "constant": 0 } } ],
                "launches": [
                  { "kernel": "add_one", "grid": [1], "block": [1], "arguments": ["values", { "i32": "N" }] } ],
                "check": { "file": "ones-{N}.bin", "outputs": { "values": { "absolute": 0 } } } } ]
            }
            """
        );
        foreach (var n in Counts)
            File.WriteAllBytes(
                PathOf($"ones-{n}.bin"), MemoryMarshal.AsBytes(Enumerable.Repeat(1, n).ToArray().AsSpan()));
        JsonFile.Write(
            PathOf("kernels.json"),
            new CompiledKernels
            {
                Device = DeviceKind.Cuda,
                Compiler = new("nvcc", "13.0.88", ""),
                Modules =
                [
                    new()
                    {
                        Source = "count.cu",
                        Kind = ModuleKind.Kernels,
                        Defines = "",
                        Architecture = "sm_90",
                        Binary = "count.cubin",
                        Kernels = [new() { Name = "add_one", Symbol = "add_one", Line = 1, CodeHash = new('0', 64) }],
                    },
                ],
            },
            PerfGateJson.Default.CompiledKernels
        );
    }

    /// <summary>What <see cref="Run"/> measures.</summary>
    public string Measurement => PathOf("out/measurement.json");

    /// <summary>The workers that are running.</summary>
    public int Workers =>
        ProcessTable.All().Count(p => p.Folder == _root && p.Command.EndsWith(" worker", StringComparison.Ordinal));

    /// <summary>Whether the second GPU can be named, and does not open.</summary>
    public bool SecondIsBroken { get; set; }

    /// <summary>What a worker was shown of the GPUs, as it read it back itself.</summary>
    /// <param name="gpu">The GPU that the worker was started for, by its index.</param>
    public string? VisibleToWorkerOf(int gpu)
    {
        using var result = JsonDocument.Parse(File.ReadAllBytes(PathOf($"work/gpus/{gpu}/run-0-0.json")));
        return result.RootElement.GetProperty("locked").GetProperty("CUDA_VISIBLE_DEVICES").GetString();
    }

    /// <summary>Absolute path of a file in the folder.</summary>
    public string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>Writes a file.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Starts <c>perfgate run</c>.</summary>
    /// <param name="options">Its options, but for those of folders and files.</param>
    public Process Run(params string[] options) =>
        Start(
            ["run", "--kernels", "kernels.json", "--root", _root, "--output", "out", "--work", "work", "--reference",
                "none", .. options, Manifest]);

    /// <summary>Starts perfgate.</summary>
    public Process Start(params string[] arguments) =>
        Programs.Start(
            "env",
            [GateProject.ActOnSignals, "dotnet", Checkout.Runner, .. arguments],
            _root,
            [
                new("LD_LIBRARY_PATH", PathOf("driver")),
                new("CUDA_HOME", PathOf("toolkit")),
                new("FAKE_CUDA_SECOND_IS_BROKEN", SecondIsBroken ? "1" : null),
                new("CUDA_VISIBLE_DEVICES", null),
                new("PERFGATE_GPU", null),
                new("PERFGATE_NVML_LIBRARY", PathOf("no-nvml.so")),
                new("PERFGATE_LOCKS", _root),
            ]
        );

    /// <summary>A measurement.</summary>
    /// <param name="path">Its file, absolute.</param>
    public static Measurement Read(string path) =>
        JsonFile.Read(path, PerfGateJson.Default.Measurement, "measurement.schema.json");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Copy(string library, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(to))!);
        File.Copy(library, PathOf(to));
    }

    private static string Compile(string name, params string[] options)
    {
        var library = Path.Combine(Directory.CreateDirectory(Path.Combine(GateFolders.Base, "gpus")).FullName, name);
        var source = Checkout.PathOf("tests/Runner.Tests/Devices/Cuda/Fakes/fake_cuda.cpp");
        var compiled = Programs.Run(
            "g++", ["-std=c++17", "-O1", "-shared", "-fPIC", .. options, "-o", library, source, "-ldl"]);
        Assert.True(compiled.ExitCode == 0, compiled.Text);
        return library;
    }
}
