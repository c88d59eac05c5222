namespace PerfGate.Core.Kernels.Elf;

/// <summary>A symbol of an object file.</summary>
/// <param name="Name">Its name; empty for a section's own symbol.</param>
/// <param name="Section">The index of the section that defines it; 0 where it is not defined here.</param>
/// <param name="Value">Its offset in that section, bytes.</param>
/// <param name="Size">Its size, bytes; 0 where not stated.</param>
/// <param name="Type">The type out of <c>st_info</c>.</param>
/// <param name="Other"><c>st_other</c>, which in a cubin marks the kernels.</param>
public sealed record ElfSymbol(string Name, int Section, long Value, long Size, int Type, byte Other)
{
    /// <summary>The type of a function: <c>STT_FUNC</c>.</summary>
    public const int Function = 2;
    internal const int SectionItself = 3;

    // STO_CUDA_ENTRY, as nvdisasm and cuobjdump print it for every __global__ function.
    private const byte CudaEntry = 0x10;

    /// <summary>Whether the symbol is a kernel of a cubin.</summary>
    public bool IsCudaEntry => Type == Function && Section != 0 && (Other & CudaEntry) != 0;
}
