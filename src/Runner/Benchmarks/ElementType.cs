namespace PerfGate.Runner.Benchmarks;

/// <summary>Element types of buffers and scalars.</summary>
internal enum ElementType
{
    F16,
    BF16,
    F32,
    F64,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
}

/// <summary>Facts about <see cref="ElementType"/>.</summary>
internal static class ElementTypes
{
    /// <summary>Size of one element, bytes.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.I8 or ElementType.U8 => 1,
        ElementType.F16 or ElementType.BF16 or ElementType.I16 or ElementType.U16 => 2,
        ElementType.F32 or ElementType.I32 or ElementType.U32 => 4,
        ElementType.F64 or ElementType.I64 or ElementType.U64 => 8,
    };

    /// <summary>Whether elements are floating-point.</summary>
    public static bool IsFloatingPoint(this ElementType type) =>
        type is ElementType.F16 or ElementType.BF16 or ElementType.F32 or ElementType.F64;
}
