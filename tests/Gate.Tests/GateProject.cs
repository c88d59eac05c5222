using System.Diagnostics;
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
    // Whoever runs the tests may ignore some signals, under nohup for one, and a child would inherit that.
    private const string ActOnSignals = "--default-signal=INT,HUP,TERM";

    // Whether the tests themselves run in CI must not show.
    private static readonly KeyValuePair<string, string?>[] Inherited =
    [
        new("CI", null),
        new("TF_BUILD", null),
        new("JENKINS_URL", null),
        new("GITHUB_BASE_REF", null),
        new("TMPDIR", GateFolders.Temporary),
    ];

    private static readonly SemaphoreSlim OneBaseline = new(1, 1);
    private static (string Name, string Text)? _baseline;

    private readonly string _root = GateFolders.Take();
    private string[] _always = [];

    public GateProject()
    {
        Write("kernels.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <PerfGateRunner>{Checkout.Runner}</PerfGateRunner>
                <PerfGateTasksAssembly>{Checkout.Tasks}</PerfGateTasksAssembly>
                <PerfGateHostFlags>{PrecompiledHeader.HostFlags}</PerfGateHostFlags>
              </PropertyGroup>
              <ItemGroup><CudaKernel Include="*.cu" /></ItemGroup>
              <Import Project="{Checkout.PathOf("src/Tasks/build/PerfGate.props")}" />
              <Import Project="{Checkout.PathOf("src/Tasks/build/PerfGate.targets")}" />
            </Project>
            """);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("waves.cu", WaveKernels.Kernels);
        Write("waves.bench.json", WaveKernels.Manifest);
        Write("waves.ref.cpp", WaveKernels.Reference);
    }

    /// <summary>Variables of the environment for what is run.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Gives the project device locks of its own: its gates do not wait for those of other tests. For tests whose times
    /// nobody judges: they run in the collection "no times", beside those of "the machine". With a wide tolerance fewer
    /// samples are enough.
    /// </summary>
    public void MeasureBesideOthers()
    {
        Environment["PERFGATE_LOCKS"] = Directory.CreateDirectory(PathOf("obj/locks")).FullName;
        _always = ["PerfGateTolerance=0.5"];
    }

    /// <summary>The folder to run in; null for the project's own.</summary>
    public string? Folder { get; set; }

    /// <summary>The verdict that the last gate wrote.</summary>
    public Verdict Verdict =>
        JsonFile.Read(Output("verdict.json"), PerfGateJson.Default.Verdict, "verdict.schema.json");

    /// <summary>The measurement that the last gate wrote.</summary>
    public Measurement Measurement =>
        JsonFile.Read(Output("measurement.json"), PerfGateJson.Default.Measurement, "measurement.schema.json");

    /// <summary>Absolute path of a file in the project.</summary>
    public string PathOf(string name) => Path.Combine(_root, name);

    /// <summary>Absolute path of a file that the gate writes.</summary>
    public string Output(string name) => Path.Combine(_root, "artifacts", "perfgate", name);

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

    /// <summary>Makes a repository of the project, and commits its files as <c>main</c>.</summary>
    /// <param name="branch">A branch to go on with; null to stay on <c>main</c>.</param>
    /// <returns>The commit.</returns>
    public async Task<string> InitAsync(string? branch = null)
    {
        Write(".gitignore", "obj/\nbin/\nartifacts/\nlocks/\n");
        await GitAsync("init", "--quiet");
        var commit = await CommitAsync("a base");
        if (branch is not null)
            await GitAsync("checkout", "--quiet", "-b", branch);
        return commit;
    }

    /// <summary>Commits all that has changed.</summary>
    /// <returns>The commit.</returns>
    public async Task<string> CommitAsync(string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message", message);
        return await GitAsync("rev-parse", "HEAD");
    }

    /// <summary>Runs perfgate in the project.</summary>
    public async Task<BuildResult> PerfGateAsync(params string[] arguments) =>
        new(await RunAsync("dotnet", [Checkout.Runner, .. arguments]));

    /// <summary>
    /// Runs a target on the host device, by <c>dotnet msbuild</c>: as <c>dotnet build</c> does, but for the restore,
    /// which these projects without packages need for no target of the gate.
    /// </summary>
    public async Task<BuildResult> TargetAsync(string target, params string[] properties) =>
        new(await RunAsync("dotnet", ["msbuild", "-v:m", .. Arguments(target, properties)]));

    /// <summary>Runs <c>dotnet build</c> with a target on the host device, as a user does.</summary>
    public async Task<BuildResult> BuildAsync(string target, params string[] properties) =>
        OperatingSystem.IsLinux()
            ? new(await RunAsync("env", [ActOnSignals, "dotnet", "build", .. Arguments(target, properties)]))
            : new(await RunAsync("dotnet", ["build", .. Arguments(target, properties)]));

    /// <summary>Starts <c>dotnet</c> in the project, and lets it run.</summary>
    public Process Start(IEnumerable<string> arguments) =>
        OperatingSystem.IsLinux()
            ? Start("env", [ActOnSignals, "dotnet", .. arguments])
            : Start("dotnet", arguments);

    /// <summary>
    /// Gives the project a baseline of its kernels. All tests have the same one: it is measured by the first of them.
    /// </summary>
    public async Task BaselineAsync()
    {
        await OneBaseline.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _baseline ??= await MeasuredBaselineAsync();
        }
        finally
        {
            OneBaseline.Release();
        }

        Directory.CreateDirectory(PathOf("baselines"));
        Write(Path.Combine("baselines", _baseline.Value.Name), _baseline.Value.Text);
    }

    // Repeated where other programs of the test machine left a case without a steady run, as the error then asks for.
    private static async Task<(string Name, string Text)> MeasuredBaselineAsync()
    {
        using var project = new GateProject();
        var measured = await project.TargetAsync("PerfGateBaseline");
        for (
            var repeated = 0;
            repeated < 2
                && measured.ExitCode != 0
                && measured.Output.Contains("Measure on a quieter machine", StringComparison.Ordinal);
            repeated++
        )
        {
            TestContext.Current.AddWarning($"The baseline was measured again, after this:\n{measured.Output}");
            measured = await project.TargetAsync("PerfGateBaseline");
        }

        Assert.True(measured.ExitCode == 0, measured.Output);
        var file = Assert.Single(Directory.GetFiles(project.PathOf("baselines"), "host-*.json"));
        return (Path.GetFileName(file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
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
        var start = new ProcessStartInfo("dotnet", [Checkout.Runner, "worker"])
        {
            // A worker leaves when its standard input ends.
            WorkingDirectory = _root,
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

    /// <inheritdoc/>
    public void Dispose() => GateFolders.Return(_root);

    private IEnumerable<string> Arguments(string target, string[] properties) =>
        ["-t:" + target, "-tl:off", "-p:PerfGateDevice=host", .. _always.Concat(properties).Select(p => "-p:" + p)];

    private Process Start(string program, IEnumerable<string> arguments) =>
        Programs.Start(program, arguments, Folder ?? _root, [.. Inherited, .. Environment.Select(Variable)]);

    private static KeyValuePair<string, string?> Variable(KeyValuePair<string, string> variable) =>
        new(variable.Key, variable.Value);

    private async Task<(int Exit, string Output)> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        var result = await process.ResultAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode, result.Text);
    }
}

/// <summary>What a build printed and exited with.</summary>
/// <param name="ExitCode">0 where it succeeded.</param>
/// <param name="Output">Both streams.</param>
public sealed record BuildResult(int ExitCode, string Output)
{
    /// <summary>Of a pair.</summary>
    public BuildResult((int ExitCode, string Output) result)
        : this(result.ExitCode, result.Output)
    {
    }

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
