using System.Buffers.Binary;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>
/// The bytes of an element that nobody wrote: for floating-point types a quiet NaN whose payload no arithmetic makes by
/// itself, for others 0xA5 in every byte.
/// </summary>
internal static class Poison
{
    /// <summary>The bits of one poisoned element, in the low bytes.</summary>
    public static ulong Bits(ElementType type) => type switch
    {
        ElementType.F16 => 0x7EA5,
        ElementType.BF16 => 0x7FE5,
        ElementType.F32 => 0x7FC0_A5A5,
        // Two equal halves: a device then repeats one word, whatever the type.
        ElementType.F64 => 0x7FFA_A5A5_7FFA_A5A5,
        ElementType.I8
        or ElementType.U8
        or ElementType.I16
        or ElementType.U16
        or ElementType.I32
        or ElementType.U32
        or ElementType.I64
        or ElementType.U64 => 0xA5A5_A5A5_A5A5_A5A5,
    };

    /// <summary>Four bytes that, repeated, poison a buffer.</summary>
    public static uint Word(ElementType type) => type.Size() == 2 ? (uint)Bits(type) * 0x1_0001 : (uint)Bits(type);

    /// <summary>Poisons elements.</summary>
    public static void Fill(ElementType type, Span<byte> destination)
    {
        Span<byte> one = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(one, Bits(type));
        var size = type.Size();
        one[..size].CopyTo(destination);
        // Each copy doubles what is filled.
        for (var done = size; done < destination.Length; done *= 2)
            destination[..Math.Min(done, destination.Length - done)].CopyTo(destination[done..]);
    }

    /// <summary>Whether an element still holds what <see cref="Fill"/> wrote.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="element">The bytes of one element.</param>
    public static bool Is(ElementType type, ReadOnlySpan<byte> element)
    {
        Span<byte> one = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(one, Bits(type));
        return element.SequenceEqual(one[..type.Size()]);
    }
}
