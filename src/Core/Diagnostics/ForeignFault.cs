namespace PerfGate.Core.Diagnostics;

/// <summary>
/// Where foreign data comes in, whatever goes wrong is the data's fault and is reported so. A list of exception types
/// would always lack one.
/// </summary>
public static class ForeignFault
{
    /// <summary>
    /// Whether an exception is to be reported as a fault of what was read. A reported one is not, nor is a lack of
    /// memory
    /// or a cancelled run.
    /// </summary>
    /// <param name="exception">What a reader threw.</param>
    public static bool Is(Exception exception) =>
        exception is not (PerfGateException or OutOfMemoryException or OperationCanceledException);
}
