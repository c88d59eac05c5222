using PerfGate.Core.Prechecks;

namespace PerfGate.Core.Tests.Prechecks;

/// <summary>Resident blocks, against worked examples of NVIDIA's documentation.</summary>
/// <remarks>
/// CUDA C++ Best Practices Guide 13, "Calculating Occupancy": on a device of 7.0 a kernel of 37 registers a thread and
/// blocks of 128 threads has 12 active blocks, and one of 320 threads has 4; occupancy 75 and 63 per cent.
/// </remarks>
public sealed class OccupancyTests
{
    [Theory]
    [InlineData("7.0", 128, 37, 0, 12)]
    [InlineData("7.0", 320, 37, 0, 4)]
    [InlineData("9.0", 1024, 32, 0, 2)]
    [InlineData("9.0", 1024, 33, 0, 1)]
    [InlineData("9.0", 256, 32, 0, 8)]
    [InlineData("9.0", 256, 255, 0, 1)]
    [InlineData("9.0", 32, 16, 0, 32)]
    [InlineData("8.9", 32, 16, 0, 24)]
    [InlineData("8.9", 256, 32, 0, 6)]
    [InlineData("8.9", 128, 32, 49152, 2)]
    [InlineData("8.0", 128, 32, 49152, 3)]
    [InlineData("9.0", 128, 32, 232448, 1)]
    public void The_scarcest_resource_decides(string capability, int threads, int registers, int shared, int blocks) =>
        Assert.Equal(blocks, Occupancy.ResidentBlocks(capability, threads, registers, shared));

    [Fact]
    public void Nothing_is_said_of_an_unknown_device() =>
        Assert.Null(Occupancy.ResidentBlocks("99.0", 128, 32, 0));
}
