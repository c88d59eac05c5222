using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tasks;

/// <summary>Puts diagnostics into the build's log, where editors and MSBuild find their file and line.</summary>
internal static class BuildLog
{
    /// <summary>Logs diagnostics in their order.</summary>
    public static void Write(TaskLoggingHelper log, IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Write(log, diagnostic);
    }

    /// <summary>
    /// Runs a task. Whatever it throws becomes an error of the log, so that no task ends with a stack trace.
    /// </summary>
    /// <param name="log">The task's log.</param>
    /// <param name="execute">What the task does.</param>
    /// <returns>What the task returns; false if it threw.</returns>
    public static bool Guard(TaskLoggingHelper log, Func<bool> execute)
    {
        try
        {
            return execute();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (PerfGateException e)
        {
            Write(log, e.Diagnostics);
            return false;
        }
#pragma warning disable CA1031 // Nothing catches it after this but MSBuild, which prints a trace.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Write(log, Internal(e));
            log.LogMessage(MessageImportance.Low, "{0}", e.ToString());
            return false;
        }
    }

    /// <summary>A fault of PerfGate itself as a diagnostic.</summary>
    /// <param name="exception">What was thrown.</param>
    public static Diagnostic Internal(Exception exception)
    {
        var cause = exception is AggregateException several ? several.Flatten().InnerExceptions[0] : exception;
        return DiagnosticCatalog.InternalError(
            $"{cause.GetType().Name}: {cause.Message.TrimEnd('.')}.",
            "Build again with -v:detailed and report the stack trace in the log."
        );
    }

    /// <summary>Logs one diagnostic.</summary>
    public static void Write(TaskLoggingHelper log, Diagnostic diagnostic)
    {
        var file = diagnostic.Location?.File ?? "perfgate";
        var (line, column) = (diagnostic.Location?.Line ?? 0, diagnostic.Location?.Column ?? 0);
        switch (diagnostic.Severity)
        {
            // The message is passed as an argument: a brace in it is a brace.
            case Severity.Error:
                log.LogError(null, diagnostic.Code, null, file, line, column, 0, 0, "{0}", diagnostic.PlainMessage);
                break;
            case Severity.Warning:
                log.LogWarning(null, diagnostic.Code, null, file, line, column, 0, 0, "{0}", diagnostic.PlainMessage);
                break;
            case Severity.Message:
                log.LogMessage(
                    null,
                    diagnostic.Code,
                    null,
                    file,
                    line,
                    column,
                    0,
                    0,
                    MessageImportance.High,
                    "{0}",
                    diagnostic.PlainMessage
                );
                break;
        }
    }
}
