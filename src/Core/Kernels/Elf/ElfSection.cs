namespace PerfGate.Core.Kernels.Elf;

/// <summary>A section of an object file.</summary>
/// <param name="Index">Its index in the section table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>sh_type</c>.</param>
/// <param name="Flags"><c>sh_flags</c>.</param>
/// <param name="Size">Its size, bytes; what a section without content would occupy.</param>
/// <param name="Link"><c>sh_link</c>.</param>
/// <param name="Info"><c>sh_info</c>.</param>
/// <param name="Alignment"><c>sh_addralign</c>, bytes.</param>
/// <param name="EntrySize"><c>sh_entsize</c>, bytes.</param>
/// <param name="Content">Its bytes; empty for a section without content.</param>
public sealed record ElfSection(
    int Index, string Name, uint Type, ulong Flags, long Size, uint Link, uint Info, ulong Alignment, long EntrySize,
    ReadOnlyMemory<byte> Content)
{
    // Names and values of the ELF specification (System V ABI, chapter 4).
    internal const uint SymbolTable = 2;
    internal const uint RelocationsWithAddend = 4;
    internal const uint NoContent = 8;
    internal const uint Relocations = 9;
    internal const ulong Mergeable = 0x10;
    internal const ulong Strings = 0x20;
}
