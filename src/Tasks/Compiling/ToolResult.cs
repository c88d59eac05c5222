namespace PerfGate.Tasks.Compiling;

/// <summary>How a run of a tool ended.</summary>
/// <param name="ExitCode">Its exit code; -1 where it could not be started.</param>
/// <param name="Lines">What it printed.</param>
internal sealed record ToolResult(int ExitCode, IReadOnlyList<string> Lines);
