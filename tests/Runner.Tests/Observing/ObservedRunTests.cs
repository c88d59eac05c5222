using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Observing;
using PerfGate.Runner.Measuring.Worker;
using PerfGate.Runner.Tests.Measuring;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>
/// The injected library itself, compiled against a CUPTI that records what a program says, and what a worker makes of
/// its files.
/// </summary>
public sealed partial class ObservedRunTests(ObservedRunTests.Toolkit toolkit) : IClassFixture<ObservedRunTests.Toolkit>
{
    [Fact]
    public void Kernels_of_a_program_with_its_own_main_are_samples()
    {
        var taken = Take("return", 120);

        Assert.Null(taken.Reason);
        Assert.Equal(2997, taken.Samples.Length);
        Assert.All(taken.Samples, s => Assert.Equal(120, s));
        Assert.Equal(
            new ObservedWork
            {
                Measured = "kernels softmax*",
                Records = 9_000,
                Modules = 1,
                Kernels = 1,
            },
            taken.Observed
        );
        var module = ElfObject.Read(File.ReadAllBytes(toolkit.Folder.PathOf("kernel.o")));
        Assert.Equal(
            [new LaunchedKernel("softmax_kernel", KernelCodeHash.Compute(module, "softmax_kernel"))], taken.Kernels);
        Assert.Equal(64, taken.CodeHash!.Length);
    }

    [Fact]
    public void Patterns_fit_demangled_names_too_and_everything_can_be_summed()
    {
        Assert.All(Take("return", 120, Kernels("scale(float*, int)")).Samples, s => Assert.Equal(7, s));
        var all = Take("return", 120, CommandManifest(MeasuredWork.AllGpuWork));
        Assert.All(all.Samples, s => Assert.Equal(3000 * (120 + 7 + 10), s));
    }

    [Fact]
    public void The_same_machine_code_has_the_same_identity_and_other_code_another()
    {
        var (one, comment, other) = (
            Take("return", 120),
            Take("return", 120, module: "comment.o"),
            Take("return", 120, module: "other.o")
        );

        Assert.Equal(one.CodeHash, comment.CodeHash);
        Assert.NotEqual(one.CodeHash, other.CodeHash);
    }

    [Fact]
    public void Processes_of_one_command_that_run_the_same_code_have_its_identity()
    {
        var softmax = CommandManifest(MeasuredWork.AllGpuWork) with
        {
            Kernels = ["softmax*"],
            Copies = false,
            Memsets = false,
            Samples = 2,
        };
        var taken = Take("return", 120, softmax);

        Assert.Equal(2, taken.Samples.Length);
        Assert.Equal(("softmax_kernel", (int?)3000), (Assert.Single(taken.Kernels).Name, taken.Observed!.Kernels));
        Assert.NotNull(taken.CodeHash);
    }

    [Fact]
    public void A_kernel_whose_code_was_not_seen_has_no_identity()
    {
        var unseen = Take("return", 120, Kernels("_Z5scalePfi"));
        Assert.Null(unseen.CodeHash);
        Assert.Empty(unseen.Kernels);
        Assert.Null(Take("return", 120, module: "program.cpp").CodeHash);
    }

    [Fact]
    public void Each_process_writes_its_own_file()
    {
        Assert.Equal(2 * 2997, Take("fork", 120).Samples.Length);
        Assert.Equal(2997, Take("forkLate", 120).Samples.Length);
    }

    // Five times each, and one around all of it that was open before CUDA started.
    [Theory]
    [InlineData("forward", 127, 5)]
    [InlineData("inner", 7, 5)]
    [InlineData("crossed", 11, 5)]
    [InlineData("epoch \u00e9", 13, 5)]
    [InlineData("all", 5 * (120 + 7 + 11 + 1000), 1)]
    public void Work_is_inside_of_the_NVTX_ranges_that_were_open_at_its_launch(string range, double sum, int samples)
    {
        var taken = Take("ranges", 120, Range(range));

        Assert.Null(taken.Reason);
        Assert.Equal(Enumerable.Repeat(sum, samples), taken.Samples);
    }

    [Fact]
    public void What_counts_inside_of_a_range_can_be_named()
    {
        var forward = Range("forward");
        Assert.All(Take("ranges", 120, forward with { Memsets = true }).Samples, s => Assert.Equal(137, s));
        Assert.All(Take("ranges", 120, forward with { Kernels = ["soft*"] }).Samples, s => Assert.Equal(120, s));
        Assert.Contains(
            "no GPU work that counts was launched inside of an NVTX range idle; it launched some inside of all, "
                + "forward, inner, crossed and 1 others",
            Take("ranges", 120, Range("idle")).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Where_no_range_is_asked_for_NVTX_is_left_alone() =>
        Assert.All(Take("ranges", 120, Kernels("outside")).Samples, s => Assert.Equal(1000, s));

    [Fact]
    public void A_process_that_loses_records_is_an_error()
    {
        Assert.Contains("it must end by exit()", Take("quit", 120).Reason, StringComparison.Ordinal);
        Assert.Contains(
            "CUPTI lost 4 records",
            Take("return", 120, variable: "FAKE_DROPPED=4").Reason,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "CUPTI refused to record",
            Take("return", 120, variable: "FAKE_REFUSES=1").Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void In_a_trial_both_sides_run_and_a_base_that_fails_says_nothing_about_the_branch()
    {
        var both = Take("return", 120, theirs: Case("return", 100));
        Assert.All(both.Samples, s => Assert.Equal(120, s));
        Assert.All(both.ReferenceSamples!.Value, s => Assert.Equal(100, s));
        Assert.Equal(both.CodeHash, both.ReferenceCodeHash);

        var failed = Take("return", 120, theirs: Case("quit", 100));
        Assert.Equal(CaseStatus.NotRun, failed.Status);
        Assert.StartsWith("at the base, the command ", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_of_one_command_share_its_process_and_nothing_is_left_behind()
    {
        toolkit.Folder.Write("counted", "");
        // No process has so high a number.
        toolkit.Folder.Write("shared/observe/records-2000000000-x/1-0.records", "V 2 1\n");
        var begun = new List<string>();
        var job = Jobs.Any with { Cached = toolkit.Folder.PathOf("shared/cached") };
        using (var taker = new CommandTaker(job, new PhaseClock(), begun.Add, toolkit.Variable))
        {
            var softmax = taker.Take(Case("count", 120), null);
            var scale = taker.Take(Case("count", 120, Kernels("scale*")), null);
            Assert.Null(softmax.Reason);
            Assert.All(scale.Samples, s => Assert.Equal(7, s));
        }

        Assert.Equal("1", File.ReadAllText(toolkit.Folder.PathOf("counted")));
        Assert.Empty(Directory.GetDirectories(toolkit.Folder.PathOf("shared/observe")));
    }

    [Fact]
    public void The_library_lies_beside_what_this_measurement_alone_keeps()
    {
        var (shared, own) = (toolkit.Folder.PathOf("of-several/cached"), toolkit.Folder.PathOf("of-one/cached"));
        using var taker = new CommandTaker(
            Jobs.Any with { Cached = shared, OwnCached = own }, new PhaseClock(), _ => { }, toolkit.Variable);

        Assert.Null(taker.Take(Case("return", 120), null).Reason);
        Assert.NotEmpty(Directory.GetFiles(toolkit.Folder.PathOf("of-one/observe"), "observe-*.so"));
        Assert.False(Directory.Exists(toolkit.Folder.PathOf("of-several")));
    }

    [Fact]
    public void Wall_time_takes_fresh_processes_and_needs_no_library()
    {
        toolkit.Folder.Write("counted", "");
        var taken = Take("count", 120, CommandManifest(MeasuredWork.WallTime) with { WarmUp = 1, Samples = 2 });

        // One of them is the warm-up.
        Assert.Equal("111", File.ReadAllText(toolkit.Folder.PathOf("counted")));
        Assert.Equal(2, taken.Samples.Length);
        Assert.All(taken.Samples, s => Assert.True(s > 0));
        Assert.Null(taken.CodeHash);
        Assert.Equal(new ObservedWork { Measured = "wall time" }, taken.Observed);
    }

    [Fact]
    public void Wall_time_is_nanoseconds_and_that_of_the_warm_up_is_left_out()
    {
        var side = new CommandSide(Case("", 0, CommandManifest(MeasuredWork.WallTime) with { WarmUp = 1 }), []);
        side.AddWallTime(9);
        side.AddWallTime(0.25);

        Assert.Equal([250e6], side.Samples);
    }

    [Fact]
    public void Without_a_toolkit_an_error_says_what_to_install()
    {
        var refused = Assert.Throws<ObservationException>(() =>
            ObserveLibrary.Get(toolkit.Folder.Root, name => name == "PERFGATE_NVCC" ? "/none/nvcc" : null)
        );

        Assert.Contains("install the CUDA toolkit, or set PerfGateNvcc", refused.Message, StringComparison.Ordinal);
    }

    private static MeasureSpec CommandManifest(MeasuredWork work) =>
        new()
        {
            Work = work,
            Kernels = ["*"],
            Copies = true,
            Memsets = true,
            Iterations = work == MeasuredWork.AllGpuWork ? 1 : null,
        };

    private static MeasureSpec Range(string pattern) =>
        new()
        {
            Work = MeasuredWork.Kernels,
            Kernels = ["*"],
            Range = pattern,
        };

    private static MeasureSpec Kernels(string pattern) =>
        new()
        {
            Work = MeasuredWork.Kernels,
            Kernels = [pattern],
            Launches = 1,
            WarmUp = 3,
        };

    private CaseResult Take(
        string ending,
        int nanoseconds,
        MeasureSpec? measure = null,
        string module = "kernel.o",
        string? variable = null,
        BenchmarkCase? theirs = null
    )
    {
        var job = Jobs.Any with { Cached = toolkit.Folder.PathOf("work/cached") };
        using var taker = new CommandTaker(job, new PhaseClock(), _ => { }, toolkit.Variable);
        return taker.Take(Case(ending, nanoseconds, measure, module, variable), theirs);
    }

    private BenchmarkCase Case(
        string ending,
        int nanoseconds,
        MeasureSpec? measure = null,
        string module = "kernel.o",
        string? variable = null
    )
    {
        var environment = ImmutableSortedDictionary<string, string>.Empty.Add(
            "LD_LIBRARY_PATH",
            toolkit.Folder.PathOf("lib64")
        );
        if (variable?.Split('=') is [var name, var value])
            environment = environment.Add(name, value);
        return new()
        {
            Name = "work",
            Benchmark = "work",
            DeclaredAt = new SourceLocation("work.bench.json", 3),
            Source = "",
            Defines = "",
            Buffers = [],
            Launches = [],
            Check = new(null, null, null, []),
            Command = new(
                ["./program", ending, $"{nanoseconds}", module],
                toolkit.Folder.Root,
                ".",
                environment,
                measure ?? Kernels("softmax*")
            ),
        };
    }
}
