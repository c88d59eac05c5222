using System.Collections.Immutable;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// All numbers that decide how a case is sampled: how often it is visited, how many samples a visit takes, and when
/// sampling stops. docs/measuring.md shows those that a user meets, and a test compares the two.
/// </summary>
internal sealed record SamplingPlan
{
    /// <summary>
    /// A visit of a case that has only one takes at least this many samples.
    /// </summary>
    public const int SmallestSoleVisit = 5;

    /// <summary>
    /// Two successive batches whose locations agree this closely, as a fraction, count as settled. Smaller differences
    /// are noise on every device seen.
    /// </summary>
    public const double SettledWithin = 0.01;

    /// <summary>The standard error of fewer samples says little.</summary>
    public const int EnoughForError = 10;

    /// <summary>
    /// In this share of the visits outputs are checked after a sample chosen at random too, and not only after the last
    /// one.
    /// </summary>
    public const double WatchedVisitShare = 1.0 / 8;

    /// <summary>Into how many batches the warm-up's time is divided at most.</summary>
    public const int WarmupBatches = 3;

    /// <summary>How many times as often few cases are visited (<see cref="Among"/>).</summary>
    public const int TimesOfFew = 3;

    /// <summary>Visits of a case with C++ functions, at most (<see cref="OfFunctions"/>).</summary>
    public const int VisitsOfFunctions = 24;

    private static readonly ImmutableArray<SamplingBand> _cudaBands =
    [
        // kernel below    samples  a visit   left out of
        //                 at most  at least  a later visit
        new(50e-6,         480,     4,        2),
        new(250e-6,        192,     4,        1),
        new(1e-3,          192,     3,        1),
        new(null,          192,     3,        0, SettlesAtOnce: true),
    ];

    private static readonly ImmutableArray<SamplingBand> _hostBands =
    [
        new(50e-6,         40,      4,        2),
        new(250e-6,        40,      4,        1),
        new(1e-3,          40,      3,        1),
        new(null,          40,      3,        0, SettlesAtOnce: true),
    ];

    /// <summary>
    /// Samples below which sampling never stops, unless a single batch exhausts the time.
    /// </summary>
    public required int Minimum { get; init; }

    /// <summary>What differs by the length of the kernel, the shortest first; the last band has no upper end.</summary>
    public required ImmutableArray<SamplingBand> Bands { get; init; }

    /// <summary>Samples taken in one go at most.</summary>
    public required int Batch { get; init; }

    /// <summary>The fewest samples whose location says something.</summary>
    public required int SmallestBatch { get; init; }

    /// <summary>The tolerance, a fraction.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Sampling stops when the location's standard error is this share of the tolerance.</summary>
    public required double ErrorShare { get; init; }

    /// <summary>
    /// Sampling time of a case, seconds of wall time. After it a visit takes only the samples that it always takes.
    /// </summary>
    public required double SamplingSeconds { get; init; }

    /// <summary>Seconds of wall time after which the warm-up ends, settled or not.</summary>
    public required double WarmupSeconds { get; init; }

    /// <summary>
    /// Number of visits that the sampling of a case is divided into, with the other cases between them.
    /// </summary>
    public required int Visits { get; init; }

    /// <summary>
    /// Fewest visits of each layout of a case's buffers (<see cref="Devices.IDevice.Layouts"/>).
    /// </summary>
    public required int VisitsOfALayout { get; init; }

    /// <summary>
    /// Seconds of kernel time for the samples of a long kernel. Where they do not suffice for all visits there are
    /// fewer.
    /// </summary>
    public required double VisitsSeconds { get; init; }

    /// <summary>A worker with fewer cases than this has few (<see cref="Among"/>).</summary>
    public required int FewBelow { get; init; }

    /// <summary>How many times as many visits it has for being the plan of few cases.</summary>
    public int Times { get; init; } = 1;

    /// <summary>
    /// The plan for a GPU. Its processes agree far better than its samples do: on an H200 the samples of a 9 µs kernel
    /// spread by 3 %, so 200 of them give its location to 0.24 %, and the processes hardly differ by more than that. So
    /// as many samples are taken as the time allows, in many visits: the multiprocessor clock of an H200 alternates
    /// between two frequencies, each for about a tenth of a second, and samples in a row see only one of them.
    /// </summary>
    /// <param name="tolerance">The tolerance, a fraction.</param>
    public static SamplingPlan ForCuda(double tolerance) =>
        new()
        {
            Minimum = 60,
            Bands = _cudaBands,
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
    /// <param name="tolerance">The tolerance, a fraction.</param>
    public static SamplingPlan ForHost(double tolerance) =>
        new()
        {
            Minimum = 10,
            Bands = _hostBands,
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

    /// <summary>The band of a kernel.</summary>
    /// <param name="seconds">The kernel's time, seconds.</param>
    public SamplingBand BandOf(double seconds) => Bands.First(band => !(seconds >= band.BelowSeconds));

    /// <summary>
    /// The plan of a worker with a number of cases. A few cases finish their visits in half a second, in which they may
    /// meet one frequency of a clock more often than another. So they are visited three times as often, with the same
    /// number of layouts.
    /// </summary>
    /// <param name="cases">The number of cases.</param>
    public SamplingPlan Among(int cases) =>
        cases >= FewBelow
            ? this
            : this with
            {
                Times = TimesOfFew,
                Minimum = Minimum * TimesOfFew,
                Bands = [.. Bands.Select(band => band with { Maximum = band.Maximum * TimesOfFew })],
                SamplingSeconds = SamplingSeconds * TimesOfFew,
                Visits = Visits * TimesOfFew,
                VisitsOfALayout = VisitsOfALayout * TimesOfFew,
                VisitsSeconds = VisitsSeconds * TimesOfFew,
            };

    /// <summary>
    /// The plan of a case with C++ functions. A visit begins with an untimed call and waits for CUPTI's records several
    /// times, which takes far longer than a sample. So there are fewer visits, with more samples in each, and few cases
    /// have no more visits than many.
    /// </summary>
    public SamplingPlan OfFunctions()
    {
        var larger = Math.Max(1, Visits / Times / VisitsOfFunctions);
        return this with
        {
            // The visits to a long kernel are few already, and only its samples take time.
            Bands =
            [
                .. Bands.Select(band =>
                    band.BelowSeconds is null ? band : band with { SmallestVisit = band.SmallestVisit * larger }
                ),
            ],
            Visits = Math.Min(Visits, VisitsOfFunctions),
            VisitsOfALayout = VisitsOfALayout / Times,
            VisitsSeconds = VisitsSeconds / Times,
        };
    }
}

/// <summary>How kernels of about one length are sampled.</summary>
/// <param name="BelowSeconds">The kernel takes less than this, seconds; null for no upper end.</param>
/// <param name="Maximum">Samples at which sampling stops.</param>
/// <param name="SmallestVisit">
/// Samples that a visit takes at least. Between the visits to a long kernel far more happens to the machine than
/// between the samples of a visit, so its visits take fewer.
/// </param>
/// <param name="LeftOut">
/// Samples that are left out at the start of a later visit. They find the instruction caches cold, which a short kernel
/// takes two samples to get over, and which does not show in a very long one.
/// </param>
/// <param name="SettlesAtOnce">
/// Whether the first samples alone can say that the times have settled: a kernel of this length needs no second batch.
/// </param>
internal sealed record SamplingBand(
    double? BelowSeconds, int Maximum, int SmallestVisit, int LeftOut, bool SettlesAtOnce = false);
