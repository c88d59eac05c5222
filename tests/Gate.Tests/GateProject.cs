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
    internal const string ActOnSignals = "--default-signal=INT,HUP,TERM";

    // Overwriting the caches before each sample takes longer than these kernels do.
    private const string Hot = "\"schemaVersion\": 1, \"cache\": \"hot\"";

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

    private readonly string _taken = GateFolders.Take();
    private readonly string _root;

    /// <summary>Writes the project's files.</summary>
    /// <param name="folder">The name of a folder of its own below the one that is taken; null for the latter.</param>
    public GateProject(string? folder = null)
    {
        _root = folder is null ? _taken : Directory.CreateDirectory(Path.Combine(_taken, folder)).FullName;
        Write("kernels.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <PerfGateRunner>{Checkout.Runner}</PerfGateRunner>
                <PerfGateTasksAssembly>{Checkout.Tasks}</PerfGateTasksAssembly>
                <PerfGateHostFlags>{PrecompiledHeader.HostFlags}</PerfGateHostFlags>
              </PropertyGroup>
              <ItemGroup><CudaKernel Include="*.cu" /></ItemGroup>
              <UsingTask Condition="'$(PerfGateTestTasks)' != ''" TaskName="PerfGate.Tests.WarmBuilds.RunPerfGate"
                         AssemblyFile="$(PerfGateTestTasks)" Override="true" />
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
        Policy();
    }

    /// <summary>Variables of the environment for what is run.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// For tests whose times nobody judges. The project gets device locks of its own, so that its gates do not wait for
    /// those of other tests: they run in the collections "no times" and "processes", beside those of "the machine".
    /// </summary>
    public void MeasureBesideOthers()
    {
        Environment["PERFGATE_LOCKS"] = Directory.CreateDirectory(PathOf("obj/locks")).FullName;
        JudgeNoTimes();
    }

    /// <summary>
    /// Writes a policy with the widest tolerance: few samples are enough for it, and a busy machine throws no run away.
    /// </summary>
    public void JudgeNoTimes() => Policy("\"tolerance\": { \"host\": 10 }");

    /// <summary>Writes the policy.</summary>
    /// <param name="fields">Its fields, but for those of every project of these tests.</param>
    public void Policy(string fields = "") =>
        Write("perfgate.json", $"{{ {Hot}{(fields.Length > 0 ? ", " : "")}{fields} }}\n");

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

    /// <summary>Runs perfgate in the project, in a process that stays (<see cref="WarmBuild"/>).</summary>
    public Task<BuildResult> WarmPerfGateAsync(params string[] arguments) => WarmAsync(arguments, Checkout.Runner);

    /// <summary>
    /// Runs a target on the host device, by MSBuild: as <c>dotnet build</c> does, but for the restore, which these
    /// projects without packages need for no target of the gate. Its process stays (<see cref="WarmBuild"/>).
    /// </summary>
    public Task<BuildResult> TargetAsync(string target, params string[] properties) =>
        WarmAsync(["-v:m", .. Arguments(target, properties), $"-p:PerfGateTestTasks={WarmBuild.Assembly}"]);

    /// <summary>As <see cref="TargetAsync"/>, with processes of its own, as a user has them.</summary>
    public async Task<BuildResult> MSBuildAsync(string target, params string[] properties) =>
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

    /// <summary>As <see cref="Start(IEnumerable{string})"/>, as the leader of a process group of its own.</summary>
    public Process StartGroup(IEnumerable<string> arguments) =>
        Start("setsid", ["env", ActOnSignals, "dotnet", .. arguments]);

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

    /// <inheritdoc/>
    public void Dispose() => GateFolders.Return(_taken);

    private static IEnumerable<string> Arguments(string target, string[] properties) =>
        ["-t:" + target, "-tl:off", "-p:PerfGateDevice=host", .. properties.Select(p => "-p:" + p)];

    private Dictionary<string, string?> Variables
    {
        get
        {
            var variables = new Dictionary<string, string?>(Inherited, StringComparer.Ordinal);
            foreach (var (name, value) in Environment)
                variables[name] = value;
            return variables;
        }
    }

    private Process Start(string program, IEnumerable<string> arguments) =>
        Programs.Start(program, arguments, Folder ?? _root, Variables);

    private async Task<BuildResult> WarmAsync(string[] arguments, string? runner = null)
    {
        var request = new WarmRequest(Folder ?? _root, Variables, arguments, runner);
        var result = await WarmBuild.RunAsync(request, TestContext.Current.CancellationToken);
        return new(result.ExitCode, result.Text);
    }

    private async Task<(int Exit, string Output)> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments);
        var result = await process.ResultAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode, result.Text);
    }
}

/// <summary>What a build printed and exited with.</summary>
/// <param name="ExitCode">0 if it succeeded.</param>
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
