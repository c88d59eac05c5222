using System.Collections.Immutable;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Simulation;

/// <summary>How the statistics behave where the truth is known: <c>perfgate simulate</c>.</summary>
public sealed record OperatingCharacteristics
{
    private const string Cupti = "cupti_flush";

    private static readonly ImmutableArray<int> CoveredRuns = [5, 10, 20, 30];

    private static readonly ImmutableArray<int> RecordedRuns = [5, 10];

    private static readonly ImmutableArray<bool> Designs = [false, true];

    /// <summary>Coverage of the 95 % interval.</summary>
    public required ImmutableArray<CoverageStudy> Coverage { get; init; }

    /// <summary>Gates in which nothing changed.</summary>
    public required ImmutableArray<GateStudy> Unchanged { get; init; }

    /// <summary>
    /// Gates in which every case is slower by exactly the tolerance: the hardest for false regressions.
    /// </summary>
    public required ImmutableArray<GateStudy> AtTolerance { get; init; }

    /// <summary>Gates in which every case is slower by twice the tolerance: none of them may pass.</summary>
    public required ImmutableArray<GateStudy> TwiceTolerance { get; init; }

    /// <summary>What estimates the spread of runs, and how far a far-off run moves it.</summary>
    public required ImmutableArray<SpreadStudy> Spread { get; init; }

    /// <summary>Gates of 26 cases as before and one each slower by 0.5, 1, 2 and 5 %.</summary>
    public required ImmutableArray<GateStudy> Power { get; init; }

    /// <summary>False regressions and undecided cases on recorded processes.</summary>
    public required ImmutableArray<RecordingStudy> Recorded { get; init; }

    /// <summary>Slow-downs found on recorded processes.</summary>
    public required ImmutableArray<RecordingStudy> RecordedPower { get; init; }

    /// <summary>Simulates everything.</summary>
    /// <param name="recording">The recorded kernels.</param>
    /// <param name="effort">How much to simulate.</param>
    /// <param name="progress">Called with what is under way.</param>
    public static OperatingCharacteristics Simulate(
        IReadOnlyList<RecordedKernel> recording, SimulationEffort effort, Action<string> progress)
    {
        progress("coverage");
        ImmutableArray<CoverageStudy> coverage =
        [
            .. from model in NoiseModel.All.Concat(NoiseModel.Harder)
               from paired in Designs
               from runs in CoveredRuns
               select CoverageStudy.Of(model, paired, runs, effort.Experiments, effort.Resamples),
        ];
        progress("spread");
        var spread = SpreadStudy.All(effort.Experiments);
        progress("gates in which nothing changed");
        var unchanged = Alike(0, effort);
        progress("gates at the tolerance");
        var boundary = Alike(1, effort);
        progress("gates at twice the tolerance");
        var twice = Alike(2, effort);
        progress("gates with slower cases");
        double[] four = [0.005, 0.01, 0.02, 0.05, .. Enumerable.Repeat(0.0, GateStudy.FamilySize - 4)];
        ImmutableArray<GateStudy> power =
        [
            .. NoiseModel
                .All.Concat(NoiseModel.Contaminated)
                .SelectMany(model => GateStudy.Of(model, four, effort.PowerGates)),
        ];
        progress("recorded processes");
        var usual = new GatePolicy();
        var strict = usual with { Tolerance = new() { Cuda = 0.005 }, AbsoluteFloorNs = 0 };
        return new()
        {
            Coverage = coverage,
            Unchanged = unchanged,
            AtTolerance = boundary,
            TwiceTolerance = twice,
            Spread = spread,
            Power = power,
            Recorded =
            [
                .. from kernel in recording
                   from runs in RecordedRuns
                   select RecordingStudy.Of(kernel, runs, 0, usual, family: 1, effort.Experiments),
            ],
            RecordedPower =
            [
                .. from kernel in recording
                where kernel.Clock == Cupti
                from study in new (double Slowdown, GatePolicy Policy, int Runs)[]
                {
                    (0.01, strict, 10),
                    (0.01, strict, 20),
                    (0.02, usual, 10),
                }
                select RecordingStudy.Of(
                    kernel,
                    study.Runs,
                    study.Slowdown,
                    study.Policy,
                    family: 6,
                    effort.Experiments
                ),
            ],
        };
    }

    // Gates whose cases are all slower by a multiple of the tolerance, on both devices.
    private static ImmutableArray<GateStudy> Alike(double tolerances, SimulationEffort effort) =>
        [
            .. from device in new (double Tolerance, double Scale)[] { (0.01, 1), (0.05, NoiseModel.HostScale) }
            from model in NoiseModel.All.Concat(NoiseModel.Harder).Concat(NoiseModel.Contaminated)
            let gates = device.Scale == 1 && NoiseModel.All.Contains(model) ? effort.Gates : effort.HardGates
            from study in GateStudy.Of(
                model with
                {
                    Scale = device.Scale,
                },
                [.. Enumerable.Repeat(tolerances * device.Tolerance, GateStudy.FamilySize)],
                gates,
                device.Tolerance
            )
            select study,
        ];
}

/// <summary>How much is simulated.</summary>
/// <param name="Experiments">Experiments per line of coverage and of the recording.</param>
/// <param name="Resamples">Resamples of each bootstrap.</param>
/// <param name="Gates">Gates of 30 cases per noise model, for error rates.</param>
/// <param name="HardGates">
/// Gates of 30 cases for the harder and the far noise models, and for all models on the host device, for error rates.
/// </param>
/// <param name="PowerGates">Gates of 30 cases per noise model, for power.</param>
public sealed record SimulationEffort(int Experiments, int Resamples, int Gates, int HardGates, int PowerGates)
{
    /// <summary>For the tables of the documentation: bootstraps as a verdict's.</summary>
    public static SimulationEffort Full { get; } = new(10_000, HierarchicalBootstrap.Resamples, 10_000, 1_000, 1_000);

    /// <summary>For a look within a minute; its shares are good to a few per cent.</summary>
    public static SimulationEffort Quick { get; } = new(400, 1000, 100, 20, 100);
}
