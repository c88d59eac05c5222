using System.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// One run of a compiler: its lines are kept for parsing rather than logged, and a failure is left to the caller to put
/// into words. Cancelling ends the process with all of its children.
/// </summary>
internal sealed class ToolInvocation : ToolTask
{
    // No kernel takes as long, and a compiler that hangs would hold up the build for good.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(30);

    private readonly string _tool;
    private readonly string _arguments;
    private readonly string _workingDirectory;
    private readonly ToolLines _lines = new();

    /// <summary>Prepares a run.</summary>
    /// <param name="engine">Where the command line is logged.</param>
    /// <param name="tool">The executable, absolute.</param>
    /// <param name="arguments">Its arguments, quoted.</param>
    /// <param name="workingDirectory">Where it runs; no directory of this process is changed.</param>
    /// <param name="temporary">Where it may put temporary files; null for the user's own place.</param>
    /// <param name="limit">How long it may take before it is ended with its children; half an hour where null.</param>
    public ToolInvocation(
        IBuildEngine engine,
        string tool,
        CommandLineBuilder arguments,
        string workingDirectory,
        string? temporary = null,
        TimeSpan? limit = null
    )
    {
        BuildEngine = engine;
        Timeout = (int)(limit ?? LongestRun).TotalMilliseconds;
        _tool = tool;
        _arguments = arguments.ToString();
        _workingDirectory = workingDirectory;
        // Messages are parsed, so they must be the untranslated ones. A killed compiler leaves its temporary files
        // behind: in a place of its own they go with it.
        EnvironmentVariables = temporary is null
            ? ["LC_ALL=C"]
            : ["LC_ALL=C", $"TMPDIR={temporary}", $"TMP={temporary}", $"TEMP={temporary}"];
    }

    /// <summary>What it printed, line by line, both streams.</summary>
    public IReadOnlyList<string> Lines => _lines.All;

    /// <inheritdoc/>
    public override bool Execute()
    {
        var watch = Stopwatch.StartNew();
        var ran = base.Execute();
        // As compilers say what has no place, so that it becomes an error at the source.
        if (!ran && watch.ElapsedMilliseconds >= Timeout)
            _lines.Add($"fatal error: {ToolName} did not end within {Timeout / 60_000.0:0.##} minutes and was ended");
        return ran;
    }

    protected override string ToolName => Path.GetFileName(_tool);

    protected override string GenerateFullPathToTool() => _tool;

    protected override string GenerateCommandLineCommands() => _arguments;

    protected override string GetWorkingDirectory() => _workingDirectory;

    protected override void LogEventsFromTextOutput(string singleLine, MessageImportance messageImportance) =>
        _lines.Add(singleLine);

    protected override void LogToolCommand(string message) => Log.LogMessage(MessageImportance.Low, message);

    protected override bool HandleTaskExecutionErrors() => false;
}
