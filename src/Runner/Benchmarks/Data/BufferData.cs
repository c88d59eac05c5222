using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Runner.Benchmarks.Expressions;
using PerfGate.Runner.Bytes;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>
/// Makes what buffers hold before a check and before timing: the same bytes on every machine and thread count.
/// </summary>
internal static unsafe class BufferData
{
    /// <summary>The content of a buffer.</summary>
    /// <returns><see cref="BufferSpec.Bytes"/> bytes, little-endian.</returns>
    public static byte[] Generate(BufferSpec buffer)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)buffer.Bytes));
        Fill(buffer, bytes);
        return bytes;
    }

    /// <summary>As <see cref="Generate"/>, into memory that is there already.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="destination">Exactly its bytes.</param>
    public static void Fill(BufferSpec buffer, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, buffer.Bytes);
        if (buffer.Fill.Kind == FillKind.Poison)
        {
            Poison.Fill(buffer.Type, destination);
            return;
        }

        if (buffer.Fill.File is { } file)
        {
            ReadFile(file, destination);
            return;
        }

        fixed (byte* start = destination)
        {
            var (to, size) = ((nint)start, buffer.Type.Size());
            ChunkedLoop.Run(buffer.Count, (_, first, length) =>
            {
                using var values = new PooledDoubles(length);
                Values(buffer, first, values.Span);
                ElementConversion.Encode(values.Span, buffer.Type, new((byte*)to + first * size, length * size));
            });
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Values(BufferSpec buffer, long first, Span<double> values)
    {
        var random = new RandomBits(buffer.Seed);
        var (a, b) = (buffer.Fill.A, buffer.Fill.B);
        switch (buffer.Fill.Kind)
        {
            case FillKind.Normal:
                for (var i = 0; i < values.Length; i++)
                    values[i] = random.Unit(first + i);
                NormalQuantile.At(values);
                for (var i = 0; i < values.Length; i++)
                    values[i] = a + b * values[i];
                break;
            case FillKind.Uniform when buffer.Type.IsFloatingPoint():
                for (var i = 0; i < values.Length; i++)
                    values[i] = a + (b - a) * random.Unit(first + i);
                break;
            case FillKind.Uniform:
                for (var i = 0; i < values.Length; i++)
                    values[i] = a + Math.Floor((b - a) * random.Unit(first + i));
                break;
            case FillKind.Constant:
                values.Fill(a);
                break;
            case FillKind.Expression:
                Evaluate(buffer, first, values);
                break;
            case FillKind.Index:
                var modulus = IndexModulus(buffer.Type);
                for (var i = 0; i < values.Length; i++)
                    values[i] = (first + i) % modulus;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(buffer), buffer.Fill.Kind, "not a computed fill");
        }
    }

    /// <summary>Why an element that an expression fills has no usable value, in words; null if it has one.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="type">The element type.</param>
    /// <param name="index">The element.</param>
    public static string? FaultOf(IndexExpression expression, ElementType type, long index)
    {
        Span<double> value = [0];
        try
        {
            expression.Evaluate(index, value);
        }
        catch (ExpressionException e)
        {
            return $"element {index} has no value: {e.Message}";
        }

        return type.Refusal(value[0]) is { } why ? $"element {index}: {why}" : null;
    }

    private static void Evaluate(BufferSpec buffer, long first, Span<double> values)
    {
        var expression = buffer.Fill.Expression!;
        try
        {
            expression.Evaluate(first, values);
        }
        catch (ExpressionException)
        {
            values.Fill(double.NaN);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if ((double.IsNaN(values[i]) || buffer.Type.Refusal(values[i]) is not null)
                && FaultOf(expression, buffer.Type, first + i) is { } why)
                throw new PerfGateException(
                    DiagnosticCatalog.BadValue(new(""), $"fill of {buffer.Name}", why), ExitCode.Usage);
        }
    }

    // Its digest is part of what a case is, so that a file that changed since is no input of this case.
    private static void ReadFile(ValueFile file, Span<byte> destination)
    {
        var bytes = InputFile.Bytes(file.Path, FileLimit.Exactly("a file of values", destination.Length));
        if (bytes.Length != destination.Length
            || Convert.ToHexStringLower(SHA256.HashData(bytes)) != file.Digest)
            throw new PerfGateException(
                DiagnosticCatalog.FileUnusable(file.Path, "it has changed since its manifest was read"),
                ExitCode.Usage);
        bytes.CopyTo(destination);
    }

    // How many whole numbers from 0 on the type holds exactly.
    private static long IndexModulus(ElementType type) => type switch
    {
        ElementType.F16 => 1L << 11,
        ElementType.BF16 => 1L << 8,
        ElementType.F32 => 1L << 24,
        ElementType.I8 => 1L << 7,
        ElementType.U8 => 1L << 8,
        ElementType.I16 => 1L << 15,
        ElementType.U16 => 1L << 16,
        ElementType.I32 => 1L << 31,
        ElementType.U32 => 1L << 32,
        ElementType.F64 or ElementType.I64 or ElementType.U64 => 1L << 53,
    };
}
