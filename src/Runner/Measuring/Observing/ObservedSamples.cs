using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>Makes samples of the records of a command.</summary>
/// <param name="Nanoseconds">The samples, in time order, those of warm-up left out.</param>
/// <param name="Compositions">
/// What each distinct sample launched: a line for each kernel and shape with its number, ordered.
/// </param>
/// <param name="Measured">The kernels in them, each symbol once.</param>
/// <param name="Kernels">Kernels in each sample; null if samples differ in that.</param>
internal sealed record ObservedSamples(
    ImmutableArray<double> Nanoseconds,
    ImmutableSortedSet<string> Compositions,
    ImmutableArray<ObservedName> Measured,
    int? Kernels
)
{
    // A run with more says nothing more, and its file would be large.
    private const int MostSamples = 10_000;

    private const int NamesShown = 4;

    /// <summary>Makes them.</summary>
    /// <param name="processes">The processes of one execution.</param>
    /// <param name="measure">What counts. Not wall time.</param>
    /// <exception cref="ObservationException">No sample comes of them.</exception>
    public static ObservedSamples Of(ImmutableArray<ObservedProcess> processes, MeasureSpec measure)
    {
        var samples = new List<ImmutableArray<ObservedRecord>>();
        foreach (var process in processes)
        {
            ObservedRecord[] counted = [.. process.Records.Where(r => Counts(r, measure)).OrderBy(r => r.Start)];
            var all = measure.Range is { } range ? InRanges(counted, range) : InTurn(counted, measure);
            if (all.Count == 0)
                continue;
            samples.AddRange(all.Skip(measure.WarmUp));
            if (all.Count <= measure.WarmUp)
                throw new ObservationException(
                    $"it gave {all.Count} samples, and the first {measure.WarmUp} are warm-up; run more iterations, or "
                        + "lower warmUp"
                );
        }

        if (samples.Count == 0)
            throw new ObservationException(None(processes, measure));
        var taken = samples.Take(Math.Min(measure.Samples ?? MostSamples, MostSamples)).ToList();
        int[] kernels = [.. taken.Select(s => s.Count(r => r.Kind == ObservedKind.Kernel)).Distinct()];
        return new(
            [.. taken.Select(Duration)],
            [.. taken.Select(Composition)],
            [.. taken.SelectMany(s => s).Select(r => r.Name).OfType<ObservedName>().DistinctBy(n => n.Symbol)],
            kernels is [var same] ? same : null
        );
    }

    // In the order of the first work of each.
    private static List<ImmutableArray<ObservedRecord>> InRanges(IEnumerable<ObservedRecord> counted, string range) =>
        [
            .. counted
                .Select(r => (Record: r, Range: r.RangeOf(range)))
                .Where(r => r.Range is not null)
                .GroupBy(r => r.Range!.Number, r => r.Record)
                .Select(g => g.ToImmutableArray()),
        ];

    private static List<ImmutableArray<ObservedRecord>> InTurn(ObservedRecord[] counted, MeasureSpec measure) =>
        counted.Length == 0
            ? []
            : [.. counted.Chunk(SampleSize(counted, measure)).Select(s => s.ToImmutableArray())];

    private static bool Counts(ObservedRecord record, MeasureSpec measure) =>
        record.Kind switch
        {
            ObservedKind.Kernel => measure.Counts(record.Name!.Symbol, record.Name.Demangled),
            ObservedKind.Copy => measure.Copies,
            ObservedKind.Memset => measure.Memsets,
        };

    private static int SampleSize(ObservedRecord[] counted, MeasureSpec measure)
    {
        var (groups, field) = measure.Iterations is { } iterations
            ? (iterations, $"iterations are {iterations}")
            : (measure.Launches ?? 1, $"launches are {measure.Launches}");
        if (counted.Length % groups != 0)
            throw new ObservationException(
                $"it gave {counted.Length} records that count, which is no multiple: {field}; name its kernels more "
                    + $"narrowly (it ran {Names(counted.Select(r => r.Name).OfType<ObservedName>())}), or correct the "
                    + "number"
            );
        return measure.Iterations is null ? groups : counted.Length / groups;
    }

    private static string None(ImmutableArray<ObservedProcess> processes, MeasureSpec measure)
    {
        if (processes.IsEmpty)
            return "none of its processes used CUDA; run it by hand and see whether it finds the GPU";
        var known = processes.SelectMany(p => p.Names).DistinctBy(n => n.Symbol).ToArray();
        return known.Length == 0
            ? $"it launched no kernel, and it measures {measure.Words}; run it by hand and see whether it finds the GPU"
            : measure.Range is { } range ? NoneInRanges(processes, range)
            : $"it launched none of the {measure.Words}{Nearest(measure, known)}; it launched {Names(known)}; correct "
                + "kernels in its measure";
    }

    private static string NoneInRanges(ImmutableArray<ObservedProcess> processes, string range)
    {
        string[] names = [.. processes.SelectMany(p => p.Ranges).Select(r => r.Name).Distinct()];
        var begun = processes.Sum(p => (long)p.Begun);
        return begun == 0
                ? "it began no NVTX range; begin one around the work, or correct measure"
            : names.Length == 0
                ? $"it began {begun} NVTX ranges, and launched GPU work inside of none; begin the range before the "
                    + "work is launched, in the same thread"
            : $"no GPU work that counts was launched inside of an NVTX range {range}"
                + $"{NearestName.Suggest(range.Trim('*'), names)}; it launched some inside of {Listed(names)}; correct "
                + "range in its measure";
    }

    private static string Nearest(MeasureSpec measure, IReadOnlyCollection<ObservedName> known) =>
        NearestName.Suggest(measure.Kernels[0].Trim('*'), known.Select(n => n.Symbol));

    private static string Names(IEnumerable<ObservedName> of) =>
        Listed([.. of.DistinctBy(n => n.Symbol).Select(n => Short(n.Demangled))]);

    private static string Listed(string[] names)
    {
        return string.Join(", ", names.Take(NamesShown))
            + (names.Length > NamesShown ? $" and {names.Length - NamesShown:N0} others" : "");
    }

    private static string Short(string name) => name.Length <= 80 ? name : name[..77] + "...";

    // Nanoseconds, at least 1: a statistic takes the logarithm of it.
    private static double Duration(ImmutableArray<ObservedRecord> sample) =>
        Math.Max(1, sample.Sum(r => (double)(r.End - r.Start)));

    private static string Composition(ImmutableArray<ObservedRecord> sample) =>
        string.Join(
            "\n",
            sample
                .CountBy(r => $"{r.Kind} {r.Name?.Symbol} {r.Shape}")
                .Select(c => $"{c.Value} {c.Key}")
                .Order(StringComparer.Ordinal)
        );
}
