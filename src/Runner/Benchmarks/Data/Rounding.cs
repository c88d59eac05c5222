using System.Numerics;
using System.Runtime.CompilerServices;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>How far rounding a value to an element type may move it: half a unit in the last place.</summary>
/// <param name="Share">
/// Half a unit in the last place, as a share of the largest power of two that is not above the value.
/// </param>
/// <param name="Least">
/// Half a unit in the last place of values near zero, where units stop shrinking, as an absolute value.
/// </param>
internal readonly record struct Rounding(double Share, double Least)
{
    private const long ExponentBits = 0x7FF0_0000_0000_0000;

    /// <summary>
    /// The rounding of a type. Expected values are doubles and, for integer types, whole: there only equality is exact.
    /// </summary>
    public static Rounding To(ElementType type) => type switch
    {
        ElementType.F16 => new(Math.ScaleB(1, -11), Math.ScaleB(1, -25)),
        ElementType.BF16 => new(Math.ScaleB(1, -8), Math.ScaleB(1, -134)),
        ElementType.F32 => new(Math.ScaleB(1, -24), Math.ScaleB(1, -150)),
        ElementType.F64 or ElementType.I8 or ElementType.U8 or ElementType.I16 or ElementType.U16 or ElementType.I32
            or ElementType.U32 or ElementType.I64 or ElementType.U64 => default,
    };

    /// <summary>
    /// The largest power of two that is not above the absolute value; 0 for values too small for a normal double.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> PowerBelow(Vector<double> values) =>
        Vector.AsVectorDouble(Vector.AsVectorInt64(values) & new Vector<long>(ExponentBits));

    /// <summary>Whether rounding alone explains a difference.</summary>
    /// <param name="difference">Output less expected value.</param>
    /// <param name="expected">The expected value.</param>
    public bool Explains(double difference, double expected) =>
        Math.Abs(difference) <= Math.Max(
            BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(expected) & ExponentBits) * Share, Least);
}
