using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed class CaseProgressTests
{
    [Theory]
    [InlineData(80_000, 24)]
    [InlineData(1_450_000, 8)]
    [InlineData(2_300_000, 5)]
    [InlineData(5_000_000, 2)]
    [InlineData(50_000_000, 1)]
    public void The_visits_of_a_case_are_spread_over_the_rounds(double nanoseconds, int visits)
    {
        var sampler = new AdaptiveSampler(
            new ScriptedDevice(count => [.. Enumerable.Repeat(nanoseconds, count)]),
            SamplingPlan.ForCuda(0.005) with
            {
                Visits = 24,
                VisitsSeconds = 0.036,
            },
            CacheState.Cold
        );
        sampler.WarmUp(new ScriptedDevice.Nothing([]));
        var progress = new CaseProgress(Any, sampler, CacheState.Cold, new(1), new ScriptedDevice(_ => []));

        var due = Enumerable.Range(0, 24).Where(round => progress.IsDue(round, 24)).ToArray();
        Assert.Equal(visits, due.Length);
        Assert.Equal(0, due[0]);
        // As far apart as they can be, give or take the rounding.
        Assert.All(
            due.Append(24).Zip(due.Append(24).Skip(1)),
            pair => Assert.InRange(pair.Second - pair.First, 24 / visits, (24 / visits) + 1)
        );
    }

    [Fact]
    public void A_case_that_has_its_result_is_not_visited_again()
    {
        var progress = new CaseProgress(
            Any,
            new(
                new ScriptedDevice(_ => []),
                SamplingPlan.ForCuda(0.005) with
                {
                    Visits = 24,
                    VisitsSeconds = 0.036,
                },
                CacheState.Cold
            ),
            CacheState.Cold,
            new(1),
            new ScriptedDevice(_ => [])
        )
        {
            Result = new() { Name = "a", Status = Core.Measurements.CaseStatus.Failed },
        };
        Assert.DoesNotContain(true, Enumerable.Range(0, 24).Select(round => progress.IsDue(round, 24)));
    }

    [Theory]
    [InlineData(80_000, 8, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(80_000, 1, new[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(1_450_000, 8, new[] { 0, 1, 0, 1, 0, 1, 0, 1 })]
    [InlineData(2_300_000, 8, new[] { 0, 0, 0, 0, 0 })]
    public void The_places_take_turns_and_each_is_visited_at_least_three_times(
        double nanoseconds,
        int layouts,
        int[] expected
    )
    {
        var sampler = new AdaptiveSampler(
            new ScriptedDevice(count => [.. Enumerable.Repeat(nanoseconds, count)]),
            SamplingPlan.ForCuda(0.005) with
            {
                Visits = 24,
                VisitsSeconds = 0.036,
            },
            CacheState.Cold
        );
        var progress = new CaseProgress(
            Any,
            sampler,
            CacheState.Cold,
            new(1),
            new ScriptedDevice(_ => []) { Layouts = layouts }
        );
        Assert.Equal(0, progress.Layout);
        sampler.WarmUp(new ScriptedDevice.Nothing([]));
        var taken = new List<int>();
        for (; progress.Visits < sampler.Visits; progress.Visits++)
            taken.Add(progress.Layout);
        Assert.Equal(expected, taken);
    }

    [Fact]
    public void The_draws_take_turns_in_random_order_and_each_comes_once_in_as_many_visits_as_there_are()
    {
        var progress = new CaseProgress(Any, null!, CacheState.Cold, new(7), new ScriptedDevice(_ => []), draws: 3);
        var taken = new List<int>();
        for (; progress.Visits < 60; progress.Visits++)
            taken.Add(progress.Draw.Number);
        Assert.All(taken.Chunk(3), turn => Assert.Equal([0, 1, 2], turn.Order()));
        // A kernel cannot tell from the visit which one comes.
        Assert.True(taken.Chunk(3).Select(turn => string.Join(",", turn)).Distinct().Count() > 3);
    }

    // Its time is a mean over the places; they are balanced only together.
    [Theory]
    [InlineData(5_000, 12, 3)]
    [InlineData(80_000, 12, 3)]
    [InlineData(400_000, 12, 3)]
    [InlineData(5_000, 11, 9)]
    [InlineData(400_000, 11, 9)]
    public void A_kernel_below_four_tenths_of_a_millisecond_visits_every_place_of_a_GPU_equally_often(
        double nanoseconds,
        int cases,
        int each
    )
    {
        var visits = new int[DeviceArena.Layouts];
        foreach (var place in LayoutsOfAGpu(nanoseconds, cases))
            visits[place]++;
        Assert.All(visits, count => Assert.Equal(each, count));
    }

    // Otherwise a filter would change the times.
    [Theory]
    [InlineData(600_000)]
    [InlineData(1_100_000)]
    [InlineData(5_000_000)]
    [InlineData(50_000_000)]
    public void A_long_kernel_lies_at_the_same_places_among_few_cases_and_among_many(double nanoseconds) =>
        Assert.Equal(LayoutsOfAGpu(nanoseconds, 12).Distinct(), LayoutsOfAGpu(nanoseconds, 4).Distinct());

    [Theory]
    [InlineData(5_000)]
    [InlineData(80_000)]
    [InlineData(300_000)]
    public void A_function_visits_eight_places_of_a_GPU_three_times_each(double nanoseconds)
    {
        var places = LayoutsOfAGpu(nanoseconds, 12, functions: true);
        Assert.Equal(Enumerable.Repeat(Enumerable.Range(0, 8), 3).SelectMany(turn => turn), places);
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(600_000)]
    [InlineData(1_100_000)]
    [InlineData(5_000_000)]
    [InlineData(50_000_000)]
    public void A_function_has_the_same_visits_among_few_cases_and_among_many(double nanoseconds) =>
        Assert.Equal(LayoutsOfAGpu(nanoseconds, 12, functions: true), LayoutsOfAGpu(nanoseconds, 4, functions: true));

    private static List<int> LayoutsOfAGpu(double nanoseconds, int cases, bool functions = false)
    {
        var plan = SamplingPlan.ForCuda(0.01).Among(cases);
        var sampler = new AdaptiveSampler(
            new ScriptedDevice(count => [.. Enumerable.Repeat(nanoseconds, count)]),
            functions ? plan.OfFunctions() : plan,
            CacheState.Cold
        );
        sampler.WarmUp(new ScriptedDevice.Nothing([]));
        var progress = new CaseProgress(
            Any,
            sampler,
            CacheState.Cold,
            new(1),
            new ScriptedDevice(_ => []) { Layouts = DeviceArena.Layouts }
        );
        var places = new List<int>();
        for (; progress.Visits < sampler.Visits; progress.Visits++)
            places.Add(progress.Layout);
        return places;
    }

    private static BenchmarkCase Any { get; } =
        new()
        {
            Name = "a",
            Benchmark = "a",
            DeclaredAt = new SourceLocation("a.bench.json", 1, 1),
            Source = "a.cu",
            Defines = "",
            Buffers = [],
            Launches = [],
            Check = new(null, null, null, []),
        };
}
