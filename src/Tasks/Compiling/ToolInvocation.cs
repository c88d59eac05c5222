using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// One run of a compiler: its lines are kept for parsing rather than logged, and a failure is left to the caller to put
/// into words. Cancelling ends the process with all of its children.
/// </summary>
internal sealed class ToolInvocation : ToolTask
{
    private readonly string tool;
    private readonly string arguments;
    private readonly string workingDirectory;
    private readonly ToolLines lines = new();

    /// <summary>Prepares a run.</summary>
    /// <param name="engine">Where the command line is logged.</param>
    /// <param name="tool">The executable, absolute.</param>
    /// <param name="arguments">Its arguments, quoted.</param>
    /// <param name="workingDirectory">Where it runs; no directory of this process is changed.</param>
    /// <param name="temporary">Where it may put temporary files; null for the user's own place.</param>
    public ToolInvocation(IBuildEngine engine, string tool, CommandLineBuilder arguments, string workingDirectory, string? temporary = null)
    {
        BuildEngine = engine;
        this.tool = tool;
        this.arguments = arguments.ToString();
        this.workingDirectory = workingDirectory;
        // Messages are parsed, so they must be the untranslated ones. A killed compiler leaves its temporary files behind:
        // in a place of its own they go with it.
        EnvironmentVariables = temporary is null
            ? ["LC_ALL=C"]
            : ["LC_ALL=C", $"TMPDIR={temporary}", $"TMP={temporary}", $"TEMP={temporary}"];
    }

    /// <summary>What it printed, line by line, both streams.</summary>
    public IReadOnlyList<string> Lines => lines.All;

    protected override string ToolName => Path.GetFileName(tool);

    protected override string GenerateFullPathToTool() => tool;

    protected override string GenerateCommandLineCommands() => arguments;

    protected override string GetWorkingDirectory() => workingDirectory;

    protected override void LogEventsFromTextOutput(string singleLine, MessageImportance messageImportance) => lines.Add(singleLine);

    protected override void LogToolCommand(string message) => Log.LogMessage(MessageImportance.Low, message);

    protected override bool HandleTaskExecutionErrors() => false;
}
