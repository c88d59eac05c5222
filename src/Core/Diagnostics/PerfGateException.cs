namespace PerfGate.Core.Diagnostics;

/// <summary>
/// An expected failure: bad input, a missing tool, a refused operation. Printed as its diagnostics, without a stack
/// trace.
/// </summary>
public sealed class PerfGateException : Exception
{
    /// <summary>Creates the failure from one diagnostic.</summary>
    /// <param name="diagnostic">What is wrong, and what to do about it.</param>
    /// <param name="exitCode">What the process should exit with.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public PerfGateException(Diagnostic diagnostic, ExitCode exitCode, Exception? innerException = null)
        : this([diagnostic], exitCode, innerException)
    {
    }

    /// <summary>Creates the failure from all that was found at once, so that a user can fix it in one go.</summary>
    /// <param name="diagnostics">At least one diagnostic.</param>
    /// <param name="exitCode">What the process should exit with.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public PerfGateException(IReadOnlyList<Diagnostic> diagnostics, ExitCode exitCode, Exception? innerException = null)
        : base(string.Join(Environment.NewLine, diagnostics), innerException)
    {
        ArgumentOutOfRangeException.ThrowIfZero(diagnostics.Count);
        Diagnostics = diagnostics;
        ExitCode = exitCode;
    }

    /// <summary>What was found, at least one.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>What the process should exit with.</summary>
    public ExitCode ExitCode { get; }
}

/// <summary>What <c>perfgate</c> exits with; scripts rely on the numbers.</summary>
public enum ExitCode
{
    /// <summary>Passed.</summary>
    Passed = 0,

    /// <summary>A proven regression.</summary>
    Regression = 1,

    /// <summary>Usage, configuration or an input file.</summary>
    Usage = 2,

    /// <summary>The environment: no device, no right to lock, throttled throughout.</summary>
    Environment = 3,

    /// <summary>An incorrect, missing or failed case.</summary>
    Incorrect = 4,

    /// <summary>Inconclusive, where the policy says that this fails.</summary>
    Inconclusive = 5,

    /// <summary>Could not publish; the verdict is unchanged and printed.</summary>
    Publish = 6,

    /// <summary>Nothing was compared, where a comparison was expected and the policy says that this fails.</summary>
    NothingCompared = 7,

    /// <summary>The change decides how the gate itself runs, and nobody accepted that.</summary>
    NeedsReview = 8,

    /// <summary>A fault of PerfGate itself.</summary>
    Internal = 9,
}

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
