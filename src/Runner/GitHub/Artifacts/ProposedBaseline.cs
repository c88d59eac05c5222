namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>A baseline that is proposed, as bytes that fit the schema.</summary>
/// <param name="Device">The device slug that it is for.</param>
/// <param name="Content">The file.</param>
internal sealed record ProposedBaseline(string Device, ReadOnlyMemory<byte> Content);
