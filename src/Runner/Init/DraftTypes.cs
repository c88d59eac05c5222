using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Init;

/// <summary>C++ types as manifests and functions of expected outputs know them.</summary>
internal static class DraftTypes
{
    /// <summary>The element type; null if manifests have none for it.</summary>
    /// <param name="type">The type in the source, without const and pointers.</param>
    public static ElementType? Of(string type) =>
        string.Join(' ', type.Split(' ').Where(w => w != "signed").Order(StringComparer.Ordinal)) switch
        {
            "half" or "__half" => ElementType.F16,
            "__nv_bfloat16" or "nv_bfloat16" => ElementType.BF16,
            "float" => ElementType.F32,
            "double" => ElementType.F64,
            "char" or "int8_t" => ElementType.I8,
            "char unsigned" or "uint8_t" or "bool" or "uchar" => ElementType.U8,
            "short" or "int short" or "int16_t" => ElementType.I16,
            "short unsigned" or "uint16_t" or "ushort" => ElementType.U16,
            "int" or "int32_t" => ElementType.I32,
            "unsigned" or "int unsigned" or "uint32_t" or "uint" => ElementType.U32,
            "long" or "int long" or "long long" or "int64_t" or "ptrdiff_t" => ElementType.I64,
            "long unsigned" or "long long unsigned" or "uint64_t" or "size_t" => ElementType.U64,
            _ => null,
        };

    /// <summary>What a function of expected outputs takes for an array.</summary>
    public static string ArrayOf(ElementType type) => type.IsFloatingPoint() ? "double" : "std::int64_t";

    /// <summary>What a function of expected outputs takes for a number.</summary>
    public static string NumberOf(ElementType type) =>
        type switch
        {
            ElementType.F16 or ElementType.BF16 or ElementType.F32 => "float",
            ElementType.F64 => "double",
            ElementType.I8 => "std::int8_t",
            ElementType.U8 => "std::uint8_t",
            ElementType.I16 => "std::int16_t",
            ElementType.U16 => "std::uint16_t",
            ElementType.I32 => "std::int32_t",
            ElementType.U32 => "std::uint32_t",
            ElementType.I64 => "std::int64_t",
            ElementType.U64 => "std::uint64_t",
        };
}
