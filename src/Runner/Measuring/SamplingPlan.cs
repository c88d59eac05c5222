namespace PerfGate.Runner.Measuring;

/// <summary>When the sampling of a case stops.</summary>
internal sealed record SamplingPlan
{
    // How many times as often few cases are gone through.
    private const int TimesOfFew = 3;

    /// <summary>Samples below which it never stops, unless a single batch exhausts the time.</summary>
    public required int Minimum { get; init; }

    /// <summary>Samples at which it stops.</summary>
    public required int Maximum { get; init; }

    /// <summary>Samples at which it stops for kernels that are not short.</summary>
    public required int MaximumUnlessShort { get; init; }

    /// <summary>Samples taken in one go at most.</summary>
    public required int Batch { get; init; }

    /// <summary>Samples whose location tells something.</summary>
    public required int SmallestBatch { get; init; }

    /// <summary>The tolerance.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Sampling stops when the location's standard error is this share of the tolerance.</summary>
    public required double ErrorShare { get; init; }

    /// <summary>Wall time of a case after which a visit ends with the few samples that it always takes.</summary>
    public required double SamplingSeconds { get; init; }

    /// <summary>Wall time at which warming up ends, settled or not.</summary>
    public required double WarmupSeconds { get; init; }

    /// <summary>Into how many parts, with the other cases between them, the sampling of a case is cut.</summary>
    public required int Visits { get; init; }

    /// <summary>
    /// How many visits each layout of a case's buffers (<see cref="Devices.IDevice.Layouts"/>) gets at least.
    /// </summary>
    public required int VisitsOfALayout { get; init; }

    /// <summary>
    /// Kernel time of the samples of a long kernel: where it does not suffice for all visits there are fewer.
    /// </summary>
    public required double VisitsSeconds { get; init; }

    /// <summary>Fewer cases than this in a worker are few (<see cref="Among"/>).</summary>
    public required int FewBelow { get; init; }

    /// <summary>
    /// The plan for a GPU. Processes there agree far better than the samples of one: on an H200 the samples of a 9 µs
    /// kernel spread by 3 %, so that 200 of them give its location to 0.24 %, and the processes hardly differ by more
    /// than that. So all that the time allows are taken, and in many visits: the clock of an H200's multiprocessors
    /// goes to and fro between two frequencies, each for a tenth of a second or so, and samples in a row see but one of
    /// them.
    /// </summary>
    public static SamplingPlan ForCuda(double tolerance) =>
        new()
        {
            Minimum = 60,
            Maximum = 480,
            MaximumUnlessShort = 192,
            Batch = 20,
            SmallestBatch = 2,
            Tolerance = tolerance,
            ErrorShare = 1.0 / 40,
            SamplingSeconds = 0.05,
            WarmupSeconds = 0.03,
            Visits = 48,
            VisitsOfALayout = 3,
            VisitsSeconds = 0.06,
            FewBelow = 12,
        };

    /// <summary>The plan for the host device, whose samples are long and whose noise is between the runs.</summary>
    public static SamplingPlan ForHost(double tolerance) =>
        new()
        {
            Minimum = 10,
            Maximum = 40,
            MaximumUnlessShort = 40,
            Batch = 5,
            SmallestBatch = 5,
            Tolerance = tolerance,
            ErrorShare = 1.0 / 8,
            SamplingSeconds = 0.15,
            WarmupSeconds = 0.08,
            Visits = 4,
            VisitsOfALayout = 1,
            VisitsSeconds = 0.15,
            FewBelow = 0,
        };

    /// <summary>
    /// The plan of a worker with a number of cases. Few of them are through their visits in half a second, in which
    /// they may meet more of one frequency of a clock than of another: they are gone through three times as often, at
    /// the same number of layouts.
    /// </summary>
    public SamplingPlan Among(int cases) =>
        cases >= FewBelow
            ? this
            : this with
            {
                Minimum = Minimum * TimesOfFew,
                Maximum = Maximum * TimesOfFew,
                MaximumUnlessShort = MaximumUnlessShort * TimesOfFew,
                SamplingSeconds = SamplingSeconds * TimesOfFew,
                Visits = Visits * TimesOfFew,
                VisitsOfALayout = VisitsOfALayout * TimesOfFew,
                VisitsSeconds = VisitsSeconds * TimesOfFew,
            };
}
