using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Impossible is not improved.</summary>
public sealed class CeilingJudgingTests
{
    // An H200's: 4.24 TB/s, 755 TFLOP/s, 63 MB of L2 cache.
    private static readonly DeviceCeilings Ceilings = new(4.24e12, 7.55e14, "f16");

    private const long Count = 16_777_216;

    [Fact]
    public void A_time_that_the_memory_cannot_make_is_invalid_with_its_figures()
    {
        // 67 MB are read, which takes 15 µs, and 4 MB of what is written do not fit into the cache.
        var judged = Judged(Copy(5_000, "new"), Copy(40_000, "old"));

        Assert.Equal(CaseVerdict.Invalid, judged.Verdict);
        Assert.Matches(
            @"faster than possible: it took 5\.\d+ µs \(26\.\d TB/s by its stated bytes\), "
                + @"and moving 71\.3 MB of its stated bytes at the measured 4\.24 TB/s takes at least 1\d\.\d µs",
            judged.Reason
        );
    }

    [Fact]
    public void A_time_at_the_ceiling_is_an_improvement() =>
        Assert.Equal(
            CaseVerdict.Improvement,
            Judged(Copy(2.0 * 4 * Count / Ceilings.CopyBytesPerSecond * 1e9, "new"), Copy(80_000, "old")).Verdict
        );

    [Fact]
    public void What_may_stay_in_the_cache_is_not_counted()
    {
        // 8 MB in and 8 MB out: the outputs may never leave the cache, so 2 µs is possible and 1 µs is not.
        Assert.Equal(
            CaseVerdict.Improvement, Judged(Copy(2_000, "new", Count / 8), Copy(5_000, "old", Count / 8)).Verdict);
        var impossible = Judged(Copy(1_000, "new", Count / 8), Copy(5_000, "old", Count / 8));
        Assert.Equal(CaseVerdict.Invalid, impossible.Verdict);
        Assert.Contains("reading 8.39 MB of its stated bytes", impossible.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_hot_cache_small_inputs_come_out_of_it() =>
        Assert.Equal(
            CaseVerdict.Improvement,
            Judged(
                Copy(1_000, "new", Count / 8) with
                {
                    Cache = "hot",
                },
                Copy(5_000, "old", Count / 8) with
                {
                    Cache = "hot",
                }
            ).Verdict
        );

    [Fact]
    public void Arithmetic_has_a_ceiling_too()
    {
        var now = Copy(20_000, "new") with { Flops = 1e11 };

        Assert.Contains(
            "FLOP at the measured 755 TFLOP/s",
            Judged(now, Copy(80_000, "old") with { Flops = 1e11 }).Reason,
            StringComparison.Ordinal
        );
        // 100 GFLOP in 20 µs.
        Assert.Matches(
            @"\([45]\.\d+ PFLOP/s by its stated work\)",
            Judged(now with { Bytes = null }, Copy(80_000, "old") with { Flops = 1e11, Bytes = null }).Reason
        );
    }

    [Fact]
    public void Without_ceilings_or_work_counts_nothing_is_said()
    {
        Assert.Equal(CaseVerdict.Improvement, Judged(Copy(5_000, "new"), Copy(40_000, "old"), ceilings: null).Verdict);
        Assert.Equal(
            CaseVerdict.Improvement,
            Judged(Copy(5_000, "new") with { Bytes = null }, Copy(40_000, "old") with { Bytes = null }).Verdict
        );
    }

    [Fact]
    public void It_warns_and_fails_by_policy()
    {
        var (now, before) = (Copy(5_000, "new"), Copy(40_000, "old"));

        Assert.Equal(Outcome.Warning, Verdict(now, before).Outcome);
        Assert.Equal(Outcome.Incorrect, Verdict(now, before, new() { Ceiling = PolicyAction.Fail }).Outcome);
    }

    [Fact]
    public void An_unchanged_case_is_warned_of_and_stays_unchanged()
    {
        var verdict = Verdict(Copy(5_000, "old"), Copy(5_000, "old"));

        Assert.Equal((CaseVerdict.Unchanged, Outcome.Pass), (verdict.Of("copy").Verdict, verdict.Outcome));
        Assert.Contains(verdict.Warnings, w => w.StartsWith("copy is faster than possible", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_case_is_judged_too() =>
        Assert.Equal(
            CaseVerdict.Invalid,
            Judge.Decide(Given.Input(Measurement(Copy(5_000, "new"), Ceilings), null)).Of("copy").Verdict
        );

    [Fact]
    public void Beside_a_slower_case_it_is_a_note()
    {
        var copy = Copy(5_000, "new");
        var pair = Given.Pair("copy", 5_000, 1.3, 0.02, 0.002, 10, 7) with
        {
            Bytes = copy.Bytes, Declaration = copy.Declaration,
        };
        var judged = Judge.Decide(Given.Input(
            Measurement(pair, Ceilings) with { Interleaved = true }, null)).Of("copy");

        Assert.Equal(CaseVerdict.Regression, judged.Verdict);
        Assert.Contains("; also, faster than possible", judged.Reason, StringComparison.Ordinal);
    }

    // A clock that runs at half the pace makes half the ceilings.
    [Theory]
    [InlineData(true, true, CaseVerdict.Pass)]
    [InlineData(true, false, CaseVerdict.Invalid)]
    [InlineData(false, true, CaseVerdict.Pass)]
    [InlineData(false, false, CaseVerdict.Pass)]
    public void A_case_that_was_tried_is_held_against_the_ceilings_of_its_trial(
        bool measured, bool tried, CaseVerdict verdict)
    {
        var fast = Ceilings with { CopyBytesPerSecond = 1e3 * Ceilings.CopyBytesPerSecond };
        var copy = Copy(5_000, "new");
        var pair = Given.Pair("copy", 5_000, 1, 0.02, 0.0005, 10, 7) with
        {
            Bytes = copy.Bytes, Declaration = copy.Declaration,
        };

        Assert.Equal(
            verdict,
            Judge.Decide(Given.Input(Measurement(copy, measured ? Ceilings : null), null) with
            {
                Trial = Measurement(pair, tried ? fast : null) with { Interleaved = true },
            }).Of("copy").Verdict);
    }

    [Fact]
    public void A_case_beside_one_that_was_tried_is_held_against_the_trials_ceilings_where_there_are_no_others()
    {
        var other = Given.Pair("other", 5_000, 1, 0.02, 0.0005, 10, 7);

        Assert.Equal(
            CaseVerdict.Invalid,
            Judge.Decide(Given.Input(Measurement(Copy(5_000, "new"), null), null) with
            {
                Trial = Measurement(other, Ceilings) with { Interleaved = true },
            }).Of("copy").Verdict);
    }

    // Its declaration has the files that it writes, and not what the GPU moves.
    [Fact]
    public void Files_that_a_command_writes_bound_no_time()
    {
        var copy = Copy(5_000, "new");

        var command = copy with { Declaration = copy.Declaration! with { Command = new("./copy", ".", "kernels *") } };

        CaseVerdict Of(MeasuredCase measured) =>
            Judge.Decide(Given.Input(Measurement(measured, Ceilings), null)).Of("copy").Verdict;
        Assert.Equal((CaseVerdict.Invalid, CaseVerdict.New), (Of(copy), Of(command)));
    }

    private static CaseJudgement Judged(MeasuredCase now, MeasuredCase before) => Judged(now, before, Ceilings);

    private static CaseJudgement Judged(MeasuredCase now, MeasuredCase before, DeviceCeilings? ceilings) =>
        Judge.Decide(Given.Input(Measurement(now, ceilings), Measurement(before, ceilings))).Of("copy");

    private static Verdict Verdict(MeasuredCase now, MeasuredCase before, GatePolicy? policy = null) =>
        Judge.Decide(Given.Input(Measurement(now, Ceilings), Measurement(before, Ceilings), policy));

    private static Measurement Measurement(MeasuredCase measured, DeviceCeilings? ceilings) =>
        Given.Measurement(measured) with
        {
            Ceilings = ceilings,
            Environment = Given.Environment() with
            {
                Gpu = new()
                {
                    Name = "NVIDIA H200",
                    Uuid = "GPU-0",
                    ComputeCapability = "9.0",
                    Multiprocessors = 132,
                    MemoryBytes = 150L << 30,
                    L2CacheBytes = 62_914_560,
                },
            },
        };

    // Reads x and writes y, of so many floats each.
    private static MeasuredCase Copy(double ns, string code, long count = Count) =>
        Given.Case("copy", ns, 0.001, 10, 7, code) with
        {
            Bytes = 8.0 * count,
            Declaration = new()
            {
                Buffers = [new("x", "f32", count, "normal(0, 1)"), new("y", "f32", count, "poison")],
                Launches = [new("copy", "65536", "256", 0, "y, x")],
                Outputs = [new("y", 1e-6)],
                Expected = new()
                {
                    Kind = ExpectedKind.Function,
                    Name = "copy_ref",
                    Source = "copy.ref.cpp",
                    Arguments = "y, x",
                },
            },
        };
}
