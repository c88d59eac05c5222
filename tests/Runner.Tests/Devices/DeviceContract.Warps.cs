namespace PerfGate.Runner.Tests.Devices;

public abstract partial class DeviceContract
{
    [Fact]
    public void Shuffles_move_values_between_lanes()
    {
        var seen = new int[10 * 32];
        Run("shuffles", new(1), new(32), seen);
        var rows = seen.Chunk(32).ToArray();
        Assert.All(rows[0], v => Assert.Equal(105, v));
        Assert.Equal([101, 102, 103, 104, 105, 106, 107, 100, 109, 110, 111, 112, 113, 114, 115, 108], rows[1][..16]);
        Assert.Equal([100, 101, 102, 100, 101, 102], rows[2][..6]);
        Assert.Equal(128, rows[2][31]);
        Assert.Equal([116, 117, 118, 116, 117], rows[3][16..21]);
        Assert.Equal([130, 131, 102, 103], rows[4][..4]);
        Assert.Equal([102, 103, 102, 103, 106, 107, 106, 107], rows[5][..8]);
        Assert.Equal([109, 108, 111, 110], rows[6][..4]);
        // Within segments of eight, lane ^ 8 is in the next segment, which may not be read, or in the one before, which
        // may.
        Assert.Equal([100, 101, 102, 103, 104, 105, 106, 107, 100, 101], rows[7][..10]);
        Assert.All(rows[8], v => Assert.Equal(131, v));
        Assert.All(rows[9], v => Assert.Equal(103, v));
    }

    [Fact]
    public void Votes_see_the_lanes_of_their_mask()
    {
        var seen = new uint[64 * 4];
        Run("votes", new(1), new(64), seen);
        for (var thread = 0; thread < 64; thread++)
        {
            Assert.Equal(0x49249249u, seen[thread * 4]);
            Assert.Equal(1u, seen[(thread * 4) + 1]);
            Assert.Equal(1u, seen[(thread * 4) + 2]);
            Assert.Equal(thread % 32 < 16 ? 0x00005555u : 0xAAAA0000u, seen[(thread * 4) + 3]);
        }
    }

    [Fact]
    public void The_last_warp_of_a_block_may_have_fewer_lanes()
    {
        var sums = new int[2];
        Run("partial_warp_sum", new(1), new(52), sums);
        Assert.Equal([32 * 33 / 2, (52 * 53 / 2) - (32 * 33 / 2)], sums);
    }
}
