using System.Text;
using System.Text.Json.Nodes;

namespace PerfGate.Gate.Tests;

/// <summary>
/// One gate over right kernels beside kernels that print, crash, leave processes behind, and end their process.
/// </summary>
public sealed class FaultyKernels : IAsyncLifetime
{
    // What thread 0 does before it computes; one closes the brace of that. All of them compute the right result.
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["plain"] = "",
        ["prints_a_case_that_is_none_and_dies"] =
            """printf("case nothing\n"); fflush(stdout); *(volatile int*)8 = 1;""",
        ["prints_another_case_everywhere_and_dies"] =
            """for (int f = 1; f < 256; ++f) (void)!write(f, "\ncase plain\n", 12); *(volatile int*)8 = 1;""",
        ["prints_half_a_line"] = """printf("debug value %f", x[0]); fflush(stdout);""",
        ["prints_an_endless_line"] =
            """if (first("PRINTED")) { static char text[1 << 20]; memset(text, 'x', sizeof text); """
            + "for (int k = 0; k < 300; ++k) "
            + "{ (void)!write(1, text, sizeof text); (void)!write(2, text, sizeof text); } }",
        ["prints_a_diagnostic_and_dies"] = """fprintf(stderr, "\x1b]0;t\x07x.cu(3): error PG3001: fake\n"); abort();""",
        ["leaves_a_child"] = """if (first("LEFT") && fork() == 0) { sleep(617); _exit(0); }""",
        ["leaves_forty_daemons"] =
            """if (first("DAEMONS")) for (int k = 0; k < 40; ++k) if (fork() == 0) """
            + "{ setsid(); for (int f = 0; f < 256; ++f) close(f); sleep(617); _exit(0); }",
        ["leaves_a_program"] =
            """if (first("PROGRAM")) (void)!system("(setsid /bin/sleep 617 >/dev/null 2>&1 </dev/null &)");""",
        ["calls_exit"] = "exit(0);",
        // Whoever launched it waits for its other blocks then. The launching thread leaves some for the others.
        ["calls_exit_on_another_thread"] =
            "} static int once; if (gettid() != getpid() && __sync_fetch_and_add(&once, 1) == 0) exit(0); "
            + "if (threadIdx.x == 0) { usleep(2000);",
        ["calls_underscore_exit"] = "_exit(0);",
        ["reads_standard_input"] = "(void)getchar();",
        ["is_killed"] = "raise(SIGKILL);",
        ["throws"] = """throw std::runtime_error("no plan fits\n::error::fake \x1b[31m");""",
        ["overflows_its_stack"] = "y[0] = (float)deeper(&n);",
        // As on a machine that gives a process no more.
        ["wants_more_memory_than_there_is"] =
            "rlimit none = {1, 1}; setrlimit(RLIMIT_AS, &none); y[0] = (float)*new char[1ul << 33];",
        ["leaves_no_descriptors_folder_and_mask"] =
            """for (int f = 0; f < 3; ++f) close(f); (void)!chdir(FOLDER "/obj"); umask(0777);""",
        ["deletes_the_files_of_the_runs"] =
            """if (first("DELETED")) (void)!system("rm -f '" FOLDER "'/obj/perfgate/measuring/run-*.json");""",
        ["cuts_what_is_kept"] =
            """if (first("CUT")) (void)!system("truncate -s 9 '" FOLDER "'/obj/perfgate/measuring/cached/*.bin");""",
        ["prints_what_a_log_obeys"] =
            """static const char text[] = "\n::error file=a.cu::obeyed\n\x1b]0;obeyed\x07\x1b[31m\xff\xfe\0\n"; """
            + "(void)!write(1, text, sizeof text);",
    };

    private readonly GateProject _project = new();

    public BuildResult Build { get; private set; } = new(-1, "");

    public JsonNode Verdict { get; private set; } = new JsonObject();

    /// <summary>How long the gate took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>A case of the measurement.</summary>
    public JsonNode this[string name] => Measurement["cases"]!.AsArray().Single(c => (string)c!["name"]! == name)!;

    /// <summary>What runs in the project's folder still. Children of a worker have its folder.</summary>
    internal IEnumerable<RunningProcess> Left =>
        ProcessTable.All().Where(p => p.Folder.StartsWith(_project.PathOf(""), StringComparison.Ordinal));

    public bool Has(string path) => File.Exists(_project.PathOf(path));

    /// <summary>Who may do what with the results of the runs.</summary>
    public IEnumerable<UnixFileMode> ModesOfResults =>
        Directory
            .GetFiles(_project.PathOf("obj/perfgate/measuring"), "run-*.json")
            .Where(f => !f.EndsWith(".job.json", StringComparison.Ordinal))
            .Select(f => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(f));

    public string Text(string path) => File.ReadAllText(_project.PathOf(path));

    public async ValueTask InitializeAsync()
    {
        _project.MeasureBesideOthers();
        // As users have them: how an overflow of the stack ends depends on the frames that the compiler makes.
        _project.Replace("kernels.csproj", PrecompiledHeader.HostFlags, "");
        _project.Write("waves.cu", Source(_project.PathOf("")));
        _project.Write("waves.bench.json", Manifest());
        _project.Write(
            "waves.ref.cpp",
            """extern "C" void twice(const double* x, double* y, int n) """
                + "{ for (int i = 0; i < n; ++i) y[i] = 2 * x[i]; }"
        );
        var begun = DateTime.UtcNow;
        // With processes of its own: what they leave behind is looked at.
        Build = await _project.MSBuildAsync("PerfGate", "PerfGateRuns=2", "PerfGateReference=none");
        Took = DateTime.UtcNow - begun;
        Verdict = JsonNode.Parse(await File.ReadAllTextAsync(_project.PathOf("artifacts/perfgate/verdict.json")))!;
    }

    public ValueTask DisposeAsync()
    {
        _project.Dispose();
        return ValueTask.CompletedTask;
    }

    private JsonNode Measurement => JsonNode.Parse(Text("artifacts/perfgate/measurement.json"))!;

    private static string Source(string folder)
    {
        var text = new StringBuilder($"#define FOLDER \"{folder}\"\n");
        text.Append("""
            #include <csignal>
            #include <cstdio>
            #include <cstdlib>
            #include <cstring>
            #include <stdexcept>
            #include <sys/resource.h>
            #include <sys/stat.h>
            #include <unistd.h>

            // Each call looks at what its caller holds, so no compiler makes a loop of it.
            __attribute__((noinline)) static int deeper(volatile int* above)
            {
                volatile int here[1024];
                here[0] = *above + 1;
                return deeper(here) + here[0];
            }

            // Once in a process: variables of a module are put back before each launch.
            static bool first(const char* what)
            {
                if (getenv(what)) return false;
                setenv(what, "1", 1);
                return true;
            }

            """);
        foreach (var (name, body) in Bodies)
        {
            text.Append($$"""

                extern "C" __global__ void {{name}}(const float* x, float* y, int n)
                {
                    int i = blockIdx.x * blockDim.x + threadIdx.x;
                    if (i == 0) { {{body}} }
                    if (i < n) y[i] = 2 * x[i];
                }

                """);
        }

        return text.ToString();
    }

    private static string Manifest() =>
        new JsonObject
        {
            ["schemaVersion"] = 1,
            ["source"] = "waves.cu",
            ["benchmarks"] = new JsonArray([
                .. Bodies.Keys.Select(name =>
                    JsonNode.Parse(
                        $$"""
                        {
                          "name": "{{name}}",
                          "buffers": [ { "name": "x", "type": "f32", "count": 4096, "fill": { "normal": { "mean": 0, "deviation": 1 } } },
                                       { "name": "y", "type": "f32", "count": 4096, "fill": "poison" } ],
                          "launches": [ { "kernel": "{{name}}", "grid": [32], "block": [128], "arguments": ["x", "y", { "i32": 4096 }] } ],
                          "check": { "source": "waves.ref.cpp", "function": "twice", "arguments": ["x", "y", { "i32": 4096 }], "outputs": { "y": { "relative": 1e-6 } } }
                        }
                        """
                    )
                ),
            ]),
        }.ToJsonString();
}
