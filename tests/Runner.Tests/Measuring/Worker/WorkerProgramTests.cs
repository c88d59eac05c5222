using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime;
using System.Text.Json;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Worker;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>
/// Compiles what a worker runs before the tests do. A method is compiled once in a process, and a rehearsal compiles
/// them all too.
/// </summary>
public sealed class OnceCompiledAhead
{
    public OnceCompiledAhead()
    {
        var before = JitInfo.GetCompiledMethodCount(currentThread: true);
        Methods = CompiledAhead.Compile();
        Compiled = JitInfo.GetCompiledMethodCount(currentThread: true) - before;
    }

    /// <summary>How many methods were asked for.</summary>
    public int Methods { get; }

    /// <summary>How many of them .NET compiled then.</summary>
    public long Compiled { get; }
}

public sealed partial class WorkerProgramTests(OnceCompiledAhead ahead) : IClassFixture<OnceCompiledAhead>, IDisposable
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("unknown")]
    [InlineData("the device")]
    [InlineData("another device")]
    public void The_cases_are_those_of_the_device_that_was_opened_whichever_one_was_expected(string expected)
    {
        using var device = new ScriptedDevice(_ => []);
        var result = Take(device, expected switch
        {
            "the device" => device.Description.Facts(),
            "another device" => ManifestFolder.Host,
            _ => null,
        });

        // That of the host device has no such case; without a compiled kernel the case itself fails.
        var only = Assert.Single(result.Cases);
        Assert.Equal(("softmax/N=1024", CaseStatus.Failed), (only.Name, only.Status));
        // Nothing was sampled, so that no time was spent on it.
        Assert.Null(result.BusyShare);
    }

    [Fact]
    public void The_phases_go_from_the_start_of_the_process_to_the_end_of_the_device()
    {
        using var device = new ScriptedDevice(_ => []);
        var phases = Take(device, null).Phases.Select(p => p.Name).ToArray();
        Assert.Equal(("start process", "close device"), (phases[0], phases[^1]));
    }

    // It runs no case, so it needs no memory on the device.
    [Fact]
    public void A_worker_that_only_prepares_allocates_nothing() =>
        Assert.DoesNotContain(Prepare(_folder.Root).Phases, p => p.Name == "allocate");

    [Fact]
    public void References_that_cannot_be_computed_are_named_one_by_one_however_many_are_at_once()
    {
        _folder.Change("\"M\": 4096,", "\"M\": 16,");
        var failed = Prepare(_folder.Root).Cases;

        Assert.Equal(["softmax/N=1024", "softmax/N=4096"], failed.Select(c => c.Name));
        Assert.All(
            failed,
            c => Assert.Contains("softmax.ref.cpp was not compiled", c.Reason, StringComparison.Ordinal)
        );
    }

    // They would be computed twice, and both be written to the same file.
    [Fact]
    public void Cases_that_share_a_reference_are_not_computed_at_the_same_time()
    {
        var other = Path.Combine(_folder.Root, "kernels", "other.bench.json");
        // One draw of the inputs each: those of several would be apart.
        _folder.Change("\"fill\": { \"normal\": { \"mean\": 0, \"deviation\": 1 } }", "\"fill\": \"index\"");
        var own = File.ReadAllText(Path.Combine(_folder.Root, ManifestFolder.Manifest));
        File.WriteAllText(other, own.Replace("\"name\": \"softmax\"", "\"name\": \"other\"", StringComparison.Ordinal));
        var (names, overlapped) = (new BlockingCollection<string>(), new ConcurrentBag<string>());
        using var device = new ScriptedDevice(_ => []);
        var job = Job with
        {
            Mode = WorkerMode.Prepare,
            ExpectedAtOnce = 4,
            Cached = _folder.Root,
            Manifests = [.. Job.Manifests, other],
        };
        Run(
            device,
            job,
            name =>
            {
                // Long enough for any other to begin meanwhile that may.
                names.Add(name);
                Thread.Sleep(200);
                if (
                    names.Any(n =>
                        n != name
                        && n.EndsWith(name[name.IndexOf('/', StringComparison.Ordinal)..], StringComparison.Ordinal)
                    )
                )
                    overlapped.Add(name);
            }
        );

        Assert.Equal(4, names.Count);
        Assert.Equal(2, overlapped.Count);
    }

    [Fact]
    public void What_a_worker_will_run_is_compiled_ahead()
    {
        Assert.True(ahead.Methods > 300, $"{ahead.Methods} methods");
        // Most of the program takes no part in a run.
        var all = typeof(CompiledAhead).Assembly.GetTypes().Sum(t => t.GetMethods(Own).Length);
        Assert.True(ahead.Methods < all / 2, $"{ahead.Methods} methods of {all}");
        // Those that other tests have called before are compiled already.
        Assert.True(ahead.Compiled > 100, $"{ahead.Compiled} compiled");
    }

    // It must take a case, or what it is for is not compiled, and leave nothing behind.
    [Theory]
    [InlineData(""" "count": 1, "fill": { "constant": 1 } """)]
    [InlineData(""" "count": 1, "fill": { "file": "expected.bin" } """)]
    public void A_rehearsal_goes_through_the_motions_of_a_job_without_a_device(string input)
    {
        var job = Job with
        {
            Cached = Path.Combine(_folder.Root, "cached"),
            Facts = ManifestFolder.Host,
            Device = DeviceKind.Host,
            Mode = WorkerMode.Measure,
        };
        WriteOneCase(input: input);
        Assert.True(Rehearsal.Of(WriteJob(job, [Softmax])));
        Assert.False(Directory.Exists(job.Cached));
    }

    [Fact]
    public void A_rehearsal_of_a_job_that_cannot_be_read_or_has_no_kernels_took_no_case()
    {
        Assert.False(Rehearsal.Of(Path.Combine(_folder.Root, "none.json")));
        _folder.Write(
            ManifestFolder.Manifest,
            """{ "schemaVersion": 1, "benchmarks": [ { "name": "one", "command": "true" } ] }"""
        );
        Assert.False(Rehearsal.Of(WriteJob(Job with { Facts = ManifestFolder.Host, Device = DeviceKind.Host }, [])));
    }

    private string WriteJob(WorkerJob job, ImmutableArray<CompiledModule> kernels)
    {
        var path = Path.Combine(_folder.Root, "job.json");
        WriteKernels(job, kernels);
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(job, MeasuringJson.Default.WorkerJob));
        return path;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_folder_that_cannot_be_written_is_told_as_such_from_whichever_thread(int atOnce)
    {
        // Inputs above a mebibyte are kept on disk.
        _folder.Change("\"M\": 4096,", "\"M\": 512,");
        var file = Path.Combine(_folder.Root, ManifestFolder.Manifest);
        var error = Assert.Throws<PerfGateException>(() => Prepare(file, atOnce));
        Assert.Equal(("PG9001", ExitCode.Usage), (error.Diagnostics[0].Code, error.ExitCode));
        Assert.Contains("could not be written", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, CaseStatus.Measured)]
    [InlineData(0.01, CaseStatus.Measured)]
    [InlineData(1e-6, CaseStatus.Incorrect)]
    public void Bounds_of_the_job_count_in_place_of_the_manifest_s(double? bound, CaseStatus status)
    {
        // The manifest lets pass whatever is off by less than ten times what it must be; the kernel is off by a
        // thousandth.
        WriteOneCase();
        using var device = new ScriptedDevice(count => [.. Enumerable.Repeat(80_000.0, count)])
        {
            OnLaunch = launch => launch.Single().Buffer.Upload(BitConverter.GetBytes(1.001f)),
        };
        var job = Job with { Cases = ["one"], Cached = _folder.Root };
        if (bound is { } relative)
            job = job with { Bounds = job.Bounds.Add("one", [new("y", relative, null)]) };

        var only = Assert.Single(Run(device, job, kernels: [Softmax]).Cases);
        Assert.True(status == only.Status, $"{only.Status}: {only.Reason}");
    }

    [Theory]
    [InlineData("7", 7, 1, 1)]
    [InlineData("7, 8", 7, 8, 1)]
    [InlineData("7, 8, 9", 7, 8, 9)]
    public void A_size_that_a_manifest_leaves_out_is_one(string grid, uint x, uint y, uint z)
    {
        WriteOneCase(grid);
        using var device = new ScriptedDevice(count => [.. Enumerable.Repeat(80_000.0, count)]);
        Run(device, Job with { Cases = ["one"], Cached = _folder.Root }, kernels: [Softmax]);

        Assert.All(device.Prepared, launch => Assert.Equal(new Dim3(x, y, z), launch.Grid));
        Assert.NotEmpty(device.Prepared);
    }

    // From a mebibyte on they are kept. Where a file holds the expected outputs, the inputs are drawn once.
    [Fact]
    public void Large_inputs_are_made_for_the_draws_that_come_and_for_no_others()
    {
        WriteOneCase(input: """ "count": 300000, "fill": { "uniform": { "low": 0, "high": 1 } } """);
        using var device = new ScriptedDevice(count => [.. Enumerable.Repeat(80_000.0, count)]);
        Run(device, Job with { Cases = ["one"], Cached = _folder.Root }, kernels: [Softmax]);

        Assert.Single(Directory.GetFiles(_folder.Root, "*input-*"));
    }

    private void WriteOneCase(string grid = "1", string input = """ "count": 1, "fill": { "constant": 1 } """)
    {
        File.WriteAllBytes(Path.Combine(_folder.Root, "kernels", "expected.bin"), BitConverter.GetBytes(1f));
        _folder.Write(ManifestFolder.Manifest, """
            { "schemaVersion": 1, "source": "softmax.cu", "benchmarks": [ {
              "name": "one",
              "buffers": [
                { "name": "x", "type": "f32", INPUT },
                { "name": "y", "type": "f32", "count": 1, "fill": "poison" } ],
              "launches": [ {
                "kernel": "softmax_rows", "grid": [GRID], "block": [1], "arguments": ["x", "y", { "i32": 1 }] } ],
              "check": { "file": "expected.bin", "outputs": { "y": { "relative": 10 } } } } ] }
            """.Replace("GRID", grid, StringComparison.Ordinal).Replace("INPUT", input, StringComparison.Ordinal));
    }

    private static CompiledModule Softmax => new()
    {
        Source = "kernels/softmax.cu", Kind = ModuleKind.Kernels, Defines = "", Architecture = "host", Binary = "a.so",
        Kernels = [new() { Name = "softmax_rows", Symbol = "softmax_rows", Line = 1, CodeHash = new('0', 64) }],
    };

    private WorkerResult Take(ScriptedDevice device, DeviceFacts? facts) =>
        Run(device, Job with { Cases = ["softmax/N=1024"], Facts = facts, Cached = _folder.Root });

    private WorkerResult Prepare(string cached, int atOnce = 4)
    {
        using var device = new ScriptedDevice(_ => []);
        return Run(device, Job with { Mode = WorkerMode.Prepare, ExpectedAtOnce = atOnce, Cached = cached });
    }

    private WorkerJob Job => Jobs.Any with
    {
        Device = DeviceKind.Cuda,
        Root = _folder.Root,
        Manifests = [Path.Combine(_folder.Root, ManifestFolder.Manifest)],
        Kernels = Path.Combine(_folder.Root, "kernels.json"),
    };

    private static WorkerResult Run(
        ScriptedDevice device,
        WorkerJob job,
        Action<string>? announce = null,
        ImmutableArray<CompiledModule> kernels = default
    )
    {
        WriteKernels(job, kernels.IsDefault ? [] : kernels);
        return new WorkerProgram(job, _ => device, announce ?? (_ => { })).Run(DateTime.Now);
    }

    private static void WriteKernels(WorkerJob job, ImmutableArray<CompiledModule> kernels)
    {
        var compiled = new CompiledKernels
        {
            Device = job.Device, Compiler = new("nvcc", "13", ""), Modules = kernels,
        };
        JsonFile.Write(job.Kernels, compiled, PerfGateJson.Default.CompiledKernels);
    }
}
