namespace PerfGate.Core.Kernels.Elf;

/// <summary>A place in a section that depends on where a symbol ends up.</summary>
/// <param name="Offset">The place, bytes from the section's start.</param>
/// <param name="Type">How the symbol enters, by the machine's numbering.</param>
/// <param name="Symbol">Index of the symbol.</param>
/// <param name="Addend">What is added to the symbol; 0 where it is in the section's bytes.</param>
public sealed record ElfRelocation(long Offset, uint Type, int Symbol, long Addend);
