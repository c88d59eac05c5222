using System.Text.RegularExpressions;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What is recorded of where a measurement was taken.</summary>
public sealed class EnvironmentRecordTests
{
    private static readonly WorkerResult Device = new()
    {
        DeviceName = "host",
        DeviceSlug = "",
        DeviceMemoryBytes = 1000,
        Clock = "host",
    };

    [Theory]
    [InlineData(ClockPolicy.Lock, "lock")]
    [InlineData(ClockPolicy.Observe, "observe")]
    public void Whether_the_clocks_were_locked_is_what_the_policy_asked_for(ClockPolicy clocks, string recorded) =>
        Assert.Equal(
            recorded,
            EnvironmentRecord.Of(
                DeviceKind.Host, Device, new() { Clocks = clocks }, new("g++", "12", ""), git: null).ClockPolicy);

    [Theory]
    [InlineData(null, "host")]
    [InlineData("host-epyc", "host-epyc")]
    public void A_device_that_was_not_opened_is_called_by_its_model_or_else_by_its_kind(string? slug, string recorded)
    {
        var facts = new DeviceFacts(DeviceKind.Host, "the test says so", null, 1000, 4, null) { Slug = slug };

        Assert.Equal(
            recorded, EnvironmentRecord.Unopened(facts, new(), new("g++", "12", ""), git: null).DeviceSlug);
    }

    [Fact]
    public void A_device_without_a_name_in_file_names_has_none()
    {
        Assert.Null(Device.Facts(DeviceKind.Host).Slug);
        Assert.Equal("x", (Device with { DeviceSlug = "x" }).Facts(DeviceKind.Host).Slug);
    }

    [Fact]
    public void The_multiprocessors_are_the_GPUs_or_else_the_processors()
    {
        var gpu = new GpuDescription
        {
            Name = "NVIDIA L4", Uuid = "GPU-1", ComputeCapability = "8.9", Multiprocessors = 1234, MemoryBytes = 1000,
        };

        Assert.Equal(1234, (Device with { Gpu = gpu }).Facts(DeviceKind.Cuda).Multiprocessors);
        Assert.Equal(Environment.ProcessorCount, Device.Facts(DeviceKind.Host).Multiprocessors);
    }

    [Fact]
    public void The_version_is_recorded_without_a_commit() =>
        Assert.Matches(@"^\d+\.\d+\.\d+[^+]*$", EnvironmentRecord.Version());

    [Fact]
    public void The_machine_is_called_by_its_distribution_and_its_processor()
    {
        var machine = EnvironmentRecord.ThisMachine();

        Assert.NotEmpty(machine.Processor);
        if (File.Exists("/proc/cpuinfo") && File.ReadAllText("/proc/cpuinfo") is var processors
            && processors.Contains("model name", StringComparison.Ordinal))
        {
            Assert.Matches($"(?m)^model name\\s*: {Regex.Escape(machine.Processor)}$", processors);
        }

        if (File.Exists("/etc/os-release"))
        {
            Assert.Contains(
                $"\"{machine.OperatingSystem}\"", File.ReadAllText("/etc/os-release"), StringComparison.Ordinal);
        }
    }
}
