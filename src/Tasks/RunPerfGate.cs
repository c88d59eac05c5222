using System.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files.Locks;
using PerfGate.Core.Kernels;
using PerfGate.Tasks.Compiling;
using PerfGate.Tasks.Running;

namespace PerfGate.Tasks;

/// <summary>
/// Runs one command of <c>perfgate</c>. Its lines go into the build's log as they come; its diagnostics become errors
/// and warnings at their file and line. A cancelled build lets it put back what it locked before it is ended.
/// </summary>
// Not sealed: the tests have one that differs in a single step, starting the process.
public class RunPerfGate : ToolTask
{
    // MSBuild itself waits half a minute for a cancelled task; a worker is given up well before that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // What perfgate's diagnostics begin with: kernels and compilers, whose text it quotes, do not know it.
    private readonly string _word = Guid.NewGuid().ToString("N");

    private Process? _process;
    private bool _cancelled;

    /// <summary>The perfgate executable, or its <c>.dll</c>, which the SDK's host runs.</summary>
    [Required]
    public string Runner { get; set; } = "";

    /// <summary>The command, such as <c>run</c> or <c>baseline update</c>.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>Where it runs: paths in messages are relative to it.</summary>
    [Required]
    public string WorkingDirectory { get; set; } = "";

    /// <summary>The options, each with its metadata <c>Value</c>; one without a value is left out.</summary>
    public ITaskItem[] Options { get; set; } = [];

    /// <summary>The arguments after the options: manifests.</summary>
    public ITaskItem[] Arguments { get; set; } = [];

    /// <summary>The <c>dotnet</c> executable; empty for the one on the PATH.</summary>
    public string? DotNetHost { get; set; }

    /// <summary>
    /// nvcc, by name or path, as the compile step was given it, so that the command uses the same; empty for none.
    /// </summary>
    public string? Nvcc { get; set; }

    /// <summary>Folders to look for included files in, as the compile step was given them.</summary>
    public ITaskItem[] IncludeDirectories { get; set; } = [];

    /// <summary>Names the folders that the build holds for its gate, which the command may then use.</summary>
    public string? Held { get; set; }

    /// <inheritdoc/>
    protected override string ToolName => "perfgate";

    /// <inheritdoc/>
    protected override MessageImportance StandardOutputLoggingImportance => MessageImportance.High;

    /// <inheritdoc/>
    protected override MessageImportance StandardErrorLoggingImportance => MessageImportance.High;

    private bool IsManaged => Runner.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Execute() => BuildLog.Guard(Log, RunCommand);

    private bool RunCommand()
    {
        if (!File.Exists(Runner))
        {
            BuildLog.Write(Log, DiagnosticCatalog.RunnerMissing(Runner));
            return false;
        }

        EnvironmentVariables =
        [
            $"{RunnerEnvironment.Diagnostics}={_word}",
            $"{RunnerEnvironment.Parent}={Environment.ProcessId}",
            .. RunnerEnvironment.TerminalColumns() is { } columns
                ? [$"{RunnerEnvironment.Columns}={columns}"]
                : (string[])[],
            .. string.IsNullOrEmpty(Nvcc) ? (string[])[] : [$"{CudaToolkit.Variable}={Nvcc}"],
            .. IncludeDirectories.Length == 0
                ? (string[])[]
                : [$"{SourceTree.DirectoriesVariable}={string.Join(Path.PathSeparator, Includes())}"],
            .. string.IsNullOrEmpty(Held) ? (string[])[] : [$"{OwnedLock.HeldVariable}={Held}"],
        ];
        return base.Execute();
    }

    // Those of the repository are the tree's own, also where the tree is a base commit.
    private IEnumerable<string> Includes()
    {
        var paths = new SourcePaths(WorkingDirectory);
        return IncludeDirectories.Select(d => paths.Relative(d.GetMetadata("FullPath")));
    }

    /// <inheritdoc/>
    public override void Cancel()
    {
        _cancelled = true;
        if (_process is { } running)
            ProcessSignals.EndGently(running, Patience);
        base.Cancel();
    }

    /// <inheritdoc/>
    protected override string GenerateFullPathToTool() =>
        !IsManaged ? Path.GetFullPath(Runner) : string.IsNullOrEmpty(DotNetHost) ? "dotnet" : DotNetHost;

    /// <inheritdoc/>
    protected override string GetWorkingDirectory() => WorkingDirectory;

    /// <inheritdoc/>
    protected override string GenerateCommandLineCommands()
    {
        var line = new CommandLineBuilder();
        if (IsManaged)
            line.AppendFileNameIfNotNull(Runner);
        line.AppendSwitch(Command);
        foreach (var option in Options)
            line.AppendSwitchIfNotNull(
                option.ItemSpec + " ",
                option.GetMetadata("Value") is { Length: > 0 } value ? value : null
            );
        foreach (var argument in Arguments)
            line.AppendFileNameIfNotNull(argument.ItemSpec);
        return line.ToString();
    }

    /// <inheritdoc/>
    protected override Process StartToolProcess(Process proc)
    {
        _process = base.StartToolProcess(proc);
        return _process;
    }

    /// <inheritdoc/>
    protected override void LogToolCommand(string message) => Log.LogMessage(MessageImportance.Low, message);

    /// <inheritdoc/>
    protected override void LogEventsFromTextOutput(string singleLine, MessageImportance messageImportance)
    {
        if (RunnerEnvironment.TextIn(_word, singleLine) is { } text && DiagnosticLine.Parse(text) is { } diagnostic)
            BuildLog.Write(Log, diagnostic);
        else
            Log.LogMessage(messageImportance, "{0}", singleLine);
    }

    // The errors of a failing verdict say it; "exited with code 1" after them would say nothing. Nor would it of a
    // build that somebody cancelled.
    /// <inheritdoc/>
    protected override bool HandleTaskExecutionErrors()
    {
        if (!Log.HasLoggedErrors && ExitCode != 0 && !_cancelled)
            BuildLog.Write(Log, DiagnosticCatalog.RunnerFailed(Command, ExitCode));
        return false;
    }
}
