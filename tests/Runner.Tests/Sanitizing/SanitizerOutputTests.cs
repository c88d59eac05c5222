using PerfGate.Core.Sanitizing;
using PerfGate.Runner.Sanitizing;

namespace PerfGate.Runner.Tests.Sanitizing;

/// <summary>What compute-sanitizer prints, in the forms of its versions.</summary>
public sealed class SanitizerOutputTests
{
    [Fact]
    public void More_errors_than_a_number_holds_are_very_many() =>
        Assert.Equal(
            long.MaxValue,
            SanitizerOutput.Parse(["========= ERROR SUMMARY: 11111111111111111111 errors"]).Errors
        );

    [Fact]
    public void An_access_out_of_bounds_is_read_with_its_line_and_what_is_known_about_it()
    {
        var output = Parse("""
            ========= COMPUTE-SANITIZER
            ========= Invalid __global__ write of size 4 bytes
            =========     at past_the_end(const float *, float *, int)+0x90 in planted.cu:12
            =========     by thread (232,0,0) in block (3,0,0)
            =========     Address 0x7c5838a00fa0 is out of bounds
            =========     and is 1 bytes after the nearest allocation at 0x7c5838a00000 of size 4,000 bytes
            =========     Saved host backtrace up to driver entry point at kernel launch time
            =========         Host Frame: cuLaunchKernel [0x2ea231] in libcuda.so.1
            =========
            ========= Program hit CUDA_ERROR_LAUNCH_FAILED (error 719) due to "unspecified launch failure" on CUDA API call to cuStreamSynchronize.
            =========     Saved host backtrace up to driver entry point at error
            =========
            ========= ERROR SUMMARY: 2 errors
            """);

        var report = Assert.Single(output.Reports);
        Assert.Equal((FindingLevel.Error, "Invalid __global__ write of size 4 bytes"), (report.Level, report.What));
        Assert.Equal([new("planted.cu", 12)], report.Places);
        Assert.Contains("by thread (232,0,0) in block (3,0,0)", report.Details);
        Assert.DoesNotContain(report.Details, d => d.Contains("Host", StringComparison.Ordinal));
        Assert.Equal(2, output.Errors);
    }

    [Theory]
    [InlineData(
        "at 0xd80 in /data/src/kernels/attention.cu:162:void add_bias<(bool)1, __half>(T2 *, int)",
        "/data/src/kernels/attention.cu",
        162
    )]
    [InlineData("at void ns::sum<(int)4>(float *)+0x2490 in /home/a b/row-check.cu:6", "/home/a b/row-check.cu", 6)]
    [InlineData(
        "at mul(const float*, int)+0x70\n=========        in /mnt/vector_mul2/mul.cu:53",
        "/mnt/vector_mul2/mul.cu",
        53
    )]
    [InlineData("at inner(int)+0x70 in kernels\\softmax.cu:9", "kernels\\softmax.cu", 9)]
    public void Every_versions_form_of_a_place_is_read(string place, string file, int line)
    {
        var output = Parse($"""
            ========= Uninitialized __global__ memory read of size 4 bytes
            =========     {place}
            =========     by thread (30,0,0) in block (1,0,0)
            ========= ERROR SUMMARY: 1 error
            """);

        Assert.Equal([new SourceLine(file, line)], Assert.Single(output.Reports).Places);
    }

    [Theory]
    [InlineData("at 0x150 in void cudf::count_kernel<int=256>(unsigned int const *,int)")]
    [InlineData("at kernel_name+0x15520")]
    public void A_module_without_line_numbers_has_no_place(string place)
    {
        var report = Assert.Single(
            Parse($"========= Invalid __shared__ read of size 4 bytes\n=========     {place}\n").Reports);

        Assert.Empty(report.Places);
    }

    [Fact]
    public void A_race_names_both_of_its_sides_and_warnings_are_no_errors()
    {
        var output = Parse("""
            ========= COMPUTE-SANITIZER
            ========= Error: Race reported between Write access at race(float *)+0x70 in race.cu:24
            =========     and Read access at race(float *)+0xa0 in race.cu:29 [508 hazards]
            =========     and Read access at race(float *)+0xb0 in race.cu:30 [508 hazards]
            =========
            ========= Warning: Race reported between Read access at race(float *)+0x170 in race.cu:40
            =========     and Write access at race(float *)+0x1a0 in race.cu:41 [8 hazards]
            =========
            ========= Warning: Maximum number of hazards reached. Environment variable NV_COMPUTE_SANITIZER_MAX_RACECHECK_HAZARDS can be used to increase this count.
            ========= RACECHECK SUMMARY: 2 hazards displayed (1 error, 1 warning)
            """);

        Assert.Equal(
            [
                (FindingLevel.Error, "Race between a Write access and a Read access", 24),
                (FindingLevel.Warning, "Race between a Read access and a Write access", 40),
            ],
            output.Reports.Select(r => (r.Level, r.What, r.Places[0].Line))
        );
        Assert.Equal(
            [
                "Write access at race(float *)+0x70 in race.cu:24",
                "and Read access at race(float *)+0xa0 in race.cu:29 [508 hazards]",
                "and Read access at race(float *)+0xb0 in race.cu:30 [508 hazards]",
            ],
            output.Reports[0].Details
        );
        Assert.Equal(1, output.Errors);
    }

    [Fact]
    public void A_barrier_error_is_read_and_a_report_without_a_head_that_is_known_too()
    {
        var output = Parse("""
            ========= Barrier error detected. Divergent thread(s) in warp.
            =========     at split(int *)+0xa0 in sync.cu:61
            =========     by thread (19,0,0) in block (0,0,0)
            =========
            ========= Something that a later version has found
            =========     at split(int *)+0xb0 in sync.cu:62
            =========
            ========= ERROR SUMMARY: 1,024 errors
            ========= ERROR SUMMARY: 924 errors were not printed. Use --print-limit option to adjust the number of printed errors
            """);

        Assert.Equal([61, 62], output.Reports.Select(r => r.Places[0].Line));
        Assert.Equal(1024, output.Errors);
    }

    [Fact]
    public void The_innermost_place_comes_first_and_the_calls_above_it_follow()
    {
        var report = Assert.Single(Parse("""
            ========= Invalid __global__ read of size 2 bytes
            =========     at __half2float(__half)+0x20 in /usr/local/cuda/include/cuda_fp16.hpp:136
            =========     by thread (0,0,0) in block (0,0,0)
            =========         Device Frame: scale(__half *)+0x90 in kernels/scale.cu:12
            ========= ERROR SUMMARY: 1 error
            """).Reports);

        Assert.Equal([136, 12], report.Places.Select(p => p.Line));
    }

    [Fact]
    public void A_tool_that_did_not_get_to_its_end_has_no_summary()
    {
        Assert.Null(
            Parse(
                "========= COMPUTE-SANITIZER\n========= Error: No attachable process found. compute-sanitizer "
                    + "timed-out.\n"
            ).Errors
        );
        Assert.Equal(0, Parse("softmax: launched once\n========= ERROR SUMMARY: 0 errors\n").Errors);
        Assert.Equal(0, Parse("========= RACECHECK SUMMARY: 0 hazards displayed (0 errors, 0 warnings)").Errors);
        Assert.Equal(0, Parse("========= RACECHECK SUMMARY: 2 hazards displayed (0 errors, 2 warnings)").Errors);
    }

    private static SanitizerOutput Parse(string text) => SanitizerOutput.Parse(text.Split('\n'));
}
