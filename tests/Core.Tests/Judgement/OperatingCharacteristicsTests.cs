using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Simulation;
using PerfGate.Core.Statistics;
using PerfGate.Core.Tests.Statistics;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Small versions of <c>perfgate simulate</c>, seeded; the bounds allow for four standard errors.</summary>
public class OperatingCharacteristicsTests
{
    public static TheoryData<string> Models => [.. NoiseModel.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_interval_of_five_runs_a_side_covers_the_truth(string model)
    {
        var study = CoverageStudy.Of(
            NoiseModel.All.Single(m => m.Name == model),
            paired: false,
            runs: 5,
            experiments: 1000,
            resamples: 500
        );

        Assert.InRange(study.Coverage, 0.95 - 0.028, 0.95 + 0.028);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_gate_in_which_nothing_changed_does_not_fail(string model)
    {
        var study = Assert.Single(
            GateStudy.Of(NoiseModel.All.Single(m => m.Name == model), new double[GateStudy.FamilySize], gates: 50)
        );

        Assert.Equal(0, study.Families);
    }

    public static TheoryData<string, double> EveryModel =>
    [
        .. from model in NoiseModel.All.Concat(NoiseModel.Harder).Concat(NoiseModel.Contaminated)
           from tolerance in new[] { 0.01, 0.05 }
           select (model.Name, tolerance),
    ];

    [Theory]
    [MemberData(nameof(EveryModel))]
    public void Slower_by_twice_the_tolerance_passes_in_one_of_a_hundred_cases_at_most(string model, double tolerance)
    {
        var study = Assert.Single(
            GateStudy.Of(
                Model(model, tolerance),
                [.. Enumerable.Repeat(2 * tolerance, GateStudy.FamilySize)],
                gates: 20,
                tolerance
            )
        );

        // Four standard errors above 1 % of 600 cases.
        Assert.InRange(study.Pass, 0, 0.026);
    }

    [Theory]
    [MemberData(nameof(EveryModel))]
    public void Far_off_runs_make_no_regression_of_what_did_not_change(string model, double tolerance) =>
        Assert.Equal(
            0,
            Assert
                .Single(GateStudy.Of(Model(model, tolerance), new double[GateStudy.FamilySize], gates: 20, tolerance))
                .Families
        );

    [Fact]
    public void Far_off_runs_are_one_in_ten_of_the_side_that_the_model_says()
    {
        foreach (var model in NoiseModel.Contaminated)
        {
            var random = new CounterRandom(5);
            var session = model.Session(4000, 1, paired: false, ref random);
            double Share(ImmutableArray<ImmutableArray<double>> runs)
            {
                double[] locations = [.. runs.Select(r => r.Average())];
                var median = Quantiles.Median(locations);
                return locations.Count(l => l > 1.05 * median) / (double)locations.Length;
            }

            Assert.Equal(model.Kind == NoiseKind.FarCandidate ? 0 : 0.1, Share(session.Reference), 0.02);
            Assert.Equal(model.Kind == NoiseKind.FarReference ? 0 : 0.1, Share(session.Candidate), 0.02);
        }
    }

    [Fact]
    public void The_spread_in_use_is_the_one_that_far_off_runs_move_least_of_those_that_vary_as_little()
    {
        var ten = SpreadStudy.All(2000).Where(s => s.Runs == 10).ToDictionary(s => s.Estimator);
        var used = ten.Single(s => s.Key.Contains("in use", StringComparison.Ordinal)).Value;

        Assert.InRange(used.Mean, 0.85, 1.05);
        Assert.True(used.OneFar < 1.5 && ten["standard deviation"].OneFar > 25);
        Assert.True(used.Variation < ten["median distance from the median (MAD)"].Variation);
        Assert.True(used.OneInTen < ten["median distance between runs (Shamos)"].OneInTen);
    }

    private static NoiseModel Model(string name, double tolerance) =>
        NoiseModel.All.Concat(NoiseModel.Harder).Concat(NoiseModel.Contaminated).Single(m => m.Name == name) with
        {
            Scale = tolerance == 0.01 ? 1 : NoiseModel.HostScale,
        };

    [Fact]
    public void Recorded_processes_of_an_unchanged_kernel_are_not_called_slower() => Assert.All(Recorded(), kernel =>
        Assert.Equal(0, RecordingStudy.Of(kernel, 10, 0, new(), family: 1, experiments: 200).Regression));

    [Fact]
    public void A_true_slow_down_of_two_per_cent_is_found_on_recorded_processes() =>
        Assert.All(
            Recorded().Where(k => k.Clock == "cupti_flush"),
            kernel =>
                Assert.InRange(
                    RecordingStudy.Of(kernel, 10, 0.02, new(), family: 6, experiments: 200).Regression,
                    0.97,
                    1
                )
        );

    [Fact]
    public void A_simulation_does_not_depend_on_the_number_of_threads()
    {
        var first = GateStudy.Of(NoiseModel.All[0], [0, 0.01, 0.02], gates: 20);

        Assert.Equal(first, GateStudy.Of(NoiseModel.All[0], [0, 0.01, 0.02], gates: 20));
    }

    [Fact]
    public void A_third_slower_on_a_noisy_host_is_found_and_nothing_else()
    {
        // Runs that differ by 8 % and a session that is 12 % slower as a whole, as on a shared virtual machine.
        var before = Given.Measurement(Host(1, 1, 1, "old"));
        var now = Given.Measurement(Host(1.12, 1.3, 50, "new"));
        var trial = Given.Trial([
            .. Enumerable
                .Range(0, 4)
                .Select(i => Given.Pair($"case{i}", 1e6, i == 2 ? 1.3 : 1, 0.08, 0.03, 20, 90 + i)),
        ]);

        var verdict = Judge.Decide(Given.Input(OnHost(now), OnHost(before)) with { Trial = OnHost(trial) });

        Assert.Equal(["case2"], verdict.Cases.Where(c => c.Verdict == CaseVerdict.Regression).Select(c => c.Name));
    }

    private static MeasuredCase[] Host(double session, double slower, int seed, string code) =>
        [
            .. Enumerable
                .Range(0, 4)
                .Select(i => Given.Case($"case{i}", 1e6 * session * (i == 2 ? slower : 1), 0.08, 20, seed + i, code)),
            .. Enumerable
                .Range(0, 3)
                .Select(i =>
                    Given.Case($"canary{i}", 1e6 * session, 0.08, 20, seed + 10 + i, "canary", CaseRole.Canary)
                ),
        ];

    private static Measurement OnHost(Measurement measurement) =>
        measurement with
        {
            Environment = Given.Environment(DeviceKind.Host),
        };

    private static IEnumerable<RecordedKernel> Recorded() =>
        Recordings
            .H200()
            .GroupBy(s => (s.Clock, s.Kernel))
            .Select(g => new RecordedKernel(g.Key.Clock, g.Key.Kernel, [.. g.Select(s => s.Samples)]));
}
