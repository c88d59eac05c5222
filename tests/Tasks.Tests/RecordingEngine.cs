using System.Collections;
using System.Collections.Concurrent;
using Microsoft.Build.Framework;

namespace PerfGate.Tasks.Tests;

/// <summary>Keeps what a task logs.</summary>
internal sealed class RecordingEngine : IBuildEngine
{
    private readonly ConcurrentQueue<string> errors = new();
    private readonly ConcurrentQueue<string> warnings = new();
    private readonly ConcurrentQueue<string> messages = new();

    /// <summary>Errors in canonical form.</summary>
    public IReadOnlyList<string> Errors => [.. errors];

    public IReadOnlyList<string> Warnings => [.. warnings];

    public IReadOnlyList<string> Messages => [.. messages];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "test.proj";

    public void LogErrorEvent(BuildErrorEventArgs e) =>
        errors.Enqueue($"{e.File}({e.LineNumber},{e.ColumnNumber}): {e.Code}: {e.Message}");

    public void LogWarningEvent(BuildWarningEventArgs e) =>
        warnings.Enqueue($"{e.File}({e.LineNumber},{e.ColumnNumber}): {e.Code}: {e.Message}");

    public void LogMessageEvent(BuildMessageEventArgs e) => messages.Enqueue(e.Message ?? "");

    public void LogCustomEvent(CustomBuildEventArgs e) => messages.Enqueue(e.Message ?? "");

    public bool BuildProjectFile(
        string projectFileName,
        string[] targetNames,
        IDictionary globalProperties,
        IDictionary targetOutputs
    ) => false;
}
