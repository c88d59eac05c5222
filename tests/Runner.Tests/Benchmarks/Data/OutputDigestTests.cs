using PerfGate.Runner.Bytes;


namespace PerfGate.Runner.Tests.Benchmarks.Data;

public sealed class OutputDigestTests
{
    private const int Length = (3 * OutputDigest.BlockBytes) + 17;

    [Fact]
    public void The_same_bytes_have_the_same_digest_in_whatever_pieces_they_come()
    {
        var bytes = Bytes();
        var pieces = new OutputDigest();
        pieces.Append(bytes.AsSpan(0, OutputDigest.BlockBytes));
        pieces.Append(bytes.AsSpan(OutputDigest.BlockBytes));
        Assert.Equal(Of(bytes), pieces.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(OutputDigest.BlockBytes - 1)]
    [InlineData(OutputDigest.BlockBytes)]
    [InlineData(Length - 1)]
    public void One_bit_makes_another_digest(int at)
    {
        var bytes = Bytes();
        var before = Of(bytes);
        bytes[at] ^= 1;
        Assert.NotEqual(before, Of(bytes));
    }

    [Fact]
    public void The_order_of_the_blocks_and_the_length_count()
    {
        var bytes = Bytes();
        byte[] turned =
        [
            .. bytes.AsSpan(OutputDigest.BlockBytes, OutputDigest.BlockBytes),
            .. bytes.AsSpan(0, OutputDigest.BlockBytes),
            .. bytes.AsSpan(2 * OutputDigest.BlockBytes),
        ];
        Assert.NotEqual(Of(bytes), Of(turned));
        Assert.NotEqual(Of(bytes), Of(bytes[..^1]));
    }

    private static byte[] Bytes()
    {
        var bytes = new byte[Length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static UInt128 Of(byte[] bytes)
    {
        var digest = new OutputDigest();
        digest.Append(bytes);
        return digest.Value;
    }
}
