using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>How records become samples.</summary>
public sealed class ObservedSamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _processes;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_matching_kernel_is_a_sample_in_the_order_of_its_start()
    {
        Process("K 500 530 a", "K 100 110 a", "K 300 320 b", "S 10 90", "C 600 700");

        Assert.Equal([10, 30], Samples(Kernels("a")));
        Assert.Equal([10, 20, 30], Samples(Kernels("*")));
        Assert.Equal([10, 30], Samples(Kernels("*", "!b")));
    }

    [Fact]
    public void Records_of_an_iteration_are_summed()
    {
        Process("K 100 110 a", "K 200 205 b", "S 210 211", "K 300 320 a", "K 400 407 b", "S 500 502");

        Assert.Equal([15, 27], Samples(Kernels("*") with { Launches = 2 }));
        Assert.Equal([15, 27], Samples(Kernels("*") with { Launches = null, Iterations = 2 }));
        Assert.Equal([16, 29], Samples(Kernels("*") with { Launches = 3, Memsets = true }));
        Assert.Equal([45], Samples(All));
    }

    [Fact]
    public void Kernels_of_a_sample_are_counted_where_all_samples_agree()
    {
        Process("K 100 110 a 1", "K 120 125 b 1", "S 130 131 - 1", "K 200 290 a 4", "K 330 337 b 4");

        Assert.Equal(1, Of(Kernels("a")).Kernels);
        Assert.Equal(2, Of(Ranges("forward") with { Memsets = true }).Kernels);
        Assert.Equal(4, Of(All).Kernels);
        Process("K 100 110 a 1");
        Assert.Null(Of(Ranges("forward")).Kernels);
    }

    [Fact]
    public void All_work_of_one_range_is_a_sample_and_ranges_of_one_name_are_kept_apart()
    {
        Process("K 300 320 a 3", "K 100 110 a 1", "K 120 125 b 2", "S 130 131 - 1", "K 200 290 a", "K 330 337 b 4");

        Assert.Equal([15, 27], Samples(Ranges("forward")));
        Assert.Equal([16, 27], Samples(Ranges("f*") with { Memsets = true }));
        Assert.Equal([5, 7], Samples(Ranges("layer")));
        Assert.Equal([10, 20], Samples(Ranges("forward") with { Kernels = ["a"] }));
        Assert.Equal([27], Samples(Ranges("*") with { WarmUp = 1 }));
        Assert.Single(Of(Ranges("forward")).Compositions);
    }

    [Fact]
    public void No_range_is_an_error_that_says_which_there_were()
    {
        Process("K 100 110 a 1", "K 200 210 a");

        Assert.Equal(
            "no GPU work that counts was launched inside of an NVTX range forwrd (did you mean forward?); it launched "
                + "some inside of forward, layer; correct range in its measure",
            Refused(Ranges("forwrd"))
        );
        Assert.Contains(
            "it gave 1 samples, and the first 3 are warm-up",
            Refused(Ranges("forward") with { WarmUp = 3 }),
            StringComparison.Ordinal
        );
        _folder.Write("1-0.records", "V 2 1\nN 0 a\nK 1 2 0 7 1x1x1 1x1x1 0 0 0 0\nT 3\nE 1 0\n");
        Assert.Contains(
            "it began 3 NVTX ranges, and launched GPU work inside of none",
            Refused(Ranges("*")),
            StringComparison.Ordinal
        );
        _folder.Write("1-0.records", "V 2 1\nN 0 a\nK 1 2 0 7 1x1x1 1x1x1 0 0 0 0\nT 0\nE 1 0\n");
        Assert.Contains("it began no NVTX range", Refused(Ranges("*")), StringComparison.Ordinal);
    }

    [Fact]
    public void Warm_up_is_left_out_of_every_process_and_samples_end_where_the_manifest_says()
    {
        Process("K 1 11 a", "K 20 31 a", "K 40 52 a");
        Process("K 1 21 a", "K 30 51 a", "K 60 82 a");

        Assert.Equal([11, 12, 21, 22], Samples(Kernels("a") with { WarmUp = 1 }));
        Assert.Equal([11, 12, 21], Samples(Kernels("a") with { WarmUp = 1, Samples = 3 }));
    }

    [Fact]
    public void What_a_sample_launched_is_told_whatever_its_order()
    {
        Process("K 1 2 a", "K 3 4 b", "K 5 6 b", "K 7 8 a");
        Assert.Single(Of(Kernels("*") with { Launches = 2 }).Compositions);

        Process("K 1 2 a", "K 3 4 a");
        Assert.Equal(2, Of(Kernels("*") with { Launches = 2 }).Compositions.Count);
    }

    [Fact]
    public void No_sample_is_an_error_that_says_what_there_was()
    {
        Assert.Contains("none of its processes used CUDA", Refused(Kernels("a")), StringComparison.Ordinal);

        Process("S 1 2");
        Assert.Contains("it launched no kernel", Refused(Kernels("a")), StringComparison.Ordinal);

        Process("K 1 2 softmax_kernel", "K 3 4 fill");
        Assert.Equal(
            "it launched none of the kernels softmax_kernl (did you mean softmax_kernel?); it launched "
                + "softmax_kernel, fill; correct kernels in its measure",
            Refused(Kernels("softmax_kernl"))
        );
        Assert.Contains(
            "it gave 1 samples, and the first 3 are warm-up",
            Refused(Kernels("fill") with { WarmUp = 3 }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "it gave 2 records that count, which is no multiple: iterations are 3; name its kernels more narrowly "
                + "(it ran softmax_kernel, fill)",
            Refused(Kernels("*") with { Launches = null, Iterations = 3 }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Messages_say_what_to_do()
    {
        const string ByHand = "run it by hand and see whether it finds the GPU";
        Assert.Equal($"none of its processes used CUDA; {ByHand}", Refused(Kernels("a")));

        Process("S 1 2");
        Assert.Equal($"it launched no kernel, and it measures kernels a; {ByHand}", Refused(Kernels("a")));

        Process("K 1 2 a1", "K 3 4 a2", "K 5 6 a3", "K 7 8 a4", $"K 9 10 {new string('b', 81)}");
        Assert.Equal(
            "it launched none of the kernels zz; it launched a1, a2, a3, a4 and 1 others; correct kernels in its "
                + "measure",
            Refused(Kernels("zz")));
        Assert.Equal(
            "it gave 5 samples, and the first 5 are warm-up; run more iterations, or lower warmUp",
            Refused(Kernels("*") with { WarmUp = 5 }));
        Assert.Equal(
            "it gave 5 records that count, which is no multiple: launches are 2; name its kernels more narrowly (it "
                + "ran a1, a2, a3, a4 and 1 others), or correct the number",
            Refused(Kernels("*") with { Launches = 2 }));
        Assert.Contains(
            $"(it ran {new string('b', 77)}...)", Refused(Kernels("b*") with { Launches = 2 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_took_no_time_took_a_nanosecond_and_a_run_gives_ten_thousand_samples_at_most()
    {
        Process("K 5 5 a", "K 10 12 a");
        Assert.Equal([1, 2], Samples(Kernels("a")));

        Process([.. Enumerable.Range(0, 10_001).Select(i => $"K {20 + 10 * i} {23 + 10 * i} c")]);
        Assert.Equal(10_000, Samples(Kernels("c")).Length);
        Assert.Equal(10_000, Samples(Kernels("c") with { Samples = 20_000 }).Length);
    }

    private static MeasureSpec All { get; } =
        new()
        {
            Work = MeasuredWork.AllGpuWork,
            Kernels = ["*"],
            Copies = true,
            Memsets = true,
            Iterations = 1,
        };

    private static MeasureSpec Kernels(params string[] patterns) =>
        new()
        {
            Work = MeasuredWork.Kernels,
            Kernels = [.. patterns],
            Launches = 1,
        };

    private static MeasureSpec Ranges(string pattern) =>
        new()
        {
            Work = MeasuredWork.Kernels,
            Kernels = ["*"],
            Range = pattern,
        };

    private ObservedSamples Of(MeasureSpec measure) => ObservedSamples.Of(ObservedProcess.All(_folder.Root), measure);

    private ImmutableArray<double> Samples(MeasureSpec measure) => Of(measure).Nanoseconds;

    private string Refused(MeasureSpec measure) => Assert.Throws<ObservationException>(() => Of(measure)).Message;

    // A record as kind, start, end, the name of a kernel, and the ranges it was launched in: 1 and 3 are forward, 2 and
    // 4 a layer inside of these.
    private void Process(params string[] records)
    {
        var names = new List<string>();
        var lines = new List<string>
        {
            "V 2 1",
            "R 1 forward",
            "R 2 layer",
            "R 3 forward",
            "R 4 layer",
            "O 1 0 1",
            "O 2 1 2",
            "O 3 0 3",
            "O 4 3 4",
        };
        foreach (var parts in records.Select(r => r.Split(' ')))
        {
            if (parts[0] == "K" && !names.Contains(parts[3]))
            {
                lines.Add($"N {names.Count} {parts[3]}");
                names.Add(parts[3]);
            }

            lines.Add(
                $"{parts[0]} {parts[1]} {parts[2]} 0 7 "
                    + parts[0] switch
                    {
                        "K" => string.Create(CultureInfo.InvariantCulture, $"1x1x1 1x1x1 0 {names.IndexOf(parts[3])}"),
                        "S" => "64",
                        _ => "64 1",
                    }
                    + $" {(parts.Length > 4 ? parts[4] : "0")} 0"
            );
        }

        lines.Add("T 5");
        lines.Add($"E {records.Length} 0");
        _folder.Write($"{++_processes}-0.records", string.Join('\n', lines) + "\n");
    }
}
