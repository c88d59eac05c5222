using System.Text.Json.Nodes;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Baselines;

public sealed class EnvironmentMarksTests
{
    private static readonly MeasurementEnvironment Here = Sample.Environment();

    [Fact]
    public void Equal_environments_at_different_commits_do_not_differ() =>
        Assert.Empty(EnvironmentComparison.Differences(Here, Sample.Environment("v2") with { Git = null }));

    [Fact]
    public void The_schema_marks_the_fields_that_forbid_a_comparison()
    {
        var definitions = JsonNode.Parse(JsonSchemas.Text("measurement.schema.json"))!["definitions"]!;
        Assert.Equal(
            Incomparable().Select(row => row.Data.Item1).Order(StringComparer.Ordinal),
            Marked("environment", "").Order(StringComparer.Ordinal)
        );

        IEnumerable<string> Marked(string definition, string prefix) =>
            definitions[definition]!["properties"]!
                .AsObject()
                .SelectMany(p =>
                    p.Value!["$ref"] is { } reference
                        ? Marked(reference.GetValue<string>().Split('/')[^1], $"{prefix}{p.Key}.")
                    : p.Value["x-perfgate-incomparable"] is not null ? [prefix + p.Key]
                    : []
                );
    }

    public static TheoryData<string, MeasurementEnvironment> Incomparable() => new()
    {
        { "device", Here with { Device = DeviceKind.Host } },
        { "deviceSlug", Here with { DeviceSlug = "nvidia-h100" } },
        { "clock", Here with { Clock = "events" } },
        { "cache", Here with { Cache = "hot" } },
        { "clockPolicy", Here with { ClockPolicy = "lock" } },
        { "gpu.name", Here with { Gpu = Here.Gpu! with { Name = "NVIDIA H100" } } },
        { "gpu.driverVersion", Here with { Gpu = Here.Gpu! with { DriverVersion = "590.1" } } },
        { "compiler.name", Here with { Compiler = Here.Compiler with { Name = "clang++" } } },
        { "compiler.version", Here with { Compiler = Here.Compiler with { Version = "14.0.1" } } },
    };

    [Theory]
    [MemberData(nameof(Incomparable))]
    public void A_marked_field_that_differs_forbids_the_comparison(string field, MeasurementEnvironment there)
    {
        var difference = Assert.Single(EnvironmentComparison.Differences(Here, there));
        Assert.Equal(field, difference.Field);
        Assert.True(difference.Incomparable);
    }

    public static TheoryData<string, MeasurementEnvironment> Comparable() => new()
    {
        { "gpu.driverVersion", Here with { Gpu = Here.Gpu! with { DriverVersion = "580.200.01" } } },
        { "compiler.version", Here with { Compiler = Here.Compiler with { Version = "13.1.5" } } },
        { "gpu.uuid", Here with { Gpu = Here.Gpu! with { Uuid = "GPU-9" } } },
        { "host.kernel", Here with { Host = Here.Host with { Kernel = "6.12" } } },
        { "locked.TZ", Here with { Locked = Here.Locked.Add("TZ", "UTC") } },
    };

    [Theory]
    [InlineData(DeviceKind.Host, true)]
    [InlineData(DeviceKind.Cuda, false)]
    public void Another_number_of_processors_forbids_a_comparison_on_the_host_device_alone(
        DeviceKind device, bool forbids)
    {
        var here = Here with { Device = device };

        var difference = Assert.Single(
            EnvironmentComparison.Differences(here, here with { Host = here.Host with { LogicalProcessors = 64 } })
        );

        Assert.Equal(("host.logicalProcessors", forbids), (difference.Field, difference.Incomparable));
    }

    [Fact]
    public void A_library_of_another_version_is_named_and_one_that_only_one_side_has_is_not()
    {
        var before = Here with { Libraries = Here.Libraries.Add("cublas", "libcublas.so.13.0.2.14").Add("a", "1") };
        var now = Here with { Libraries = Here.Libraries.Add("cublas", "libcublas.so.13.1.0.3").Add("b", "1") };

        var difference = Assert.Single(EnvironmentComparison.Differences(before, now));

        Assert.Equal(
            new("libraries.cublas", "libcublas.so.13.0.2.14", "libcublas.so.13.1.0.3", Incomparable: false),
            difference
        );
    }

    [Theory]
    [MemberData(nameof(Comparable))]
    public void Another_field_that_differs_is_named_and_forbids_nothing(string field, MeasurementEnvironment there)
    {
        var difference = Assert.Single(EnvironmentComparison.Differences(Here, there));
        Assert.Equal(field, difference.Field);
        Assert.False(difference.Incomparable);
    }
}
