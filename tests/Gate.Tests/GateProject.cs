using System.Diagnostics;
using System.Reflection;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Gate.Tests;

/// <summary>
/// A user's project in a folder of its own, with two kernels, and the real <c>dotnet build</c> run on it.
/// </summary>
public sealed class GateProject : IDisposable
{
    // The blank is on purpose: paths have them.
    private readonly string root = Directory.CreateTempSubdirectory("perfgate gate ").FullName;

    public GateProject()
    {
        var repository = Metadata("RepositoryRoot");
        var configuration = Metadata("Configuration");
        Write("kernels.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <PerfGateRunner>{repository}src/Runner/bin/{configuration}/net10.0/perfgate.dll</PerfGateRunner>
                <PerfGateTasksAssembly>{repository}src/Tasks/bin/{configuration}/net10.0/PerfGate.Tasks.dll</PerfGateTasksAssembly>
              </PropertyGroup>
              <ItemGroup><CudaKernel Include="*.cu" /></ItemGroup>
              <Import Project="{repository}src/Tasks/build/PerfGate.props" />
              <Import Project="{repository}src/Tasks/build/PerfGate.targets" />
            </Project>
            """);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("waves.cu", Kernels);
        Write("waves.bench.json", Manifest);
        Write("waves.ref.cpp", Reference);
    }

    /// <summary>The runner that the project uses.</summary>
    public static string Runner =>
        $"{Metadata("RepositoryRoot")}src/Runner/bin/{Metadata("Configuration")}/net10.0/perfgate.dll";

    /// <summary>The line of the kernel <c>rising</c>'s <c>__global__</c> in <c>waves.cu</c>.</summary>
    public static int LineOfRising =>
        Kernels.Split('\n').ToList().FindIndex(l => l.Contains("rising", StringComparison.Ordinal)) + 1;

    /// <summary>The kernels: each does enough work per element that a host sample takes about a millisecond.</summary>
    public static string Kernels =>
        """
            // Two kernels of the same shape, so that one can be changed beside the other.
            extern "C" __global__ void rising(const float* x, float* y, int n)
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i >= n) return;
                float v = x[i];
                for (int k = 0; k < 64; ++k) v = fmaf(v, 0.5f, 1.0f);
                y[i] = v;
            }

            extern "C" __global__ void falling(const float* x, float* y, int n)
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i >= n) return;
                float v = x[i];
                for (int k = 0; k < 64; ++k) v = fmaf(v, 0.5f, -1.0f);
                y[i] = v;
            }
            """;

    private static string Manifest =>
        """
            {
              "schemaVersion": 1,
              "source": "waves.cu",
              "benchmarks": [
                {
                  "name": "rising", "axes": { "N": [16384] },
                  "buffers": [ { "name": "x", "type": "f32", "count": "N", "fill": { "normal": { "mean": 0, "deviation": 1 } } },
                               { "name": "y", "type": "f32", "count": "N", "fill": "poison" } ],
                  "launches": [ { "kernel": "rising", "grid": ["ceil_div(N, 128)"], "block": [128], "arguments": ["x", "y", { "i32": "N" }] } ],
                  "check": { "source": "waves.ref.cpp", "function": "rising_reference", "arguments": ["x", "y", { "i32": "N" }], "outputs": { "y": { "relative": 1e-5 } } }
                },
                {
                  "name": "falling", "axes": { "N": [16384] },
                  "buffers": [ { "name": "x", "type": "f32", "count": "N", "fill": { "normal": { "mean": 0, "deviation": 1 } } },
                               { "name": "y", "type": "f32", "count": "N", "fill": "poison" } ],
                  "launches": [ { "kernel": "falling", "grid": ["ceil_div(N, 128)"], "block": [128], "arguments": ["x", "y", { "i32": "N" }] } ],
                  "check": { "source": "waves.ref.cpp", "function": "falling_reference", "arguments": ["x", "y", { "i32": "N" }], "outputs": { "y": { "relative": 1e-5 } } }
                }
              ]
            }
            """;

    private static string Reference =>
        """
            extern "C" void rising_reference(const double* x, double* y, int n)
            {
                for (int i = 0; i < n; ++i) { double v = x[i]; for (int k = 0; k < 64; ++k) v = v * 0.5 + 1.0; y[i] = v; }
            }

            extern "C" void falling_reference(const double* x, double* y, int n)
            {
                for (int i = 0; i < n; ++i) { double v = x[i]; for (int k = 0; k < 64; ++k) v = v * 0.5 - 1.0; y[i] = v; }
            }
            """;

    /// <summary>Variables of the environment for what is run.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Gives the project device locks of its own: its gates do not wait for those of other tests. For tests whose times
    /// nobody judges: they run in the collection "no times", beside those of "the machine".
    /// </summary>
    public void MeasureBesideOthers() =>
        Environment["PERFGATE_LOCKS"] = Directory.CreateDirectory(PathOf("obj/locks")).FullName;

    /// <summary>The folder to run in; null for the project's own.</summary>
    public string? Folder { get; set; }

    /// <summary>The verdict that the last gate wrote.</summary>
    public Verdict Verdict =>
        JsonFile.Read(Output("verdict.json"), PerfGateJson.Default.Verdict, "verdict.schema.json");

    /// <summary>The measurement that the last gate wrote.</summary>
    public Measurement Measurement =>
        JsonFile.Read(Output("measurement.json"), PerfGateJson.Default.Measurement, "measurement.schema.json");

    /// <summary>Absolute path of a file in the project.</summary>
    public string PathOf(string name) => Path.Combine(root, name);

    /// <summary>Absolute path of a file of PerfGate's own repository.</summary>
    public static string FileOfRepository(string name) => Path.Combine(Metadata("RepositoryRoot"), name);

    /// <summary>Absolute path of a file that the gate writes.</summary>
    public string Output(string name) => Path.Combine(root, "artifacts", "perfgate", name);

    /// <summary>Writes a file of the project.</summary>
    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    /// <summary>Replaces a text that must be there.</summary>
    public void Replace(string name, string old, string @new)
    {
        var text = File.ReadAllText(PathOf(name));
        Assert.Contains(old, text, StringComparison.Ordinal);
        Write(name, text.Replace(old, @new, StringComparison.Ordinal));
    }

    /// <summary>Runs git in the project.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> GitAsync(params string[] arguments)
    {
        var (exit, output) = await RunAsync(
            "git",
            ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main", .. arguments]
        );
        Assert.True(exit == 0, output);
        return output.Trim();
    }

    /// <summary>Runs perfgate in the project.</summary>
    public async Task<BuildResult> PerfGateAsync(params string[] arguments)
    {
        var (exit, output) = await RunAsync(
            "dotnet",
            [
                $"{Metadata("RepositoryRoot")}src/Runner/bin/{Metadata("Configuration")}/net10.0/perfgate.dll",
                .. arguments,
            ]
        );
        return new(exit, output);
    }

    /// <summary>Runs <c>dotnet build</c> with a target on the host device.</summary>
    public async Task<BuildResult> BuildAsync(string target, params string[] properties)
    {
        var (exit, output) = await RunAsync(
            "dotnet",
            ["build", "-t:" + target, "-tl:off", "-p:PerfGateDevice=host", .. properties.Select(p => "-p:" + p)]
        );
        return new(exit, output);
    }

    /// <summary>Starts <c>dotnet</c> in the project, and lets it run.</summary>
    public Process Start(IEnumerable<string> arguments) => Start("dotnet", arguments);

    /// <summary>
    /// Measures and writes the baseline; again where other programs of the test machine left a case without a steady
    /// run, as the error then asks for.
    /// </summary>
    public async Task BaselineAsync(params string[] properties)
    {
        var taken = await BuildAsync("PerfGateBaseline", properties);
        for (
            var again = 0;
            again < 2
                && taken.ExitCode != 0
                && taken.Output.Contains("Measure on a quieter machine", StringComparison.Ordinal);
            again++
        )
            taken = await BuildAsync("PerfGateBaseline", properties);
        Assert.True(taken.ExitCode == 0, taken.Output);
    }

    /// <summary>Runs a worker.</summary>
    /// <param name="lines">What it is told.</param>
    /// <param name="hasJob">Whether the last line is a job file. Where it is not, its standard input ends.</param>
    /// <returns>The cases that it announced, in order.</returns>
    public async Task<List<string>> WorkerAsync(string lines, bool hasJob = true)
    {
        var (exit, output, error) = await WorkerRunAsync(lines, hasJob);
        Assert.True(exit == 0, error);
        return
        [
            .. output
                .Split('\n')
                .Where(l => l.StartsWith("token case ", StringComparison.Ordinal))
                .Select(l => l["token case ".Length..].Trim()),
        ];
    }

    /// <summary>Runs a worker that cannot do its job.</summary>
    /// <param name="job">The job file.</param>
    /// <returns>What it says to that.</returns>
    public async Task<string> FailingWorkerAsync(string job)
    {
        var (exit, _, error) = await WorkerRunAsync(job, hasJob: true);
        Assert.NotEqual(0, exit);
        return error;
    }

    private async Task<(int Exit, string Output, string Error)> WorkerRunAsync(string lines, bool hasJob)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [$"{Metadata("RepositoryRoot")}src/Runner/bin/{Metadata("Configuration")}/net10.0/perfgate.dll", "worker"]
        )
        {
            // A worker leaves when its standard input ends.
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (first, last) = lines.LastIndexOf('\n') is var end and >= 0
            ? (lines[..(end + 1)], lines[(end + 1)..])
            : ("", lines);
        await process.StandardInput.WriteAsync(
            lines.Length == 0 ? "" : first + (hasJob ? $"job token {last}" : last) + "\n"
        );
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        if (!hasJob)
            process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Metadata(string key) =>
        typeof(GateProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder ?? root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Whether the tests themselves run in CI must not show.
        foreach (var name in new[] { "CI", "TF_BUILD", "JENKINS_URL", "GITHUB_BASE_REF" })
            start.Environment.Remove(name);
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private async Task<(int Exit, string Output)> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}

/// <summary>What a build printed and exited with.</summary>
/// <param name="ExitCode">0 where it succeeded.</param>
/// <param name="Output">Both streams.</param>
public sealed record BuildResult(int ExitCode, string Output)
{
    /// <summary>The distinct lines with an error.</summary>
    public IReadOnlyList<string> Errors =>
        [
            .. Output
                .Split('\n')
                .Where(l => l.Contains(": error ", StringComparison.Ordinal))
                .Select(l => l.Trim())
                .Distinct(),
        ];
}
