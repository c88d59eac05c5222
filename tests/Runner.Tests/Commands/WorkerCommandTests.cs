using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Tests.Benchmarks;
using PerfGate.Runner.Tests.Devices.Host;
using PerfGate.Runner.Tests.Measuring;

namespace PerfGate.Runner.Tests.Commands;

/// <summary>
/// <c>perfgate worker</c> as a process: how it ends, and how it computes expected outputs beside the runs on a GPU.
/// </summary>
public sealed class WorkerCommandTests : IDisposable
{
    private const string Functions = """
        #include <cstdint>
        #include <cstdlib>
        #include <sched.h>
        #include <sys/resource.h>

        void niceness(const double*, const int64_t*, int64_t* y)
        {
            for (int i = 0; i < 4; i++)
                y[i] = getpriority(PRIO_PROCESS, 0);
        }

        void processors(const double*, const int64_t*, int64_t* y)
        {
            cpu_set_t set;
            sched_getaffinity(0, sizeof set, &set);
            for (int i = 0; i < 4; i++)
                y[i] = CPU_COUNT(&set);
        }

        void leaves(const double*, const int64_t*, int64_t*)
        {
            std::exit(0);
        }

        PERFGATE_EXPORT_EXPECTED(niceness)
        PERFGATE_EXPORT_EXPECTED(processors)
        PERFGATE_EXPORT_EXPECTED(leaves)

        """;

    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_computed_beside_runs_on_a_gpu_gives_way_to_them_and_is_kept()
    {
        var computed = await ComputedAsync("niceness");

        Assert.Equal([19, 19, 19, 19], computed);
    }

    [Fact]
    public async Task It_takes_up_a_quarter_of_the_processors()
    {
        double quarter = Math.Max(1, CpuAffinity.Current().Count / 4);

        var computed = await ComputedAsync("processors");

        Assert.Equal([quarter, quarter, quarter, quarter], computed);
    }

    private async Task<double[]> ComputedAsync(string function)
    {
        var exit = await ComputeAsync(function);

        Assert.True(exit.Outcome == WorkerOutcome.Completed, exit.Reason);
        Assert.Empty(exit.Result!.Cases);
        var kept = Assert.Single(Directory.GetFiles(Cached, "*expected-*"));
        return MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(kept).AsSpan(0, 4 * sizeof(double))).ToArray();
    }

    [Fact]
    public async Task A_function_that_calls_exit_is_told_from_one_that_crashes()
    {
        var exit = await ComputeAsync("leaves");

        Assert.Equal((WorkerOutcome.Crashed, "one"), (exit.Outcome, exit.LastCase));
        Assert.Contains("called exit()", exit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_cannot_go_on_ends_although_its_parent_still_listens()
    {
        using var worker = Start();
        await worker.StandardInput.WriteLineAsync("no job");

        Assert.NotEqual(0, await EndAsync(worker));
    }

    [Fact]
    public async Task A_worker_whose_parent_has_no_job_for_it_ends_well()
    {
        using var worker = Start();
        worker.StandardInput.Close();

        Assert.Equal(0, await EndAsync(worker));
    }

    // A kernel that reads or writes a number at hand finds none of its parent's streams there, but for the copies that
    // .NET makes of the standard streams when it starts.
    [Fact]
    public async Task A_workers_streams_have_numbers_far_from_those_that_files_get()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks Linux for a process's open files");
        using var worker = Start();
        var files = FilesOf(worker);
        for (var i = 0; i < 1000 && files.GetValueOrDefault(1) != "/dev/null"; i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            files = FilesOf(worker);
        }

        worker.StandardInput.Close();
        await EndAsync(worker);
        Assert.All(
            new[] { 200, 201 },
            moved => Assert.InRange(files.Count(f => f.Key < 200 && f.Value == files[moved]), 0, 1));
    }

    // What each number leads to.
    private static Dictionary<int, string?> FilesOf(Process process) =>
        Directory.EnumerateFileSystemEntries($"/proc/{process.Id}/fd").ToDictionary(
            f => int.Parse(Path.GetFileName(f), CultureInfo.InvariantCulture), f => new FileInfo(f).LinkTarget);

    private static Process Start() =>
        Process.Start(
            new ProcessStartInfo(Worker[0], Worker.Skip(1))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

    private static async Task<int> EndAsync(Process worker)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            await worker.WaitForExitAsync(patience.Token);
        }
        finally
        {
            worker.Kill();
        }

        return worker.ExitCode;
    }

    private static string[] Worker => ["dotnet", Path.Combine(AppContext.BaseDirectory, "perfgate.dll"), "worker"];

    private string Cached => Path.Combine(_folder.Root, "cached");

    private async Task<WorkerExit> ComputeAsync(string function)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks Linux for a thread's priority");
        _folder.Write("kernels/softmax.ref.cpp", Functions);
        _folder.Write(
            ManifestFolder.Manifest,
            $$"""
            { "schemaVersion": 1, "source": "softmax.cu", "benchmarks": [ {
              "name": "one",
              "buffers": [
                { "name": "x", "type": "f32", "count": 4, "fill": { "normal": { "mean": 0, "deviation": 1 } } },
                { "name": "n", "type": "i32", "count": 4, "fill": "index" },
                { "name": "y", "type": "i32", "count": 4, "fill": "poison" } ],
              "launches": [ {
                "kernel": "softmax_rows", "grid": [1], "block": [1], "arguments": ["x", "y", { "i32": 4 }] } ],
              "check": { "source": "softmax.ref.cpp", "function": "{{function}}", "arguments": ["x", "n", "y"],
                "outputs": { "y": { "absolute": 0 } } } } ] }
            """
        );
        var kernels = Path.Combine(_folder.Root, "kernels.json");
        JsonFile.Write(
            kernels,
            new CompiledKernels
            {
                Device = DeviceKind.Cuda,
                Compiler = new("nvcc", "13", ""),
                Modules = [Compiled(function)],
            },
            PerfGateJson.Default.CompiledKernels
        );
        var job = Jobs.Any with
        {
            Mode = WorkerMode.SeededOutputs,
            Device = DeviceKind.Cuda,
            Root = _folder.Root,
            Manifests = [Path.Combine(_folder.Root, ManifestFolder.Manifest)],
            Kernels = kernels,
            CheckSeed = 7,
            ExpectedAtOnce = 1,
            Cached = Cached,
            Result = Path.Combine(_folder.Root, "result.json"),
        };
        using var launcher = new WorkerProcess(Worker, _ => { }, TimeSpan.FromMinutes(1));
        return await launcher.RunAsync(job, _ => { }, TestContext.Current.CancellationToken);
    }

    private static CompiledModule Compiled(string function) =>
        new()
        {
            Source = "kernels/softmax.ref.cpp",
            Kind = ModuleKind.Expected,
            Defines = "",
            Architecture = "host",
            Binary = HostModuleBuilder.References("worker-functions", Functions),
            Kernels =
            [
                new()
                {
                    Name = function,
                    Symbol = "perfgate_expected_" + function,
                    Line = 1,
                    CodeHash = new('0', 64),
                },
            ],
        };
}
