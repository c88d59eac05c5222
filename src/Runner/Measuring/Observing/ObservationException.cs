namespace PerfGate.Runner.Measuring.Observing;

/// <summary>A command could not be observed: it failed, or what it left is of no use.</summary>
/// <param name="message">What happened and what to do, one line, the subject being the command or a clause.</param>
internal sealed class ObservationException(string message) : Exception(message);
