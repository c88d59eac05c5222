namespace PerfGate.Core.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> weighs.</summary>
public enum Severity
{
    /// <summary>Stops the step or fails the gate.</summary>
    Error,

    /// <summary>Worth a person's attention; the gate goes on.</summary>
    Warning,

    /// <summary>Said for the record.</summary>
    Message,
}
