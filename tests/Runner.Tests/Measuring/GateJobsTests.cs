using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>That samples are taken by the settings that the judge applies.</summary>
public sealed class GateJobsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-jobs-").FullName;

    private ImmutableArray<CompiledModule> _modules = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Each is computed by threads of its own.
    [Fact]
    public void No_more_cases_than_half_of_the_processors_have_their_expected_outputs_computed_at_once() =>
        Assert.InRange(
            new GateRunRequest
            {
                Root = _folder, Manifests = [], Output = _folder, WorkFolder = _folder, Override = policy => policy,
            }.ExpectedAtOnce,
            1,
            Math.Max(1, Environment.ProcessorCount / 2)
        );

    [Fact]
    public void Inputs_and_expected_outputs_are_kept_in_the_work_folder_unless_several_measurements_share_them()
    {
        var request = new GateRunRequest
        {
            Root = _folder, Manifests = [], Output = _folder, WorkFolder = _folder, Override = policy => policy,
        };

        Assert.Equal(Path.Combine(_folder, "cached"), request.Cached);
        Assert.Equal("/shared", (request with { Cached = "/shared" }).Cached);
    }

    [Fact]
    public void A_cache_is_not_ignored_because_an_earlier_override_that_fits_states_another_setting()
    {
        var job = Measure(
            new()
            {
                Overrides =
                [
                    new() { Case = "softmax/*", Tolerance = 0.02 },
                    new() { Case = "*", Cache = CacheState.Hot },
                ],
            }
        );

        Assert.Equal(new(0.02, 50, CacheState.Hot), job.SettingsOf("softmax/N=1"));
        Assert.Equal(new(0.05, 50, CacheState.Hot), job.SettingsOf("gemm/N=1"));
    }

    [Fact]
    public void A_tolerance_is_not_ignored_either()
    {
        var job = Measure(
            new()
            {
                Overrides =
                [
                    new() { Case = "softmax/*", Cache = CacheState.Hot },
                    new() { Case = "*", Tolerance = 0.03 },
                ],
            }
        );

        Assert.Equal(new(0.03, 50, CacheState.Hot), job.SettingsOf("softmax/N=1"));
        Assert.Equal(new(0.03, 50, CacheState.Cold), job.SettingsOf("gemm/N=1"));
    }

    [Fact]
    public void The_sampler_is_as_strict_as_the_stricter_of_two_manifests() =>
        Assert.Equal(0.02, Measure(new(), ("softmax/N=1", 0.02)).SettingsOf("softmax/N=1").Tolerance);

    [Fact]
    public void A_worker_reads_the_settings_that_were_written()
    {
        var job = Measure(
            new()
            {
                Overrides =
                [
                    new()
                    {
                        Case = "softmax/*",
                        Tolerance = 0.02,
                        AbsoluteFloorNs = 5,
                        Cache = CacheState.Hot,
                    },
                ],
            }
        );

        var read = JsonSerializer.Deserialize(
            JsonSerializer.SerializeToUtf8Bytes(job, MeasuringJson.Default.WorkerJob),
            MeasuringJson.Default.WorkerJob
        )!;

        Assert.Equal(new(0.02, 5, CacheState.Hot), read.SettingsOf("softmax/N=1"));
    }

    // Whichever cases are measured: otherwise a filter would change how a worker loads the others' kernels.
    [Theory]
    [InlineData(ModuleKind.Kernels, false)]
    [InlineData(ModuleKind.Functions, true)]
    public void A_job_says_whether_the_project_has_functions(ModuleKind kind, bool callsFunctions)
    {
        _modules =
        [
            new()
            {
                Source = "a.cu", Kind = kind, Defines = "", Architecture = "host", Binary = "a.so",
                Kernels = [new() { Name = "k", Symbol = "k", Line = 1, CodeHash = new('0', 64) }],
            },
        ];

        Assert.Equal(callsFunctions, Measure(new()).CallsFunctions);
    }

    private WorkerJob Measure(GatePolicy policy, params (string Name, double? Tolerance)[] theirs)
    {
        var kernels = Path.Combine(_folder, "kernels.json");
        JsonFile.Write(
            kernels,
            new CompiledKernels
            {
                Device = DeviceKind.Host,
                Compiler = new("g++", "12", ""),
                Modules = _modules,
            },
            PerfGateJson.Default.CompiledKernels
        );
        ReferenceDescription none = new() { Kind = ReferenceKind.None, Reason = "test" };
        SettledGate gate = new(
            new() { DeviceName = "host", DeviceSlug = "host", DeviceMemoryBytes = 1, Clock = "host" },
            policy,
            new() { Policy = policy, Reference = none, Day = new(2026, 1, 1) },
            new() { Description = none, Policy = policy },
            [Case("softmax/N=1", 0.3), Case("gemm/N=1", null)],
            []
        );
        GateRunRequest request = new()
        {
            Root = _folder,
            Manifests = [],
            Output = _folder,
            WorkFolder = _folder,
            Override = p => p,
        };
        return GateJobs.Measure(
            request,
            KernelCatalog.Read(kernels),
            gate,
            theirs.ToDictionary(t => t.Name, t => t.Tolerance)
        );
    }

    private static BenchmarkCase Case(string name, double? tolerance) => new()
    {
        Name = name,
        Benchmark = name.Split('/')[0],
        DeclaredAt = new("a.bench.json"),
        Source = "a.cu",
        Defines = "",
        Buffers = [],
        Launches = [],
        Check = new(null, null, null, []),
        Tolerance = tolerance,
    };
}
