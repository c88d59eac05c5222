using System.Text;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

public sealed class ManifestLoaderTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_case_is_named_by_its_benchmark_and_axes() =>
        Assert.Equal(["softmax/N=1024", "softmax/N=4096"], _folder.Load(ManifestFolder.Cuda).Cases.Select(c => c.Name));

    [Fact]
    public void The_host_device_takes_its_own_axes_and_constants()
    {
        var cases = _folder.Load(ManifestFolder.Host).Cases;

        Assert.Equal(["softmax/N=256", "softmax/N=512"], cases.Select(c => c.Name));
        Assert.Equal(64 * 256, cases[0].Buffers[0].Count);
    }

    [Fact]
    public void Several_axes_make_their_product_with_the_last_one_fastest()
    {
        _folder.Change("\"N\": [1024, 4096] },", "\"N\": [1, 2], \"K\": [0.5, 4] },");

        Assert.Equal(
            ["softmax/N=1,K=0.5", "softmax/N=1,K=4", "softmax/N=2,K=0.5", "softmax/N=2,K=4"],
            _folder.Load(ManifestFolder.Cuda).Cases.Select(c => c.Name));
    }

    [Fact]
    public void A_benchmark_without_axes_is_one_case_of_its_own_name()
    {
        _folder.Change("\"axes\": { \"N\": [1024, 4096] },", "");
        _folder.Write(ManifestFolder.Manifest, File.ReadAllText(Path.Combine(_folder.Root, ManifestFolder.Manifest))
            .Replace("\"axes\": { \"N\": [256, 512] }, ", "", StringComparison.Ordinal)
            .Replace("\"M\": 4096,", "\"M\": 4096, \"N\": 8,", StringComparison.Ordinal));

        Assert.Equal("softmax", Assert.Single(_folder.Load().Cases).Name);
    }

    [Fact]
    public void Launches_are_resolved_to_numbers()
    {
        var launch = Assert.Single(_folder.Load().Cases[0].Launches);

        Assert.Equal([64u], launch.Grid);
        Assert.Equal([256u], launch.Block);
        Assert.Equal(
            [new("x", ElementType.F32, 0), new("y", ElementType.F32, 0), new(null, ElementType.I32, 256)],
            launch.Arguments
        );
    }

    [Fact]
    public void Macros_are_evaluated_where_they_are_arithmetic_and_passed_on_where_not() =>
        Assert.Equal("ELEMENT=float;TILE=32", _folder.Load().Cases[0].Defines);

    [Fact]
    public void Sources_are_named_relative_to_the_root()
    {
        var benchmark = _folder.Load().Cases[0];

        Assert.Equal("kernels/softmax.cu", benchmark.Source);
        Assert.Equal("kernels/softmax.ref.cpp", benchmark.Check.Function!.Source);
    }

    [Fact]
    public void Work_tolerance_and_role_reach_the_case()
    {
        _folder.Change("\"tolerance\": 0.02", "\"tolerance\": 0.02, \"role\": \"canary\"");
        var benchmark = _folder.Load().Cases[0];

        Assert.Equal(
            (5.0 * 64 * 256, 8.0 * 64 * 256, 0.02, CaseRole.Canary),
            (benchmark.Flops, benchmark.Bytes, benchmark.Tolerance, benchmark.Role)
        );
    }

    [Fact]
    public void A_case_knows_the_line_that_declares_it() =>
        Assert.Equal(
            (ManifestFolder.Manifest, 5),
            (_folder.Load().Cases[0].DeclaredAt.File, _folder.Load().Cases[0].DeclaredAt.Line)
        );

    [Fact]
    public void Outputs_are_poisoned_and_inputs_standard_normal_unless_stated()
    {
        _folder.Change(", \"fill\": { \"normal\": { \"mean\": 0, \"deviation\": 1 } }", "");
        _folder.Write(
            ManifestFolder.Manifest,
            File.ReadAllText(Path.Combine(_folder.Root, ManifestFolder.Manifest))
                .Replace(", \"fill\": \"poison\"", "", StringComparison.Ordinal)
        );

        Assert.Equal(
            [new(FillKind.Normal, 0, 1), new(FillKind.Poison)],
            _folder.Load().Cases[0].Buffers.Select(b => b.Fill)
        );
    }

    [Theory]
    [InlineData("\"device\": \"cuda\"", "it requires a cuda device, and this is host")]
    [InlineData("\"computeCapability\": \"9.0\"", "it requires compute capability 9.0, and a host device has none")]
    [InlineData("\"memory\": \"9e9\"", "it requires 9000000000 bytes of device memory, and this device has 8000000000")]
    public void A_need_that_the_device_does_not_meet_is_named(string need, string reason)
    {
        _folder.Change("\"memory\": \"1e6\"", need);

        Assert.All(_folder.Load().Cases, c => Assert.Equal(reason, c.SkipReason));
    }

    [Theory]
    [InlineData("8.9", "it requires compute capability 9.0 or above, and below 10.0, and this device has 8.9")]
    [InlineData("9.0", null)]
    [InlineData("9.9", null)]
    [InlineData("10.0", "it requires compute capability 9.0 or above, and below 10.0, and this device has 10.0")]
    public void A_compute_capability_can_be_too_high(string has, string? reason)
    {
        _folder.Change("\"memory\": \"1e6\"", "\"computeCapability\": \"9.0\", \"computeCapabilityBelow\": \"10.0\"");

        Assert.All(
            _folder.Load(ManifestFolder.Cuda with { ComputeCapability = has }).Cases,
            c => Assert.Equal(reason, c.SkipReason)
        );
    }

    [Fact]
    public void Compute_capabilities_compare_as_versions()
    {
        _folder.Change("\"memory\": \"1e6\"", "\"computeCapability\": \"9.0\"");

        Assert.All(
            _folder.Load(ManifestFolder.Cuda with { ComputeCapability = "10.0" }).Cases,
            c => Assert.Null(c.SkipReason)
        );
    }

    [Fact]
    public void A_skipped_case_may_ask_for_what_this_device_does_not_tell()
    {
        _folder.Change("\"memory\": \"1e6\"", "\"device\": \"cuda\"");
        _folder.Write(ManifestFolder.Manifest, File.ReadAllText(Path.Combine(_folder.Root, ManifestFolder.Manifest))
            .Replace("\"grid\": [\"M\"]", "\"grid\": [\"ceil_div(device.l2, 1024)\"]", StringComparison.Ordinal));

        Assert.All(_folder.Load().Cases, c => Assert.NotNull(c.SkipReason));
    }

    [Fact]
    public void Device_properties_are_names_of_expressions()
    {
        _folder.Change("\"grid\": [\"M\"]", "\"grid\": \"2 * device.multiprocessors\"");

        Assert.Equal([116u], _folder.Load(ManifestFolder.Cuda).Cases[0].Launches[0].Grid);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_read()
    {
        var text = ManifestFolder
            .Good.ReplaceLineEndings("\r\n")
            .Replace("softmax_rows", "softmax_row", StringComparison.Ordinal);
        File.WriteAllText(
            Path.Combine(_folder.Root, ManifestFolder.Manifest),
            text,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );

        Assert.Equal((13, 17), (_folder.Error().Location!.Line, _folder.Error().Location!.Column));
    }

    [Fact]
    public void Equal_buffer_names_hold_equal_values_in_all_benchmarks()
    {
        _folder.Write(
            "kernels/other.bench.json",
            ManifestFolder.Good.Replace("\"name\": \"softmax\"", "\"name\": \"other\"", StringComparison.Ordinal)
        );

        var cases = _folder.Load(null, ManifestFolder.Manifest, "kernels/other.bench.json").Cases;

        Assert.Equal(cases[0].Buffers[0].Seed, cases[2].Buffers[0].Seed);
        Assert.NotEqual(cases[0].Buffers[0].Seed, cases[0].Buffers[1].Seed);
    }

    [Fact]
    public void Another_seed_changes_the_values()
    {
        var before = _folder.Load().Cases[0].Buffers[0].Seed;
        _folder.Change("\"schemaVersion\": 1,", "\"schemaVersion\": 1, \"seed\": 2,");

        Assert.NotEqual(before, _folder.Load().Cases[0].Buffers[0].Seed);
    }

    [Fact]
    public void A_kernel_of_an_included_file_is_found()
    {
        _folder.Write("kernels/rows.cuh", File.ReadAllText(Path.Combine(_folder.Root, "kernels/softmax.cu")));
        _folder.Write("kernels/softmax.cu", "#include \"rows.cuh\"\n");

        Assert.Equal(2, _folder.Load().Cases.Length);
    }

    [Fact]
    public void A_kernel_that_a_macro_defines_is_left_to_the_compiler()
    {
        _folder.Write(
            "kernels/softmax.cu",
            "#define ROWS(name) __global__ void name(const float* x, float* y, int n) {}\nROWS(softmax_rows)\n"
        );

        Assert.Equal(2, _folder.Load().Cases.Length);
    }
}
