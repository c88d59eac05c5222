using System.Collections.Concurrent;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace PerfGate.Tasks.Compiling;

/// <summary>Runs compilers, several at a time, until cancelled.</summary>
internal sealed class CompilerRuns(IBuildEngine engine, string workingDirectory) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ConcurrentDictionary<ToolInvocation, bool> _running = new();

    /// <summary>Cancelled when the build is.</summary>
    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>The directory that compilers run in, so that what they print and record is relative to it.</summary>
    public string WorkingDirectory => workingDirectory;

    /// <summary>Runs a tool to its end.</summary>
    /// <param name="tool">The executable, absolute.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="temporary">
    /// Where it may put temporary files; removed afterwards. Null for the user's own place.
    /// </param>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public ToolResult Run(string tool, CommandLineBuilder arguments, string? temporary = null)
    {
        if (temporary is not null)
            Directory.CreateDirectory(temporary);
        var invocation = new ToolInvocation(engine, tool, arguments, workingDirectory, temporary);
        _running[invocation] = true;
        try
        {
            Cancelled.ThrowIfCancellationRequested();
            var ran = invocation.Execute();
            Cancelled.ThrowIfCancellationRequested();
            // A tool that could not be started has no exit code of its own.
            return new(ran ? 0 : invocation.ExitCode is 0 ? -1 : invocation.ExitCode, invocation.Lines);
        }
        finally
        {
            _running.TryRemove(invocation, out _);
            if (temporary is not null && Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Ends every running tool with its children and refuses new ones.</summary>
    public void Cancel()
    {
        _cancellation.Cancel();
        foreach (var invocation in _running.Keys)
            invocation.Cancel();
    }

    public void Dispose() => _cancellation.Dispose();
}
