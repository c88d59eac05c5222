using PerfGate.Runner.Benchmarks.Manifests;

namespace PerfGate.Runner.Benchmarks;

/// <summary>Which values an element type can hold.</summary>
internal static class ElementRange
{
    /// <summary>Reads a type's name as manifests write it.</summary>
    public static ElementType Parse(string name) => Enum.Parse<ElementType>(name, ignoreCase: true);

    /// <summary>A type's name as manifests write it.</summary>
    public static string Name(this ElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>Why a value cannot be an element of a type, in words; null if it can.</summary>
    public static string? Refusal(this ElementType type, double value)
    {
        var (least, most) = Of(type);
        if (value < least || value > most)
            return $"{PointEvaluator.Text(value)} is outside the range of {type.Name()}, {PointEvaluator.Text(least)} "
                + $"to {PointEvaluator.Text(most)}";
        return type.IsFloatingPoint() || value == Math.Floor(value)
            ? null
            : $"{PointEvaluator.Text(value)} is not whole, and {type.Name()} is an integer type";
    }

    // 64-bit integers end where a double stops holding every whole number.
    private static (double Least, double Most) Of(ElementType type) => type switch
    {
        ElementType.F16 => (-65504, 65504),
        ElementType.BF16 => (-3.3895313892515355e38, 3.3895313892515355e38),
        ElementType.F32 => (float.MinValue, float.MaxValue),
        ElementType.F64 => (double.MinValue, double.MaxValue),
        ElementType.I8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.U8 => (0, byte.MaxValue),
        ElementType.I16 => (short.MinValue, short.MaxValue),
        ElementType.U16 => (0, ushort.MaxValue),
        ElementType.I32 => (int.MinValue, int.MaxValue),
        ElementType.U32 => (0, uint.MaxValue),
        ElementType.I64 => (-PointEvaluator.LargestExact, PointEvaluator.LargestExact),
        ElementType.U64 => (0, PointEvaluator.LargestExact),
    };
}
