using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Tests.Devices.Host;

public class HostProcessorTests
{
    [Theory]
    [InlineData("AMD EPYC 9B14", "host-amd-epyc-9b14")]
    [InlineData("Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz", "host-intel-xeon-platinum-8481c-cpu-2-70ghz")]
    [InlineData("  ", "host")]
    public void A_processor_becomes_a_file_name(string name, string slug) =>
        Assert.Equal(slug, HostProcessor.Slug(name));

    [Fact]
    public void An_x86_processor_is_called_by_its_model_name() =>
        Assert.Equal("AMD EPYC", HostProcessor.NameIn(["processor\t: 0", "model\t\t: 17", "model name\t: AMD EPYC"]));

    [Fact]
    public void An_arm_processor_without_a_name_is_called_by_its_numbers() =>
        Assert.Equal(
            "Arm 0x41 0xd0c",
            HostProcessor.NameIn(["processor\t: 0", "CPU implementer\t: 0x41", "CPU part\t: 0xd0c"])
        );

    [Fact]
    public void A_system_that_names_no_processor_leaves_it_open() =>
        Assert.Null(HostProcessor.NameIn(["nothing: here", "no colon"]));

    [Theory]
    [InlineData("32768K", 32768L << 10)]
    [InlineData("256M", 256L << 20)]
    [InlineData("", null)]
    [InlineData("12", null)]
    [InlineData("xK", null)]
    public void A_cache_size_is_read_as_the_system_writes_it(string text, long? bytes) =>
        Assert.Equal(bytes, HostProcessor.CacheSize(text));

    [Theory]
    [InlineData(null, 32L << 20)]
    [InlineData(8L << 20, 16L << 20)]
    [InlineData(1L << 30, 64L << 20)]
    public void Twice_the_last_cache_is_overwritten_up_to_a_bound(long? cache, long overwritten)
    {
        using var eviction = new CacheEviction(cache);
        Assert.Equal(overwritten, eviction.Bytes);
    }
}
