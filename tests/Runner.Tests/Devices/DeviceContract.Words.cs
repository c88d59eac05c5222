namespace PerfGate.Runner.Tests.Devices;

public abstract partial class DeviceContract
{
    // In the order of contract_words.cuh: whether the parts are signed, and what is made of each pair.
    private static readonly (bool Signed, Func<int, int, int, int> Combine)[] OfParts =
    [
        (true, (a, b, _) => a + b),
        (true, (a, b, _) => a - b),
        (true, (a, b, bits) => Saturated(a + b, bits, signed: true)),
        (false, (a, b, bits) => Saturated(a + b, bits, signed: false)),
        (true, (a, b, bits) => Saturated(a - b, bits, signed: true)),
        (false, (a, b, bits) => Saturated(a - b, bits, signed: false)),
        (true, (a, b, _) => Math.Max(a, b)),
        (false, (a, b, _) => Math.Max(a, b)),
        (true, (a, b, _) => Math.Min(a, b)),
        (false, (a, b, _) => Math.Min(a, b)),
        (true, (a, b, _) => (int)Math.Round((a + b) / 2.0, MidpointRounding.AwayFromZero)),
        (false, (a, b, _) => (a + b + 1) / 2),
        (false, (a, b, _) => (a + b) / 2),
        (true, (a, b, _) => Math.Abs(a - b)),
        (false, (a, b, _) => Math.Abs(a - b)),
    ];

    private static readonly (bool Signed, Func<int, int, bool> Holds)[] Compared =
    [
        (true, (a, b) => a == b),
        (true, (a, b) => a != b),
        (true, (a, b) => a >= b),
        (true, (a, b) => a > b),
        (true, (a, b) => a <= b),
        (true, (a, b) => a < b),
        (false, (a, b) => a >= b),
        (false, (a, b) => a > b),
        (false, (a, b) => a <= b),
        (false, (a, b) => a < b),
    ];

    [Fact]
    public void Parts_of_words_are_combined_each_by_itself()
    {
        uint[] from = [0, 0x80008000, 0x7fff8001, 0x80ff017f, 0x12345678, 0xffffffff, 0x00ff00ff, 0x7f80fe01];
        uint[] with = [0, 0x80008000, 0x00017fff, 0x0180ff7f, 0x12345678, 0x01010101, 0x01020304, 0x80017f02];
        var seen = new uint[from.Length * 82];

        Run("words", new(1), new((uint)from.Length), from, with, seen);

        for (var i = 0; i < from.Length; i++)
            Assert.Equal(ExpectedOfWords(from[i], with[i]), seen.Skip(82 * i).Take(82));
    }

    [Fact]
    public void The_extremes_of_three_are_those_of_their_kind_of_number()
    {
        var seen = new int[29];

        // As halves 0x0005, 0xfffd = -3; 0xffff = -1, 0x0002; 0x0001, 0x8000 = -32768.
        Run("extremes", new(1), new(1), new[] { 0x0005fffd, unchecked((int)0xffff0002), 0x00018000 }, seen);

        Assert.Equal(
            [
                0x0004ffff, 0x00018000, 0x0004ffff, 0x00018000, 0x0005fffd, unchecked((int)0xffff0002),
                unchecked((int)0xffff0002), 0x00018000, 0x0004ffff, 0x00018000, 0x0005fffd, 0, 0x0005fffd, 0,
                0x0004ffff, 0x00018000, unchecked((int)0xfffffffd), unchecked((int)0xffff8000), 0x00050002, 0,
                0x0005fffd, unchecked((int)0xffff0002), unchecked((int)0xffff0002), 0x0005fffd, 0x00050002,
                unchecked((int)0xfffffffd), unchecked((int)0xfffffffd), 0x00050002,
            ],
            seen.Take(28)
        );
        // Which was the first: of words, then of each high and low half.
        Assert.Equal(0b01_10_10_01_10_01, seen[28]);
    }

    private static IEnumerable<uint> ExpectedOfWords(uint x, uint y)
    {
        static uint Flag(bool holds, int yes) => holds ? (uint)yes : 0;

        foreach (var (signed, combine) in OfParts)
        {
            foreach (var bits in new[] { 16, 8 })
                yield return ByPart(x, y, bits, signed, (a, b) => (uint)combine(a, b, bits));
        }

        foreach (var signed in new[] { true, false })
        {
            foreach (var bits in new[] { 16, 8 })
                yield return (uint)Parts(x, bits, signed).Zip(Parts(y, bits, signed), (a, b) => Math.Abs(a - b)).Sum();
        }

        foreach (var sign in new Func<int, int>[] { Math.Abs, a => -a })
        {
            foreach (var saturates in new[] { false, true })
            {
                foreach (var bits in new[] { 16, 8 })
                    yield return ByPart(x, x, bits, true, (a, _) =>
                        (uint)(saturates ? Saturated(sign(a), bits, signed: true) : sign(a)));
            }
        }

        foreach (var yes in new[] { -1, 1 })
        {
            foreach (var (signed, holds) in Compared)
            {
                foreach (var bits in new[] { 16, 8 })
                    yield return ByPart(x, y, bits, signed, (a, b) => Flag(holds(a, b), yes));
            }
        }
    }

    private static uint ByPart(uint x, uint y, int bits, bool signed, Func<int, int, uint> combine) =>
        Parts(x, bits, signed)
            .Zip(Parts(y, bits, signed), combine)
            .Select((part, i) => (part & (uint.MaxValue >> (32 - bits))) << (i * bits))
            .Aggregate(0u, (word, part) => word | part);

    private static IEnumerable<int> Parts(uint word, int bits, bool signed) =>
        Enumerable
            .Range(0, 32 / bits)
            .Select(i => word << (32 - bits - (i * bits)))
            .Select(top => signed ? (int)top >> (32 - bits) : (int)(top >> (32 - bits)));

    private static int Saturated(int value, int bits, bool signed) =>
        signed
            ? Math.Clamp(value, -(1 << (bits - 1)), (1 << (bits - 1)) - 1)
            : Math.Clamp(value, 0, (1 << bits) - 1);
}
