namespace PerfGate.Runner.Tests.Devices;

public abstract partial class DeviceContract
{
    [Fact]
    public void Atomics_of_all_blocks_together_lose_nothing()
    {
        const int blocks = 200, threads = 128, n = blocks * threads;
        var ints = new int[4];
        var unsigneds = new uint[8] { 0, 0, 0, uint.MaxValue, 0, 0, 0, 0 };
        var longs = new ulong[3];
        var floats = new float[1];
        var doubles = new double[1];
        Run("atomics", new(blocks), new(threads), ints, unsigneds, longs, floats, doubles);

        Assert.Equal([(int)((long)n * (n - 1) / 2 % (1L << 32)), -n, -(n - 1), n - 1], ints);
        Assert.Equal((uint)n, unsigneds[0]);
        Assert.Equal((uint)(n % 7), unsigneds[1]);
        Assert.Equal(uint.MaxValue, unsigneds[2]);
        Assert.Equal(0u, unsigneds[3]);
        Assert.Equal(0u, unsigneds[4]); // n is a multiple of four
        Assert.Equal((uint)((11 - (n % 11)) % 11), unsigneds[5]);
        Assert.Equal((ulong)n * (n - 1) / 2, longs[2] + unsigneds[6]);
        Assert.Equal((uint)(3 * n), unsigneds[7]);
        Assert.Equal([(ulong)n << 33, (ulong)(n - 1) << 32], longs[..2]);
        Assert.Equal(n, floats[0]);
        Assert.Equal(n / 2.0, doubles[0]);
    }

    [Fact]
    public void Atomics_on_shared_memory_lose_nothing()
    {
        var values = Enumerable.Range(0, 10_000).Select(i => i * 7 % 31).ToArray();
        var counts = new int[16];
        Run("histogram", new(9), new(96), values, counts, values.Length);
        Assert.Equal(Enumerable.Range(0, 16).Select(bin => values.Count(v => v % 16 == bin)), counts);
    }
}
