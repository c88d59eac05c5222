namespace PerfGate.Runner.Devices.Cuda.Cupti;

/// <summary>CUPTI is missing, refuses, or loses records: its clock cannot be used, and the events can.</summary>
internal sealed class CuptiException(string message) : Exception(message);
