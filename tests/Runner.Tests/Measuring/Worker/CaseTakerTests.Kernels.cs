using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Host;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <content>Kernels that read x and write y, on both sides of a trial or with inputs that change.</content>
public sealed partial class CaseTakerTests
{
    private const ulong Seed = 42;

    [Theory]
    [InlineData(-1, "before the start")]
    [InlineData(16, "behind the end")]
    public void A_kernel_that_writes_a_byte_beside_an_output_is_told_on_which_side(int offset, string side)
    {
        using var device = new ScriptedDevice(Steady)
        {
            Guard = 256,
            OnLaunch = launch => Write(launch.Single().Buffer, 7),
            Trespass = buffers => ((HostBuffer)buffers[1]).Part(offset, 1)[0] = 1,
        };
        var result = Take(device, benchmark: Copying(FillKind.Constant));

        Assert.Equal(CaseStatus.Incorrect, result.Status);
        Assert.Contains(
            $"it writes outside its buffers: 1 byte {side} of y, the nearest at a distance of 0 bytes",
            result.Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_memory_of_a_case_is_what_is_in_use_after_its_first_visit_and_was_not_before()
    {
        var launches = 0;
        using var device = new ScriptedDevice(Steady)
        {
            InUse = () => launches == 0 ? 1000 : 1064,
            OnLaunch = launch =>
            {
                launches++;
                Write(launch.Single().Buffer, 7);
            },
        };

        Assert.Equal(64, Take(device, benchmark: Copying(FillKind.Constant)).PeakMemoryBytes);
    }

    [Fact]
    public void Inputs_of_a_random_seed_are_checked_once_before_timing_and_leave_no_trace_in_the_result()
    {
        var seen = new List<float>();
        using var device = Copies(seen.Add);
        var result = Take(device, benchmark: Drawn("nothing"), seed: Seed, other: Expecting);

        Assert.Equal(CaseStatus.Measured, result.Status);
        Assert.Equal(3, seen.Distinct().Count());
        Assert.Single(seen, value => value == seen[0]);
        Assert.Equal([0, 1], result.Right.Select(right => right.Draw));
        Assert.Equal([false], result.Varies);
    }

    [Fact]
    public void A_kernel_that_is_right_for_the_timed_inputs_alone_is_found_out_by_a_random_seed()
    {
        var timed = new HashSet<float>();
        using (var honest = Copies(value => timed.Add(value)))
            Assert.Equal(CaseStatus.Measured, Take(honest, benchmark: Drawn("nothing"), other: Expecting).Status);
        Assert.Equal(2, timed.Count);

        using var device = new ScriptedDevice(Steady)
        {
            OnKernel = (name, buffers) =>
            {
                if (name == "copy" || timed.Contains(Read(buffers[0])[0]))
                    buffers[0].CopyTo(0, buffers[1], 0, buffers[0].Bytes);
                else
                    Write(buffers[1], 0);
            },
        };
        Assert.Equal(CaseStatus.Measured, Take(device, benchmark: Drawn("nothing"), other: Expecting).Status);
        var result = Take(device, benchmark: Drawn("nothing"), seed: Seed, other: Expecting);
        Assert.Equal(CaseStatus.Incorrect, result.Status);
        Assert.Contains("wrong with inputs of the random seed 42", result.Reason, StringComparison.Ordinal);
    }

    // By this a device knows that it has seen a function before. An extra check's inputs are others.
    [Fact]
    public void The_functions_of_a_case_belong_together_in_all_visits_with_the_same_inputs()
    {
        using var device = Copies(_ => { });
        var drawn = Drawn("nothing");
        var functions = drawn with
        {
            Buffers = [.. drawn.Buffers, new(FunctionSpec.ScratchName, ElementType.U8, 8, new(FillKind.Poison), 0)],
            Launches = [drawn.Launches[0] with { Function = new(8, false, false, 1) }],
        };
        var result = Take(device, benchmark: functions, seed: Seed, other: Expecting, visits: 48);

        Assert.True(result.Status == CaseStatus.Measured, result.Reason);
        var cases = device.Prepared.Where(p => p.Function is not null).Select(p => p.Function!.Case!).ToArray();
        Assert.Equal(1 + SamplingPlan.VisitsOfFunctions, cases.Length);
        Assert.Equal(1 + 2, cases.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 24)]
    public void The_sides_of_a_trial_share_memory_where_they_declare_the_same_buffers(bool scratch, int allocations)
    {
        using var device = Trial((_, buffers) => Write(buffers[1], 7));
        var result = Take(device, benchmark: Reading("nothing"), theirs: Reading("theirs", scratch));

        Assert.True(result.Status == CaseStatus.Measured, result.Reason);
        Assert.Equal(allocations, device.LayoutsTaken.Count);
        Assert.Equal(result.Samples.Length, result.ReferenceSamples!.Value.Length);
        Assert.Equal([true, true], new[] { result.Checks.Single().Passed, result.ReferenceChecks.Single().Passed });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_base_that_is_wrong_itself_cannot_be_a_reference(bool scratch)
    {
        using var device = Trial((name, buffers) => Write(buffers[1], name == "theirs" ? 8 : 7));
        var result = Take(device, benchmark: Reading("nothing"), theirs: Reading("theirs", scratch));

        Assert.Equal(CaseStatus.Failed, result.Status);
        Assert.StartsWith("the base's own output y is wrong", result.Reason, StringComparison.Ordinal);
        // Nothing was timed.
        Assert.Empty(device.Calls);
    }

    // Where both use the same memory either side may have done it.
    [Theory]
    [InlineData("theirs", false, CaseStatus.Failed, "the base's kernel cannot be a reference: it writes into x")]
    [InlineData("theirs", true, CaseStatus.Failed, "the base's kernel cannot be a reference: it writes into x")]
    [InlineData("nothing", false, CaseStatus.Incorrect, "it writes into x")]
    [InlineData("nothing", true, CaseStatus.Incorrect, "it writes into x")]
    public void Of_the_two_sides_of_a_trial_the_one_that_writes_into_an_input_is_told(
        string side,
        bool scratch,
        CaseStatus status,
        string said
    )
    {
        using var device = Trial(
            (name, buffers) =>
            {
                Write(buffers[1], 7);
                if (name == side)
                    Write(buffers[0], 1);
            }
        );
        var result = Take(device, benchmark: Reading("nothing"), theirs: Reading("theirs", scratch));

        Assert.Equal(status, result.Status);
        Assert.StartsWith(said, result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(2, 1, 10.0)]
    [InlineData(1, 2, 10.0)]
    public void The_share_of_the_clock_in_one_launch_is_known_where_a_side_has_several(
        int launches, int before, double? ofOne)
    {
        using var device = new ScriptedDevice(count => [.. Enumerable.Repeat(80_000.0, count)])
        {
            OnKernel = (_, buffers) => Write(buffers[1], 7),
            LaunchesOf = kernel => kernel == "theirs" ? before : launches,
        };
        var result = Take(device, benchmark: Reading("nothing"), theirs: Reading("theirs"));

        Assert.Equal((10.0 * launches, 10.0 * before), (result.ClockShare, result.ReferenceClockShare));
        Assert.Equal(ofOne, result.LaunchClockShare);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_time_of_the_timed_kernels_is_that_of_all_samples_of_both_sides(bool trial)
    {
        using var device = Trial((_, buffers) => Write(buffers[1], 7));
        var timed = 0.0;
        var result = Take(
            device, benchmark: Reading("copy"), theirs: trial ? Reading("theirs") : null,
            look: taker => timed = taker.TimedSeconds);

        Assert.Equal(80e-6 * (result.Samples.Length + (result.ReferenceSamples?.Length ?? 0)), timed, 1e-9);
        Assert.Equal(trial, result.ReferenceSamples is not null);
    }

    [Fact]
    public void A_check_without_times_finds_a_kernel_that_writes_into_an_input()
    {
        using var device = Trial((_, buffers) =>
        {
            Write(buffers[1], 7);
            Write(buffers[0], 1);
        });
        CaseResult? result = null;
        Take(device, benchmark: Reading("copy"), look: taker => result = taker.Check(Reading("copy")));

        Assert.Equal(CaseStatus.Incorrect, result!.Status);
        Assert.Contains("it writes into x, which is not an output", result.Reason, StringComparison.Ordinal);
    }

    // A pointer into the midst of x, and a struct of a number and a pointer into y.
    [Fact]
    public void The_addresses_of_buffers_take_their_places_among_the_bytes_of_an_argument()
    {
        using var device = Device(launch => Write(launch.Single().Buffer, 7));
        ArgumentSpec into = new("x", ElementType.F32, 0) { Offset = 8 };
        ArgumentBlock block = new(
            [.. new byte[16]],
            [(0, new(null, ElementType.I32, 5)), (8, new("y", ElementType.F32, 0) { Offset = 4 })]);
        var benchmark = Reading("copy");
        var launch = benchmark.Launches[0] with { Arguments = [into, into with { Block = block }] };
        Assert.Equal(CaseStatus.Measured, Take(device, benchmark: benchmark with { Launches = [launch] }).Status);

        var arguments = device.Prepared[0].Arguments;
        var x = Assert.Single(arguments[0].Addresses).Buffer;
        var bytes = new byte[16];
        arguments[0].Write(bytes.AsSpan(0, 8), _ => 1000);
        Assert.Equal(1008, BitConverter.ToInt64(bytes, 0));
        arguments[1].Write(bytes, buffer => buffer == x ? 1000UL : 2000UL);
        Assert.Equal((5, 2004), (BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, 8)));
    }

    private static double[] Steady(int count) => [.. Enumerable.Repeat(80_000.0, count)];

    private static ScriptedDevice Trial(Action<string, IReadOnlyList<IDeviceBuffer>> kernels) =>
        new(Steady) { OnKernel = kernels };

    // Every kernel copies x to y; those of the case itself tell what they found first in x.
    private static ScriptedDevice Copies(Action<float> found) =>
        new(Steady)
        {
            OnKernel = (name, buffers) =>
            {
                if (name == "nothing")
                    found(Read(buffers[0])[0]);
                buffers[0].CopyTo(0, buffers[1], 0, buffers[0].Bytes);
            },
        };

    // What another case computes is expected.
    private BenchmarkCase Drawn(string kernel) =>
        Reading(kernel) with
        {
            Buffers = [X(FillKind.Normal), Y],
            Check = new(null, "expecting", null, [new("y", 1e-6, null)]),
        };

    private BenchmarkCase Expecting =>
        Drawn("copy") with
        {
            Name = "expecting",
            Benchmark = "expecting",
            Buffers = [X(FillKind.Normal), Y, new("s", ElementType.F64, 4, new(FillKind.Poison), 0)],
        };

    private BenchmarkCase Reading(string kernel, bool scratch = false) =>
        Filled with
        {
            Buffers = scratch
                ? [X(FillKind.Constant), Y, new("s", ElementType.F32, 4, new(FillKind.Poison), 0)]
                : [X(FillKind.Constant), Y],
            Launches =
            [
                new(kernel, [1], [1], 0, [new("x", ElementType.F32, 0), new("y", ElementType.F32, 0)])
                {
                    Written = ["y"],
                },
            ],
        };

    private static BufferSpec X(FillKind fill) => new("x", ElementType.F32, 4, new(fill, 7, 1), 3);

    private static BufferSpec Y => new("y", ElementType.F32, 4, new(FillKind.Poison), 0);
}
