using System.Collections;
using System.Collections.Concurrent;
using Microsoft.Build.Framework;

namespace PerfGate.Tasks.Tests;

/// <summary>Keeps what a task logs.</summary>
internal sealed class RecordingEngine : IBuildEngine
{
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<string> _messages = new();

    /// <summary>Errors in canonical form.</summary>
    public IReadOnlyList<string> Errors => [.. _errors];

    public IReadOnlyList<string> Warnings => [.. _warnings];

    public IReadOnlyList<string> Messages => [.. _messages];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "test.proj";

    public void LogErrorEvent(BuildErrorEventArgs e) =>
        _errors.Enqueue($"{e.File}({e.LineNumber},{e.ColumnNumber}): {e.Code}: {e.Message}");

    public void LogWarningEvent(BuildWarningEventArgs e) =>
        _warnings.Enqueue($"{e.File}({e.LineNumber},{e.ColumnNumber}): {e.Code}: {e.Message}");

    public void LogMessageEvent(BuildMessageEventArgs e) => _messages.Enqueue(e.Message ?? "");

    public void LogCustomEvent(CustomBuildEventArgs e) => _messages.Enqueue(e.Message ?? "");

    public bool BuildProjectFile(
        string projectFileName,
        string[] targetNames,
        IDictionary globalProperties,
        IDictionary targetOutputs
    ) => false;
}
