using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>
/// The shortest possible time of a case, on a device that copies a byte in a nanosecond and computes a FLOP in two. A
/// byte that is copied counts twice, read and written; reading alone is faster by 5 %.
/// </summary>
public sealed class DeviceBoundTests
{
    private static readonly DeviceCeilings Ceilings = new(1e9, 5e8, "f16");

    private static readonly DeclaredBuffer In = new("x", "f32", 1000, "normal(0, 1)");
    private static readonly DeclaredBuffer Out = new("y", "f32", 1000, "poison");
    private static readonly DeclaredBuffer Scratch = new("s", "f32", 500, "poison");

    [Fact]
    public void A_copy_reads_and_writes_each_byte() => Assert.Equal(8000, Bound(8000, In, Out));

    [Fact]
    public void What_is_read_beyond_what_is_written_goes_faster() =>
        Assert.Equal(2 * 400 + 3600 / 1.05, Bound(4400, In, Out with { Count = 100 })!.Value, 1e-9);

    [Fact]
    public void What_is_written_beyond_what_is_read_does_not() =>
        Assert.Equal(2 * 400 + 3600, Bound(4400, In with { Count = 100 }, Out));

    [Fact]
    public void An_input_counts_once_however_often_the_case_says_it_is_read() =>
        Assert.Equal(8000, Bound(80_000, In, Out));

    [Fact]
    public void An_output_that_is_an_input_too_is_read_and_written() =>
        Assert.Equal(8000, Bound(8000, In with { Name = "y" }));

    [Fact]
    public void An_output_of_a_constant_is_written_only() =>
        Assert.Equal(4000, Bound(4000, Out with { Fill = "constant 0" }));

    // 2000 bytes of scratch memory, written and read again, beside the 8000 of the copy.
    [Fact]
    public void Scratch_memory_need_not_leave_the_cache()
    {
        Assert.Equal(8000, Bound(12_000, In, Scratch, Out));
        // Half of the input is read: what the scratch memory takes is not read of it.
        Assert.Equal(8000, Bound(12_000, In with { Count = 2000 }, Scratch, Out));
        // Memory that starts as a constant holds no input either.
        Assert.Equal(8000, Bound(12_000, In with { Count = 2000 }, Scratch with { Fill = "constant 0" }, Out));
    }

    [Fact]
    public void More_is_never_written_than_the_case_states() => Assert.Equal(1500, Bound(1500, Out));

    [Fact]
    public void What_is_written_last_may_still_be_in_the_cache() =>
        Assert.Equal(2 * 3000 + 1000 / 1.05, Bound(8000, 1000, "cold", In, Out)!.Value, 1e-9);

    [Fact]
    public void With_a_hot_cache_inputs_may_be_in_it_too() => Assert.Equal(2 * 3000, Bound(8000, 1000, "hot", In, Out));

    [Fact]
    public void Of_a_cache_of_unknown_size_everything_may_come()
    {
        Assert.Equal(4000 / 1.05, Bound(8000, null, "cold", In, Out)!.Value, 1e-9);
        Assert.Null(Bound(8000, null, "hot", In, Out));
    }

    [Theory]
    [InlineData("u8", 1)]
    [InlineData("bf16", 2)]
    [InlineData("i32", 4)]
    [InlineData("f64", 8)]
    // A type that is not known counts as large: then more is taken off.
    [InlineData("f8", 8)]
    public void A_buffer_has_the_bytes_of_its_type(string type, int bytes) =>
        Assert.Equal(1000 * bytes, Bound(100_000, Out with { Type = type }));

    [Fact]
    public void The_slower_of_memory_and_arithmetic_bounds()
    {
        var copy = Case(8000, "cold", In, Out);

        Assert.Equal(8000, Of(copy with { Flops = 3999 }));
        Assert.Equal(8002, Of(copy with { Flops = 4001 })!.Value, 1e-9);
        Assert.Equal(8000, Of(copy with { Flops = 0 }));
    }

    // The ceiling is of half precision, and 8-bit matrix units are faster.
    [Fact]
    public void Arithmetic_on_bytes_has_no_known_ceiling() =>
        Assert.Equal(
            2000,
            Of(Case(2000, "cold", In with { Type = "i8" }, Out with { Type = "i8" }) with { Flops = 1e9 })
        );

    [Fact]
    public void Arithmetic_on_some_bytes_has_no_known_ceiling_either() =>
        Assert.Equal(
            2 * 1000 + 3000, Of(Case(5000, "cold", In with { Type = "i8" }, Out) with { Flops = 1e9 })!.Value, 1e-9);

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 4e12)]
    public void A_ceiling_of_nothing_is_one_that_was_not_measured(double flopsPerSecond, double? ns) =>
        Assert.Equal(
            ns,
            DeviceBound.Of(
                Case(0, "cold", In, Out) with { Flops = 4000 },
                Given.Measurement() with { Ceilings = new(1e9, flopsPerSecond, "f16") })?.Nanoseconds);

    [Fact]
    public void The_bound_itself_is_possible() => Assert.False(new DeviceBound((100 + 50) * 1.05, "").Forbids(100));

    [Theory]
    [InlineData(7569, false)]
    [InlineData(7568, true)]
    public void A_time_is_impossible_below_the_bound_less_the_clocks_error_and_five_per_cent(
        double ns,
        bool forbidden
    ) =>
        // (7569 + 50) · 1.05 = 7999.95 and (7568 + 50) · 1.05 = 7998.9.
        Assert.Equal(forbidden, new DeviceBound(7999, "copying").Forbids(ns));

    private static double? Bound(double bytes, params DeclaredBuffer[] buffers) => Bound(bytes, 0, "cold", buffers);

    private static double? Bound(double bytes, long? cache, string state, params DeclaredBuffer[] buffers) =>
        Of(Case(bytes, state, buffers), cache);

    private static double? Of(MeasuredCase measured, long? cache = 0) =>
        DeviceBound
            .Of(
                measured,
                Given.Measurement(measured) with
                {
                    Ceilings = Ceilings,
                    Environment = Given.Environment() with
                    {
                        Gpu = new()
                        {
                            Name = "a GPU",
                            Uuid = "GPU-0",
                            ComputeCapability = "9.0",
                            Multiprocessors = 1,
                            MemoryBytes = 1 << 30,
                            L2CacheBytes = cache,
                        },
                    },
                }
            )
            ?.Nanoseconds;

    // The buffer called y is what it writes.
    private static MeasuredCase Case(double bytes, string cache, params DeclaredBuffer[] buffers) =>
        Given.Case("copy", 1000, 0, 1, 1) with
        {
            Bytes = bytes,
            Cache = cache,
            Declaration = new()
            {
                Buffers = [.. buffers],
                Launches = [new("copy", "1", "32", 0, "y, x")],
                Outputs = [new("y", 1e-6)],
                Expected = new()
                {
                    Kind = ExpectedKind.Function,
                    Name = "f",
                    Source = "f.cpp",
                    Arguments = "y, x",
                },
            },
        };
}
