namespace PerfGate.Core.Files.Schemas;

/// <summary>One field of an object.</summary>
/// <param name="Name">Its name, UTF-8.</param>
/// <param name="Value">What its value must be.</param>
internal sealed record SchemaField(byte[] Name, SchemaNode Value);
