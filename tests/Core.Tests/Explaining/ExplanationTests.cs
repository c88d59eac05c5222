using PerfGate.Core.Explaining;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Explaining;

/// <summary>The paragraph, from counters that ncu recorded and from made-up ones at the rules' boundaries.</summary>
public sealed class ExplanationTests
{
    private const string Series = "_Z6seriesPKfPfii";

    [Theory]
    [InlineData("coalesced", "uncoalesced access to global memory: 32 sectors a load, where the reference has 4;")]
    [InlineData("tiled", "bank conflicts in shared memory: 4.1 M conflicts, where the reference has 9576;")]
    [InlineData(
        "chase",
        "lower occupancy, limited by registers: room for 25 % of the warps, where the reference has 100 %;"
    )]
    [InlineData(Series, "more work: 153 M instructions, where the reference has 79.0 M.")]
    [InlineData("spilled", "local memory, such as register spills: 308 M sectors of local memory, where")]
    [InlineData("shared_chase", "lower occupancy, limited by shared memory: room for 25 % of the warps, where")]
    [InlineData("more_bytes", "more traffic to device memory: 38.2 MB read and written, where")]
    [InlineData("barriers", "waiting at barriers: 23.0 warps at a barrier for every instruction issued, where")]
    [InlineData("diverges", "divergent branches: 4.09 of 32 threads in an instruction, where the reference has 32.")]
    [InlineData("doubled", "double-precision arithmetic: 67.1 M operations in double precision, where")]
    [InlineData("products", "less use of the tensor cores: busy at 0.21 % of their peak, where")]
    [InlineData("few_blocks", "a launch too small for the device: 40 blocks, where the reference has 1056;")]
    [InlineData("adds", "atomics on few addresses: 66.7 % of their sectors in one slice of the L2 cache, where")]
    public void The_first_sentence_names_the_planted_cause(string kernel, string cause)
    {
        var (sentences, bounded) = Explanation.Of([RecordedPairs.Slowed(kernel)], new());

        Assert.StartsWith($"{kernel} is slower because of {cause}", sentences[0].Text, StringComparison.Ordinal);
        Assert.NotEmpty(sentences[0].Counters);
        Assert.True(bounded);
    }

    [Theory]
    [InlineData("coalesced", "better coalesced access to global memory: 4 sectors a load, where the reference has 32;")]
    [InlineData("tiled", "fewer bank conflicts in shared memory")]
    [InlineData("chase", "higher occupancy, less limited by registers")]
    [InlineData(Series, "less work: 79.0 M instructions")]
    [InlineData("products", "more use of the tensor cores")]
    public void The_other_way_round_it_says_why_a_kernel_is_faster(string kernel, string cause) =>
        Assert.StartsWith(
            $"{kernel} is faster because of {cause}",
            Explanation.Of([RecordedPairs.Sped(kernel)], new()).Sentences[0].Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void Of_two_different_kernels_it_says_what_differs_and_claims_no_cause() =>
        Assert.StartsWith(
            "chase is faster. What differs most by the counters is higher occupancy, less limited by registers",
            Explanation.Of([RecordedPairs.Sped("chase")], new() { OtherKernel = true }).Sentences[0].Text,
            StringComparison.Ordinal
        );

    // On an H200 cuDNN's attention does 1156 atomics in one slice in 47 us.
    [Theory]
    [InlineData(2, false)]
    [InlineData(4_700, true)]
    public void A_few_atomics_are_no_cause(double scale, bool named)
    {
        var adds = RecordedPairs.Slowed("adds");
        var time = adds.Counters.Single(c => c.Name == NcuMetrics.Time).Candidate!.Value;
        string[] atomics =
        [
            NcuMetrics.ReductionSectors,
            NcuMetrics.AtomicSectors,
            NcuMetrics.HottestReductions,
            NcuMetrics.HottestAtomics,
        ];
        var hottest = adds
            .Counters.Where(c => c.Name is NcuMetrics.HottestReductions or NcuMetrics.HottestAtomics)
            .Sum(c => c.Candidate!.Value);
        var sentences = Explanation
            .Of(
                [
                    adds with
                    {
                        Counters =
                        [
                            .. adds.Counters.Select(c =>
                                atomics.Contains(c.Name)
                                    ? c with
                                    {
                                        Reference = c.Reference * scale * time / 10_000 / hottest,
                                        Candidate = c.Candidate * scale * time / 10_000 / hottest,
                                    }
                                    : c
                            ),
                        ],
                    },
                ],
                new()
            )
            .Sentences;

        Assert.Equal(named, sentences.Any(s => s.Text.Contains("atomics", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("tiled", "It is bound by the L1 cache and shared memory: busy at 87.2 % of the peak, where")]
    [InlineData(
        "chase",
        "It is bound by latency: its busiest unit is the L2 cache at 15.8 % of the peak. Its warps wait for "
            + "data from global or local memory (95.0 % of the warps)"
    )]
    [InlineData(Series, "It is bound by the arithmetic and issue of the multiprocessors: busy at 96.1 % of the peak")]
    public void What_bounds_the_kernel_is_told(string kernel, string bound) =>
        Assert.Contains(
            Explanation.Of([RecordedPairs.Slowed(kernel)], new()).Sentences,
            s => s.Text.StartsWith(bound, StringComparison.Ordinal)
        );

    [Fact]
    public void Every_sentence_with_a_figure_names_its_counters() =>
        Assert.All(
            Explanation.Of([RecordedPairs.Slowed("coalesced")], new()).Sentences,
            s => Assert.True(!s.Text.Any(char.IsAsciiDigit) || s.Counters.Length > 0 || s.Text.Contains("L2"), s.Text)
        );

    [Fact]
    public void Where_no_counter_moved_no_cause_is_made_up() =>
        Assert.StartsWith(
            "No counter of tiled changed by as much as its time: ",
            Explanation.Of([RecordedPairs.Same("tiled")], new() { Ratio = 1.08 }).Sentences[0].Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(1.05, "k is slower because of more work")]
    [InlineData(1.015, "No counter of k changed by as much as its time")]
    public void A_small_slow_down_has_a_cause_of_its_own_size(double instructions, string first)
    {
        var kernel = Kernel(
            (NcuMetrics.Time, 1000, 1050),
            (NcuMetrics.Instructions, 1000, 1000 * instructions),
            (NcuMetrics.DramBusy, 50, 50),
            (NcuMetrics.DramRead, 1000, 1030)
        );

        Assert.StartsWith(first, Explanation.Of([kernel], new()).Sentences[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_whose_time_changed_most_is_the_one_that_is_told()
    {
        var slow = Kernel((NcuMetrics.Time, 1000, 3000), (NcuMetrics.Instructions, 100, 300)) with { Name = "big" };
        var other = Kernel((NcuMetrics.Time, 10, 20), (NcuMetrics.Instructions, 10, 20)) with { Name = "small" };

        var sentences = Explanation.Of([other, slow], new()).Sentences;

        Assert.StartsWith("big is slower because of more work", sentences[0].Text, StringComparison.Ordinal);
        Assert.Contains(
            "of the 2 kernels that differ its time changed most",
            sentences[1].Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_comment_leaves_nothing_to_explain()
    {
        Assert.True(
            CodeDifference.Of(RecordedPairs.Code("fast", "tiled"), RecordedPairs.Code("comment", "tiled")).IsEmpty
        );
        Assert.Equal([new(Explanation.Nothing, [])], Explanation.Of([], new()).Sentences);
        Assert.StartsWith("There is nothing to explain", Explanation.Nothing, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_counters_the_compilers_figures_and_the_code_are_told()
    {
        var kernel = new ExplainedKernel
        {
            Name = "chase",
            Reference = new("chase", "a", Registers: 24, SharedBytes: 0, SpillBytes: 0),
            Candidate = new("chase", "b", Registers: 128, SharedBytes: 0, SpillBytes: 64),
            Code = CodeDifference.Of(RecordedPairs.Code("fast", "chase"), RecordedPairs.Code("slow", "chase")),
        };

        var (sentences, bounded) = Explanation.Of(
            [kernel],
            new()
            {
                NoCounters = "the driver lets only administrators read counters (ERR_NVGPUCTRPERM)",
                ComputeCapability = "9.0",
                Threads = _ => (256, 256),
            }
        );

        Assert.False(bounded);
        Assert.Equal(
            [
                "There are no counters: the driver lets only administrators read counters (ERR_NVGPUCTRPERM).",
                "chase spills 64 bytes of registers, where the reference spills 0.",
                "2 blocks of chase fit a multiprocessor at once, where 8 of the reference's fit: 128 registers a "
                    + "thread (reference 24), 0 bytes of shared memory a block (reference 0).",
            ],
            sentences.Take(3).Select(s => s.Text)
        );
        Assert.StartsWith("In the machine code of chase ", sentences[3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Registers_alone_are_no_difference_of_the_code()
    {
        var kernel = Kernel((NcuMetrics.Time, 100, 110)) with { Code = new(0, 0, [], []) };

        Assert.Contains(
            Explanation.Of([kernel], new()).Sentences,
            s => s.Text.Contains("only registers, addresses or constants differ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_slowed_tile_differs_in_its_layout()
    {
        var code = CodeDifference.Of(RecordedPairs.Code("fast", "tiled"), RecordedPairs.Code("slow", "tiled"));

        Assert.InRange(code.Added + code.Removed, 1, 60);
        Assert.Contains(code.Blocks[0].Lines, l => l.StartsWith('+'));
    }

    private static ExplainedKernel Kernel(params (string Name, double Reference, double Candidate)[] counters) =>
        new()
        {
            Name = "k",
            Reference = new LaunchedKernel("k", "a"),
            Candidate = new LaunchedKernel("k", "b"),
            Counters = [.. counters.Select(c => new CounterPair(c.Name, "", c.Reference, c.Candidate))],
        };
}
