using PerfGate.Core.Measurements;

namespace PerfGate.Gate.Tests;

/// <summary>
/// A kernel leaves a thread that cuts kept files, each time that another, right case runs: what that case has mapped
/// ends behind its first byte then, in the first attempt and in the repeated one.
/// </summary>
[Collection("processes")]
public sealed class CutFilesTests : IDisposable
{
    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_case_whose_kept_files_another_kernel_cuts_is_measured_and_the_damage_is_told()
    {
        _project.MeasureBesideOthers();
        _project.Write("waves.cu", Source);
        _project.Write("waves.bench.json", Manifest);
        _project.Write("waves.ref.cpp", Expected);

        // With processes of its own: the one that is cut off dies.
        var build = await _project.MSBuildAsync("PerfGate", "PerfGateRuns=2", "PerfGateReference=none");

        var measurement = _project.Measurement;
        var died = measurement.Workers.Where(w => w.Outcome == WorkerOutcome.Crashed).ToList();
        Assert.NotEmpty(died);
        Assert.All(died, w => Assert.StartsWith("the worker crashed (SIGBUS) at right", w.Reason));
        var cases = measurement.Cases.Where(c => c.Role == CaseRole.Case).ToList();
        Assert.Equal(["cuts", "right"], cases.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.All(cases, c => Assert.Equal((CaseStatus.Measured, 2), (c.Status, c.Runs.Length)));
        Assert.Contains("was damaged while kernels ran", build.Output, StringComparison.Ordinal);
        Assert.True(build.ExitCode == 0, build.Output);
    }

    private const string Source = """
        #include <cstdio>
        #include <cstdlib>
        #include <cstring>
        #include <pthread.h>
        #include <unistd.h>

        static void cut()
        {
            FILE* maps = fopen("/proc/self/maps", "r");
            char line[4096];
            while (maps && fgets(line, sizeof line, maps)) {
                char* path = strchr(line, '/');
                if (!path || !strstr(path, "/obj/perfgate/measuring/") || !strstr(path, ".bin")) continue;
                path[strcspn(path, "\n")] = 0;
                if (truncate(path, 0) == 0) (void)*(volatile char*)strtoull(line, nullptr, 16);
            }
            if (maps) fclose(maps);
            // And what lies there, mapped or not.
            (void)!system("truncate -s 0 obj/perfgate/measuring/cached/*.bin 2>/dev/null");
        }

        static void* wait_for_the_other_case(void*)
        {
            for (;; usleep(1000))
                if (getenv("THE_OTHER_CASE_RUNS")) {
                    cut();
                    unsetenv("THE_OTHER_CASE_RUNS");
                }
        }

        extern "C" __global__ void cuts(const float* x, float* y, int n)
        {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            // Once in a process: variables of a module are put back before each launch.
            if (i == 0 && !getenv("A_THREAD_WAITS")) {
                setenv("A_THREAD_WAITS", "1", 1);
                pthread_t thread;
                pthread_create(&thread, nullptr, wait_for_the_other_case, nullptr);
            }
            if (i < n) y[i] = 2 * x[i];
        }

        extern "C" __global__ void right(const float* x, float* y, int n)
        {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i == 0 && getenv("A_THREAD_WAITS")) {
                setenv("THE_OTHER_CASE_RUNS", "1", 1);
                for (int k = 0; k < 1000 && getenv("THE_OTHER_CASE_RUNS"); ++k) usleep(1000);
            }
            if (i < n) y[i] = 2 * x[i];
        }
        """;

    private const string Expected =
        """extern "C" void twice(const double* x, double* y, int n) """
        + "{ for (int i = 0; i < n; ++i) y[i] = 2 * x[i]; }";

    // Large enough that the inputs are kept.
    private static string Manifest => $$"""
        { "schemaVersion": 1, "source": "waves.cu", "benchmarks": [ {{Case("cuts")}}, {{Case("right")}} ] }
        """;

    private static string Case(string name) => $$"""
        { "name": "{{name}}",
          "buffers": [ { "name": "x", "type": "f32", "count": 300000,
                         "fill": { "normal": { "mean": 0, "deviation": 1 } } },
                       { "name": "y", "type": "f32", "count": 300000, "fill": "poison" } ],
          "launches": [ { "kernel": "{{name}}", "grid": [2344], "block": [128],
                          "arguments": ["x", "y", { "i32": 300000 }] } ],
          "check": { "source": "waves.ref.cpp", "function": "twice", "arguments": ["x", "y", { "i32": 300000 }],
                     "outputs": { "y": { "relative": 1e-6 } } } }
        """;
}
