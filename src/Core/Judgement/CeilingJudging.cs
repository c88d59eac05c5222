using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>
/// Impossible is not improved: says that a case is faster than the measured ceilings of the device allow.
/// </summary>
internal static class CeilingJudging
{
    /// <summary>
    /// Gives an impossibly fast case the verdict for that, in the place of a pass, an improvement or a new case, and,
    /// where the policy fails it, of whatever else would not fail. Beside anything worse it is a note; an unchanged
    /// case gets a warning (<see cref="Impossible"/>).
    /// </summary>
    /// <param name="judgement">The judgement, with the candidate's time.</param>
    /// <param name="p">The comparisons.</param>
    public static CaseJudgement Apply(CaseJudgement judgement, Comparisons p)
    {
        if (judgement.Verdict == CaseVerdict.Unchanged || Impossible(judgement, p) is not { } said)
            return judgement;
        return VerdictTraits.GivesWay(judgement.Verdict, VerdictYields.ToInvalid, p.Input.Policy.Ceiling)
            ? judgement with
            {
                Verdict = CaseVerdict.Invalid,
                Reason =
                    $"{said}. Check the work count in the manifest, and whether the kernel does its work. Its times "
                        + $"say: {judgement.Reason}",
            }
            : judgement with
            {
                Reason = $"{judgement.Reason}; also, {said}",
            };
    }

    /// <summary>Why a case's time is impossible; null if it is possible or nobody can tell.</summary>
    /// <param name="judgement">The judgement, with the candidate's time.</param>
    /// <param name="p">The comparisons.</param>
    public static string? Impossible(CaseJudgement judgement, Comparisons p)
    {
        if (judgement.CandidateNs is not { } time || Measured(judgement.Name, p) is not ({ } measured, { } measurement))
            return null;
        return DeviceBound.Of(measured, measurement) is { } bound && bound.Forbids(time)
            ? $"faster than possible: it took {Numbers.Time(time)}{Rate(measured, time)}, and {bound.Words} takes at "
                + $"least {Numbers.Time(bound.Nanoseconds)}"
            : null;
    }

    // The ceilings of the same session, so that they are of the same clocks.
    private static (MeasuredCase? Case, Measurement? Measurement) Measured(string name, Comparisons p)
    {
        var ceilings = p.Input.Candidate.Ceilings ?? p.Input.Trial?.Ceilings;
        var (measured, measurement) = p.Tried.GetValueOrDefault(name) is { Runs.IsEmpty: false } tried
            ? (tried, p.Input.Trial ?? p.Input.Candidate)
            : (p.Candidate.GetValueOrDefault(name), p.Input.Candidate);
        return (measured, measurement with { Ceilings = measurement.Ceilings ?? ceilings });
    }

    private static string Rate(MeasuredCase measured, double time) => measured.Bytes is > 0 and var bytes
        ? $" ({Numbers.Prefixed(bytes / time * 1e9)}B/s by its stated bytes)"
        : measured.Flops is > 0 and var flops ? $" ({Numbers.Prefixed(flops / time * 1e9)}FLOP/s by its stated work)"
        : "";
}

/// <summary>
/// The shortest time that the measured ceilings of the device allow a case, by its stated work. It errs on the short
/// side: what may stay in the L2 cache is not counted, so no honest kernel is below it.
/// </summary>
/// <param name="Nanoseconds">The shortest time, nanoseconds.</param>
/// <param name="Words">What takes so long, and the ceiling: <c>reading 8.39 MB at the measured 4.24 TB/s</c>.</param>
internal sealed record DeviceBound(double Nanoseconds, string Words)
{
    // The ceilings are the best of a dozen, so a kernel may be a little faster than they say.
    private const double Slack = 0.05;

    // A copy's rate holds reads and writes, between which the memory's bus has to turn; reading alone is up to so much
    // faster.
    private const double ReadingAlone = 1.05;

    // The error of what is taken off as the clock's own share of a sample.
    private const double ClockErrorNs = 50;

    /// <summary>Whether a time is shorter, beyond the slack.</summary>
    /// <param name="nanoseconds">The time, nanoseconds.</param>
    public bool Forbids(double nanoseconds) => (nanoseconds + ClockErrorNs) * (1 + Slack) < Nanoseconds;

    /// <summary>
    /// The bound of a case; null if its work or the ceilings are not known, or nothing follows from them.
    /// </summary>
    /// <param name="measured">The case, with its work counts and, where known, its declaration.</param>
    /// <param name="measurement">The measurement that it belongs to.</param>
    public static DeviceBound? Of(MeasuredCase measured, Measurement measurement) =>
        measurement.Ceilings is not { } ceilings
            ? null
            : new[] { ByMemory(measured, measurement, ceilings), ByArithmetic(measured, ceilings) }
                .OfType<DeviceBound>()
                .MaxBy(b => b.Nanoseconds);

    // The ceiling is of half-precision matrix units. 8-bit ones are faster, and what an integer product counts nobody
    // knows.
    private static DeviceBound? ByArithmetic(MeasuredCase measured, DeviceCeilings ceilings)
    {
        if (measured.Flops is not > 0 || !(ceilings.MatrixFlopsPerSecond > 0))
            return null;
        if (measured.Declaration is { } declared && declared.Buffers.Any(b => ElementBytes(b.Type) == 1))
            return null;
        return new(
            measured.Flops.Value / ceilings.MatrixFlopsPerSecond * 1e9,
            $"{Numbers.Prefixed(measured.Flops.Value)}FLOP at the measured "
                + $"{Numbers.Prefixed(ceilings.MatrixFlopsPerSecond)}FLOP/s"
        );
    }

    private static DeviceBound? ByMemory(MeasuredCase measured, Measurement measurement, DeviceCeilings ceilings)
    {
        // Of a command the declaration has the files that it writes, and not what the GPU moves.
        if (
            measured.Bytes is not > 0
            || measured.Declaration is not { Command: null } declared
            || !(ceilings.CopyBytesPerSecond > 0)
        )
            return null;
        var (reads, writes) = FewestBytes(measured.Bytes.Value, declared);
        var l2 = (double?)measurement.Environment.Gpu?.L2CacheBytes;
        // With a hot cache the sample before leaves up to the whole cache's size of the inputs there.
        if ((measured.Cache ?? measurement.Environment.Cache) != "cold")
            reads = l2 is null ? 0 : Math.Max(0, reads - l2.Value);
        // What is written last may still be in the cache when the kernel ends.
        writes = l2 is null ? 0 : Math.Max(0, writes - l2.Value);
        if (reads + writes == 0)
            return null;
        var both = Math.Min(reads, writes);
        var seconds = (2 * both + (reads - both) / ReadingAlone + (writes - both)) / ceilings.CopyBytesPerSecond;
        var what = writes == 0 ? $"reading {Numbers.Prefixed(reads)}B" : $"moving {Numbers.Prefixed(reads + writes)}B";
        return new(
            seconds * 1e9,
            $"{what} of its stated bytes at the measured {Numbers.Prefixed(ceilings.CopyBytesPerSecond)}B/s"
        );
    }

    // The stated bytes hold what is read of the inputs, the outputs once, and scratch memory that is written and read
    // again, which need not leave the cache. What remains after outputs and scratch has been read from the inputs, and
    // only once counts.
    private static (double Reads, double Writes) FewestBytes(double stated, CaseDeclaration declared)
    {
        var outputs = declared.Outputs.Select(o => o.Buffer).ToImmutableHashSet(StringComparer.Ordinal);
        double written = 0, inputs = 0, scratch = 0;
        foreach (var buffer in declared.Buffers)
        {
            var bytes = (double)buffer.Count * ElementBytes(buffer.Type);
            var filled = buffer.Fill != "poison" && !buffer.Fill.StartsWith("constant ", StringComparison.Ordinal);
            if (outputs.Contains(buffer.Name))
                written += bytes;
            if (filled)
                inputs += bytes;
            else if (!outputs.Contains(buffer.Name))
                scratch += bytes;
        }

        return (Math.Clamp(stated - written - 2 * scratch, 0, inputs), Math.Min(written, stated));
    }

    // A type that is not known counts as large: then more is taken off as outputs and scratch.
    private static int ElementBytes(string type) => type switch
    {
        "f16" or "bf16" or "i16" or "u16" => 2,
        "f32" or "i32" or "u32" => 4,
        "f64" or "i64" or "u64" => 8,
        "i8" or "u8" => 1,
        _ => 8,
    };
}
