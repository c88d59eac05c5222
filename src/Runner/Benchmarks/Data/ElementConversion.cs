using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PerfGate.Runner.Bytes;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>Converts between elements as devices hold them, little-endian, and doubles or 64-bit integers.</summary>
internal static unsafe class ElementConversion
{
    /// <summary>The bytes of one scalar, as a kernel reads its argument.</summary>
    public static ImmutableArray<byte> Scalar(ElementType type, double value)
    {
        var bytes = new byte[type.Size()];
        Encode([value], type, bytes);
        return ImmutableCollectionsMarshal.AsImmutableArray(bytes);
    }

    /// <summary>Elements to doubles: exact but for 64-bit integers above 2^53.</summary>
    /// <param name="source">The elements' bytes.</param>
    /// <param name="type">Their type.</param>
    /// <param name="destination">One double per element.</param>
    public static void ToDoubles(ReadOnlySpan<byte> source, ElementType type, Span<double> destination)
    {
        CheckLengths(source.Length, type, destination.Length);
        fixed (byte* from = source)
        fixed (double* to = destination)
        {
            var (f, t, size) = ((nint)from, (nint)to, type.Size());
            ChunkedLoop.Run(destination.Length, (_, first, length) =>
                Decode(new((byte*)f + first * size, length * size), type, new((double*)t + first, length)));
        }
    }

    /// <summary>Integer elements to 64-bit integers; unsigned 64-bit ones above 2^63 wrap.</summary>
    /// <param name="source">The elements' bytes.</param>
    /// <param name="type">Their type, an integer type.</param>
    /// <param name="destination">One integer per element.</param>
    public static void ToInt64(ReadOnlySpan<byte> source, ElementType type, Span<long> destination)
    {
        CheckLengths(source.Length, type, destination.Length);
        _ = type switch
        {
            ElementType.I8 => Widen<sbyte>(source, destination),
            ElementType.U8 => Widen<byte>(source, destination),
            ElementType.I16 => Widen<short>(source, destination),
            ElementType.U16 => Widen<ushort>(source, destination),
            ElementType.I32 => Widen<int>(source, destination),
            ElementType.U32 => Widen<uint>(source, destination),
            ElementType.I64 => Widen<long>(source, destination),
            ElementType.U64 => Widen<ulong>(source, destination),
            ElementType.F16 or ElementType.BF16 or ElementType.F32 or ElementType.F64 =>
                throw new ArgumentOutOfRangeException(nameof(type), type, "not an integer type"),
        };
    }

    /// <summary>Doubles to elements: rounded to the nearest; integers saturate at their range.</summary>
    /// <param name="source">The values.</param>
    /// <param name="type">The type to convert to.</param>
    /// <param name="destination">The elements' bytes.</param>
    internal static void Encode(ReadOnlySpan<double> source, ElementType type, Span<byte> destination)
    {
        _ = type switch
        {
            ElementType.F16 => To<Half>(source, destination),
            ElementType.BF16 => ToBFloat16(source, MemoryMarshal.Cast<byte, ushort>(destination)),
            ElementType.F32 => To<float>(source, destination),
            ElementType.F64 => To<double>(source, destination),
            ElementType.I8 => ToInteger<sbyte>(source, destination),
            ElementType.U8 => ToInteger<byte>(source, destination),
            ElementType.I16 => ToInteger<short>(source, destination),
            ElementType.U16 => ToInteger<ushort>(source, destination),
            ElementType.I32 => ToInteger<int>(source, destination),
            ElementType.U32 => ToInteger<uint>(source, destination),
            ElementType.I64 => ToInteger<long>(source, destination),
            ElementType.U64 => ToInteger<ulong>(source, destination),
        };
    }

    /// <summary>As <see cref="ToDoubles"/>, on this thread.</summary>
    internal static void Decode(ReadOnlySpan<byte> source, ElementType type, Span<double> destination)
    {
        _ = type switch
        {
            ElementType.F16 => From<Half>(source, destination),
            ElementType.BF16 => FromBFloat16(MemoryMarshal.Cast<byte, ushort>(source), destination),
            ElementType.F32 => From<float>(source, destination),
            ElementType.F64 => From<double>(source, destination),
            ElementType.I8 => From<sbyte>(source, destination),
            ElementType.U8 => From<byte>(source, destination),
            ElementType.I16 => From<short>(source, destination),
            ElementType.U16 => From<ushort>(source, destination),
            ElementType.I32 => From<int>(source, destination),
            ElementType.U32 => From<uint>(source, destination),
            ElementType.I64 => From<long>(source, destination),
            ElementType.U64 => From<ulong>(source, destination),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int To<T>(ReadOnlySpan<double> source, Span<byte> destination)
        where T : unmanaged, INumberBase<T>
    {
        var to = MemoryMarshal.Cast<byte, T>(destination);
        for (var i = 0; i < to.Length; i++)
            to[i] = T.CreateSaturating(source[i]);
        return to.Length;
    }

    private static int ToInteger<T>(ReadOnlySpan<double> source, Span<byte> destination)
        where T : unmanaged, INumberBase<T>
    {
        var to = MemoryMarshal.Cast<byte, T>(destination);
        for (var i = 0; i < to.Length; i++)
            to[i] = T.CreateSaturating(Math.Round(source[i]));
        return to.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int From<T>(ReadOnlySpan<byte> source, Span<double> destination)
        where T : unmanaged, INumberBase<T>
    {
        var from = MemoryMarshal.Cast<byte, T>(source);
        for (var i = 0; i < from.Length; i++)
            destination[i] = double.CreateTruncating(from[i]);
        return from.Length;
    }

    private static int Widen<T>(ReadOnlySpan<byte> source, Span<long> destination)
        where T : unmanaged, INumberBase<T>
    {
        var from = MemoryMarshal.Cast<byte, T>(source);
        for (var i = 0; i < from.Length; i++)
            destination[i] = long.CreateTruncating(from[i]);
        return from.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ToBFloat16(ReadOnlySpan<double> source, Span<ushort> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits((float)source[i]);
            // Half of the last kept place, one less where that place is even: to the nearest, ties to even. A NaN keeps
            // its quiet bit.
            destination[i] = double.IsNaN(source[i])
                ? (ushort)((bits >> 16) | 0x40)
                : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
        return destination.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FromBFloat16(ReadOnlySpan<ushort> source, Span<double> destination)
    {
        for (var i = 0; i < source.Length; i++)
            destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        return source.Length;
    }

    private static void CheckLengths(long bytes, ElementType type, long elements) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes, elements * type.Size());
}
