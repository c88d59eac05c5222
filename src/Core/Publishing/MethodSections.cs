using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Claims;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Core.Publishing.Documents;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Publishing;

/// <summary>How it was measured, and everything that may have had an effect.</summary>
/// <param name="input">What the publication is made from.</param>
/// <param name="stated">Collects what is not known.</param>
internal sealed class MethodSections(PublicationInput input, Stated stated)
{
    private static readonly ImmutableArray<double> Percentiles = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];

    private static string Resamples => HierarchicalBootstrap.Resamples.ToString("N0", CultureInfo.InvariantCulture);

    private readonly ObservedSides _observed = new(input);

    private Measurement Measurement => input.Measurement;

    private MeasurementEnvironment Environment => input.Measurement.Environment;

    /// <summary>The paragraph for a paper.</summary>
    public PaperSection Methods()
    {
        var claim = input.Claims.Fixed;
        var thrown = Measured().SelectMany(c => c.Case.Discarded.Select(d => d.Run)).Distinct().Count();
        return new(
            "Methods",
            [
                new PaperText(
                    $"{_observed.Repetition(claim.Runs)} {Clock()} A process visits every case in rounds, each in a "
                        + $"new random order, and takes a few samples at each visit. The caches are "
                        + $"{Cache()} before each sample. A case is warmed up before its first visit, and launches "
                        + $"that only warm up are no samples. All other samples of a valid run count: no outlier was "
                        + $"removed. "
                        + $"{(thrown == 0 ? "No run was" : $"{thrown} runs were")} thrown away whole"
                        + $"{(thrown == 0 ? "" : " (the reasons are below)")}. The location of a run is the "
                        + $"interquartile mean of its samples; the time of a side is the geometric mean of its runs' "
                        + $"locations. The {ClaimWords.Confidence(input.Claims)} intervals come from a bootstrap over "
                        + $"runs first and the samples inside each second "
                        + $"({Resamples} resamples), "
                        + $"scaled to Student's t. Hedges' g is that of the paired differences of log locations. p is "
                        + $"one-sided, against the hypothesis that the candidate is not faster, by Student's t on "
                        + $"these differences, adjusted by Holm's procedure over the shapes."
                ),
                .. ObservedSides.Blocks(Measured().Select(c => c.Case)),
                .. Discarded(),
            ],
            InTex: true
        );
    }

    /// <summary>All factors.</summary>
    public PaperSection Factors()
    {
        var (e, gpu) = (Environment, Environment.Gpu);
        var watch = Measurement.Workers.Select(w => w.Watch).OfType<GpuWatch>().ToList();
        IEnumerable<(string, string?)> ofGpu = gpu is null
            ? [("GPU", "none: the kernels ran on the processor")]
            :
            [
                (
                    "GPU",
                    $"{gpu.Name}, compute capability {gpu.ComputeCapability}, {gpu.Multiprocessors} multiprocessors"
                ),
                ("GPU memory", Quantity.Bytes(gpu.MemoryBytes)),
                ("L2 cache", gpu.L2CacheBytes is { } l2 ? Quantity.Bytes(l2) : null),
                ("VBIOS", gpu.Vbios),
                ("driver", gpu.DriverVersion),
                ("CUDA of the driver", gpu.CudaDriverVersion),
                ("CUPTI", gpu.CuptiVersion?.ToString(CultureInfo.InvariantCulture)),
                ("ECC", OnOff(gpu.Ecc)),
                ("MIG", OnOff(gpu.Mig)),
                ("power limit", gpu.PowerLimitWatts is { } w ? $"{Quantity.Significant(w, 3)} W" : null),
                ("clock policy", e.ClockPolicy),
                ("multiprocessor clock while measuring", Range(watch.Select(x => x.SmClockMhz), "MHz")),
                ("memory clock while measuring", Range(watch.Select(x => x.MemoryClockMhz), "MHz")),
                ("temperature while measuring", Range(watch.Select(x => x.TemperatureCelsius), "degrees Celsius")),
            ];
        return new(
            "Factors",
            [
                stated.Table(
                    "What was measured on, with what, and in which state.",
                    [
                        .. ofGpu,
                        ("processor", $"{e.Host.Processor}, {e.Host.LogicalProcessors} logical processors"),
                        ("operating system", $"{e.Host.OperatingSystem}, kernel {e.Host.Kernel}"),
                        ("compiler", $"{e.Compiler.Name} {e.Compiler.Version}"),
                        ("flags", e.Compiler.Flags.Length == 0 ? "none" : e.Compiler.Flags),
                        ("libraries", e.Libraries.IsEmpty ? null : string.Join(", ", e.Libraries.Values)),
                        ("timing clock", e.Clock),
                        ("cache before each sample", Cache()),
                        .. _observed.Factors(),
                        ("variables locked", Locked()),
                        ("commit", e.Git is { } git ? $"{git.Commit}{(git.Dirty ? ", with changes" : "")}" : null),
                        ("PerfGate", e.PerfGateVersion),
                        ("begun", $"{Measurement.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"),
                        ("took", EnvironmentFacts.Wall(Measurement.WallSeconds)),
                        ("cost", Cost()),
                    ]
                ),
            ]
        );
    }

    /// <summary>Seeds, and how inputs are drawn.</summary>
    public PaperSection Inputs()
    {
        var cases = Measured().ToList();
        var seeds = Measurement.Workers.Select(w => w.Seed.ToString(CultureInfo.InvariantCulture)).ToList();
        var declared = cases.Select(c => c.Case.Declaration?.Seed).OfType<double>().Distinct().ToList();
        return new(
            "Inputs and seeds",
            [
                new PaperTable(
                    "How the buffers of each case begin.",
                    ["case", "buffers"],
                    [
                        .. cases.Select(c =>
                            ImmutableArray.Create(
                                c.Case.Name,
                                stated.Of(
                                    $"inputs of {c.Case.Name}",
                                    c.Case.Observed is not null ? "those of the program that is observed"
                                    : c.Case.Declaration is { } d
                                        ? string.Join(
                                            "; ",
                                            d.Buffers.Select(b => $"{b.Name}: {b.Type} x {b.Count}, {b.Fill}")
                                        )
                                        : null
                                )
                            )
                        ),
                    ]
                ),
                stated.Table(
                    "Seeds.",
                    ("inputs", declared.Count > 0 ? string.Join(", ", declared.Select(s => Numbers.Count(s))) : null),
                    ("check with unknown inputs", Measurement.CheckSeed?.ToString(CultureInfo.InvariantCulture)),
                    ("order of cases and other choices, by process", Some(seeds)),
                    ("bootstrap", "made of the case's name (FNV-1a)")
                ),
            ]
        );
    }

    /// <summary>Percentiles of the samples of both sides.</summary>
    public PaperSection Distribution() =>
        new(
            "Percentiles",
            [
                new PaperTable(
                    "Percentiles of all samples, the valid runs together.",
                    ["case", "samples", "least", "5 %", "25 %", "median", "75 %", "95 %", "99 %", "largest"],
                    [
                        .. Measured()
                            .Select(c =>
                            {
                                double[] all = [.. c.Case.Runs.SelectMany(r => r.Samples)];
                                Array.Sort(all);
                                return ImmutableArray.Create([
                                    c.Case.Name,
                                    all.Length.ToString(CultureInfo.InvariantCulture),
                                    .. Percentiles.Select(p => Quantity.Duration(Quantiles.OfSorted(all, p))),
                                ]);
                            }),
                    ]
                ),
            ],
            InTex: true
        );

    /// <summary>How often such a claim would be wrong, and what could have been seen.</summary>
    public PaperSection Errors() =>
        new(
            "False alarms and detection limit",
            [
                new PaperTable(
                    "The smallest speed-up that this many runs would have proven (one-sided 5 %, power 80 %).",
                    ["shape", "runs", "smallest speed-up"],
                    [
                        .. input.Claims.Claims.Select(c =>
                            ImmutableArray.Create(
                                ClaimWords.Shape(c.Shape),
                                c.Runs.ToString(CultureInfo.InvariantCulture),
                                c.SmallestProvable.ToString("0.0000", CultureInfo.InvariantCulture)
                            )
                        ),
                    ]
                ),
                new PaperText($"False-alarm rate of this device: " + $"{FalseAlarms()}."),
            ]
        );

    /// <summary>The cases of both sides, those that are compared.</summary>
    public IEnumerable<(MeasuredCase Case, bool IsCandidate)> Measured() =>
        input.Claims.Claims.SelectMany(c =>
            Measurement
                .Cases.Where(m => SpeedComparison.ShapeOf(m) == c.Shape)
                .Where(m => m.Benchmark == input.Claims.Candidate || m.Benchmark == input.Claims.Baseline)
                .OrderBy(m => m.Benchmark == input.Claims.Candidate)
                .Select(m => (m, m.Benchmark == input.Claims.Candidate))
        );

    private IEnumerable<PaperBlock> Discarded()
    {
        ImmutableArray<string> lines =
        [
            .. Measured().SelectMany(c => c.Case.Discarded.Select(d => $"{c.Case.Name}, run {d.Run + 1}: {d.Reason}")),
        ];
        return lines.IsEmpty ? [] : [new PaperText("Runs that were thrown away:"), new PaperList(lines)];
    }

    private string FalseAlarms() =>
        stated.Of(
            "false-alarm rate of this device",
            null,
            "it needs gates that compare a kernel with itself, and these files hold none"
        );

    private string Clock() =>
        DeviceTraits.Clock(Environment.Clock)?.Meaning ?? $"The timing clock is {Environment.Clock}.";

    private string Cache()
    {
        var states = Measured()
            .Where(c => c.Case.Observed is null)
            .Select(c => Measurement.CacheOf(c.Case))
            .Distinct()
            .ToList();
        return states.Count == 0
            ? "as the programs leave them"
            : string.Join(" or ", states.Select(s => s == "cold" ? "cold (overwritten)" : s));
    }

    private string? Cost() =>
        input.Policy.DevicePricePerHour is { } price
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Measurement.WallSeconds / 3600 * price:0.000} {input.Policy.Currency} at {price:0.00} an hour"
            )
            : null;

    private string Locked() =>
        Environment.Locked.Count == 0
            ? "none"
            : string.Join(", ", Environment.Locked.Select(l => $"{l.Key}={l.Value}"));

    private static string? Some(List<string> seeds) => seeds.Count == 0 ? null : string.Join(", ", seeds);

    private static string? OnOff(bool? value) =>
        value switch
        {
            null => null,
            true => "on",
            false => "off",
        };

    private static string? Range(IEnumerable<ImmutableArray<int>?> ranges, string unit)
    {
        var values = ranges.Where(r => r is { IsDefaultOrEmpty: false }).SelectMany(r => r!.Value).ToList();
        return values.Count == 0 ? null
            : values.Min() == values.Max() ? $"{values.Min()} {unit}"
            : $"{values.Min()} to {values.Max()} {unit}";
    }
}
