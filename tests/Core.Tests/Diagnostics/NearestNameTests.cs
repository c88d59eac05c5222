using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Tests.Diagnostics;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["grid", "block", "kernel", "sharedMemory"];

    [Theory]
    [InlineData("gird", "grid")]
    [InlineData("Grid", "grid")]
    [InlineData("sharedMemmory", "sharedMemory")]
    [InlineData("kernl", "kernel")]
    [InlineData("arguments", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void A_slip_finds_its_name_and_another_word_none(string written, string? meant) =>
        Assert.Equal(meant, NearestName.Find(written, Known));
}
