using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner;

/// <summary>
/// The last place that an exception can reach. What is expected is printed as its diagnostics. Anything else is a
/// fault of PerfGate:
/// it gets a code and a short text, and its stack trace only where it was asked for.
/// </summary>
internal static class LastHandler
{
    /// <summary>The option that asks for stack traces.</summary>
    public const string Option = "--verbose";

    /// <summary>Set to 1 it asks for stack traces too, also of the processes that this one starts.</summary>
    public const string Variable = "PERFGATE_VERBOSE";

    /// <summary>Handles what no thread has caught; without it the runtime prints a trace and aborts.</summary>
    public static void Install() => AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    {
        if (unhandled.ExceptionObject is Exception e)
            Environment.Exit((int)Tell(e, Console.Error));
    };

    /// <summary>Passes <see cref="Option"/> on to the processes that this one starts.</summary>
    /// <param name="arguments">The command line.</param>
    public static void Follow(IEnumerable<string> arguments)
    {
        if (arguments.TakeWhile(a => a != "--").Contains(Option))
            Environment.SetEnvironmentVariable(Variable, "1");
    }

    /// <summary>Prints what went wrong.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="error">Where to print it.</param>
    /// <returns>What to exit with.</returns>
    public static ExitCode Tell(Exception exception, TextWriter error)
    {
        var expected = Expected(exception);
        foreach (var diagnostic in expected?.Diagnostics ?? [Internal(exception)])
            BuildEnvironment.Print(diagnostic, error);
        if (Environment.GetEnvironmentVariable(Variable) == "1")
            error.WriteLine(exception);
        return expected?.ExitCode ?? ExitCode.Internal;
    }

    // A task that ran beside others wraps what it threw.
    private static PerfGateException? Expected(Exception exception) => exception switch
    {
        PerfGateException expected => expected,
        AggregateException several when several.Flatten().InnerExceptions is [var only] => Expected(only),
        OperationCanceledException => new(DiagnosticCatalog.CommandCancelled(), ExitCode.Environment),
        OutOfMemoryException => new(DiagnosticCatalog.OutOfMemory(), ExitCode.Environment),
        _ => null,
    };

    private static Diagnostic Internal(Exception exception) => DiagnosticCatalog.InternalError(
        $"{exception.GetType().Name}: {exception.Message.TrimEnd('.')}.",
        Environment.GetEnvironmentVariable(Variable) == "1"
            ? "Report it with the trace below."
            : $"Run the same again with {Option} and report what it prints.");
}
