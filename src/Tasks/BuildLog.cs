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
            default:
                log.LogMessage(null, diagnostic.Code, null, file, line, column, 0, 0, MessageImportance.High, "{0}", diagnostic.PlainMessage);
                break;
        }
    }
}
