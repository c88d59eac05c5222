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
