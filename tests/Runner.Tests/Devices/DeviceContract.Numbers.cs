namespace PerfGate.Runner.Tests.Devices;

public abstract partial class DeviceContract
{
    private const int Halves = 1 << 16;

    [Fact]
    public void Every_half_widens_to_its_value()
    {
        var seen = new float[Halves];
        Run("half_to_float", new(256), new(256), seen);
        for (var bits = 0; bits < Halves; bits++)
        {
            var value = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            Assert.True(
                float.IsNaN(value)
                    ? float.IsNaN(seen[bits])
                    : BitConverter.SingleToInt32Bits(value) == BitConverter.SingleToInt32Bits(seen[bits]),
                $"{bits:x4}"
            );
        }
    }

    [Fact]
    public void Floats_round_to_the_nearest_half_and_ties_to_even()
    {
        var floats = FloatsAroundHalves();
        var seen = new ushort[floats.Length];
        Run("float_to_half", new((uint)(floats.Length + 255) / 256), new(256), floats, seen, floats.Length);
        for (var i = 0; i < floats.Length; i++)
            AssertSameHalf((Half)floats[i], seen[i], $"{floats[i]:R}");
    }

    [Fact]
    public void Floats_round_to_half_in_the_direction_asked_for()
    {
        var floats = FloatsAroundHalves().Where(f => !float.IsNaN(f)).ToArray();
        ushort[] zero = new ushort[floats.Length],
            up = new ushort[floats.Length],
            down = new ushort[floats.Length];
        Run(
            "float_to_half_directed",
            new((uint)(floats.Length + 255) / 256),
            new(256),
            floats,
            zero,
            up,
            down,
            floats.Length
        );
        for (var i = 0; i < floats.Length; i++)
        {
            var (low, high, near) = (Value(down[i]), Value(up[i]), (float)(Half)floats[i]);
            Assert.True(low <= floats[i] && floats[i] <= high, $"{floats[i]:R} is not between {low:R} and {high:R}");
            Assert.True(
                near == low || near == high,
                $"the half nearest to {floats[i]:R} is neither {low:R} nor {high:R}"
            );
            Assert.Equal(floats[i] < 0 ? high : low, Value(zero[i]));
        }

        static float Value(ushort bits) => (float)BitConverter.UInt16BitsToHalf(bits);
    }

    [Fact]
    public void Floats_round_to_the_nearest_bfloat16_and_ties_to_even()
    {
        var floats = Enumerable.Range(0, Halves).SelectMany(high => new[] { 0u, 1u, 0x7fffu, 0x8000u, 0x8001u, 0xffffu }
            .Select(low => BitConverter.UInt32BitsToSingle(((uint)high << 16) | low))).ToArray();
        var seen = new ushort[floats.Length];
        var back = new float[floats.Length];
        Run("float_to_bfloat16", new((uint)(floats.Length + 255) / 256), new(256), floats, seen, back, floats.Length);
        for (var i = 0; i < floats.Length; i++)
        {
            if (float.IsNaN(floats[i]))
            {
                Assert.True(float.IsNaN(back[i]));
                continue;
            }

            var bits = BitConverter.SingleToUInt32Bits(floats[i]);
            var rest = bits & 0xffff;
            var upwards = rest > 0x8000 || (rest == 0x8000 && (bits >> 16 & 1) == 1);
            Assert.Equal((ushort)((bits >> 16) + (upwards ? 1u : 0u)), seen[i]);
            Assert.Equal(BitConverter.UInt32BitsToSingle((uint)seen[i] << 16), back[i]);
        }
    }

    [Fact]
    public void Floats_round_to_8_bits_and_stay_finite()
    {
        (float From, byte E4M3, float Back, byte E5M2)[] rows =
        [
            (1, 0x38, 1, 0x3c),
            (-1, 0xb8, -1, 0xbc),
            (1.0625f, 0x38, 1, 0x3c),
            (1.1875f, 0x3a, 1.25f, 0x3d),
            (448, 0x7e, 448, 0x5f),
            (464, 0x7e, 448, 0x5f),
            (1000, 0x7e, 448, 0x64),
            (float.NegativeInfinity, 0xfe, -448, 0xfb),
            (1 / 64f, 0x08, 1 / 64f, 0x24),
            (0.001f, 0x01, 1 / 512f, 0x14),
            (1 / 1024f, 0x00, 0, 0x14),
            (float.NaN, 0x7f, float.NaN, 0x7f),
        ];
        var (small, wide, back) = (new byte[rows.Length], new byte[rows.Length], new float[rows.Length]);
        Run("float_to_fp8", new(1), new(32), rows.Select(r => r.From).ToArray(), small, wide, back, rows.Length);
        Assert.Equal(rows.Select(r => r.E4M3), small);
        Assert.Equal(rows.Select(r => r.E5M2), wide);
        Assert.Equal(rows.Select(r => r.Back), back);
    }

    [Fact]
    public void Four_8_bit_floats_are_made_of_pairs_too()
    {
        var packed = new uint[3];
        Run("fours_of_fp8", new(1), new(1), new[] { 1f, 2f, -4f, 0.5f }, packed);
        Assert.All(packed, p => Assert.Equal(0x30C84038u, p));
    }

    [Fact]
    public void Half_arithmetic_rounds_once()
    {
        var random = new Random(1);
        const int n = 100_000;
        ushort[] x = Bits(), y = Bits(), z = Bits();
        var seen = new ushort[4 * n];
        Run("half_arithmetic", new((n + 255) / 256), new(256), x, y, z, seen, n);
        for (var i = 0; i < n; i++)
        {
            // In double every one of these is exact, or too far from a tie for its own rounding to matter.
            double a = (double)BitConverter.UInt16BitsToHalf(x[i]), b = (double)BitConverter.UInt16BitsToHalf(y[i]);
            var c = (double)BitConverter.UInt16BitsToHalf(z[i]);
            AssertSameHalf((Half)(a + b), seen[4 * i], $"{a:R} + {b:R}");
            AssertSameHalf((Half)(a * b), seen[(4 * i) + 1], $"{a:R} * {b:R}");
            AssertSameHalf((Half)((a * b) + c), seen[(4 * i) + 2], $"{a:R} * {b:R} + {c:R}");
            AssertSameHalf((Half)(a - b), seen[(4 * i) + 3], $"{a:R} - {b:R}");
        }

        ushort[] Bits() => [.. Enumerable.Range(0, n).Select(_ => (ushort)random.Next(Halves))];
    }

    [Fact]
    public void Integer_intrinsics_give_their_documented_values()
    {
        var seen = new int[20];
        Run("integers", new(1), new(1), seen);
        Assert.Equal(
            [
                8,
                8,
                31,
                32,
                23,
                4,
                0,
                int.MinValue,
                0x77441100,
                3,
                2,
                -4,
                -3,
                4,
                -4,
                int.MaxValue,
                0x3f800000,
                -1,
                4 + 16 + 16 + 12,
                3,
            ],
            seen
        );
    }

    [Fact]
    public void Floating_point_intrinsics_give_their_exact_values_where_they_have_them()
    {
        var seen = new float[10];
        Run("reals", new(1), new(1), seen, 4f);
        Assert.Equal([0.5f, 0.5f, 1f, 9f, 1f, 4f, 0.25f, 0f, 16f, 9f], seen);
    }

    private static void AssertSameHalf(Half expected, ushort seen, string what) =>
        Assert.True(
            Half.IsNaN(expected)
                ? Half.IsNaN(BitConverter.UInt16BitsToHalf(seen))
                : BitConverter.HalfToUInt16Bits(expected) == seen,
            $"{what}: {BitConverter.HalfToUInt16Bits(expected):x4} expected, {seen:x4} seen"
        );

    // Every half, the midpoint to the next one, and the floats on both sides of that; overflow and subnormals are among
    // them.
    private static float[] FloatsAroundHalves() =>
        [
            .. Enumerable
                .Range(0, Halves)
                .Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))
                .SelectMany(value =>
                {
                    var next = (float)Half.BitIncrement((Half)value);
                    var middle = float.IsFinite(value)
                        ? (float)(((double)value + (float.IsFinite(next) ? next : 65536.0)) / 2)
                        : value;
                    return new[] { value, middle, MathF.BitIncrement(middle), MathF.BitDecrement(middle) };
                }),
            float.Epsilon,
            -float.Epsilon,
            float.MaxValue,
            float.MinValue,
            0f,
            -0f,
        ];
}
