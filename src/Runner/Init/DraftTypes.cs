using PerfGate.Core.Kernels.Outlines;
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
            "long unsigned" or "long long unsigned" or "uint64_t" or "size_t" or "ulong" => ElementType.U64,
            _ => null,
        };

    /// <summary>What a parameter holds: the type of its numbers, and how many of them are in one element.</summary>
    /// <param name="parameter">The parameter; short vectors are known behind a pointer.</param>
    /// <returns>Null if manifests have no type for it.</returns>
    public static (ElementType Type, int Lanes)? Elements(OutlineParameter parameter)
    {
        if (Of(parameter.Type) is { } type)
            return (type, 1);
        if (!parameter.IsPointer)
            return null;
        return parameter.Type switch
        {
            "half2" or "__half2" => (ElementType.F16, 2),
            "__nv_bfloat162" or "nv_bfloat162" => (ElementType.BF16, 2),
            { Length: > 1 } vector when vector[^1] is >= '1' and <= '4' => Vector(vector[..^1]) is { } element
                ? (element, vector[^1] - '0')
                : null,
            _ => null,
        };
    }

    // A uint4 is of unsigned int; other type names that end with a number are not of CUDA.
    private static ElementType? Vector(string name) =>
        name switch
        {
            "char" or "uchar" or "short" or "ushort" or "int" or "uint" or "long" or "float" or "double" => Of(name),
            "ulong" or "ulonglong" => ElementType.U64,
            "longlong" => ElementType.I64,
            _ => null,
        };

    /// <summary>An expression as a factor of a product.</summary>
    public static string Factor(string expression) =>
        expression.Contains('+', StringComparison.Ordinal) || expression.Contains('-', StringComparison.Ordinal)
            || expression.Contains('/', StringComparison.Ordinal)
            ? $"({expression})"
            : expression;

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
