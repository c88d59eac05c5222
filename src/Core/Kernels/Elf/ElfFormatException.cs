namespace PerfGate.Core.Kernels.Elf;

/// <summary>Bytes that are not the object file that they should be.</summary>
public sealed class ElfFormatException(string message) : Exception(message);
