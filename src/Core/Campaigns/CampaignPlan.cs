using System.Collections.Immutable;

namespace PerfGate.Core.Campaigns;

/// <summary>
/// What the next gate of a campaign is. It follows from the lines that the file holds already, so that a campaign which
/// was killed, or is continued on another day, goes on as if it had never stopped.
/// </summary>
/// <param name="commit">The commit of the kernels; delays are calibrated once for each.</param>
/// <param name="effects">The slow-downs to plant, as fractions.</param>
/// <param name="kinds">The kinds that are wanted, of <see cref="Kinds"/>; null for all.</param>
public sealed class CampaignPlan(
    string? commit,
    ImmutableArray<double> effects,
    IReadOnlyCollection<CampaignKind>? kinds = null
)
{
    // Most gates show how often nothing is called slower. Two planted ones in ten are enough for the power, because
    // each of them plants every slow-down somewhere.
    private static readonly ImmutableArray<CampaignKind> _cycle =
    [
        CampaignKind.Aa, CampaignKind.Planted, CampaignKind.Aa, CampaignKind.Aa, CampaignKind.Harmless,
        CampaignKind.Aa, CampaignKind.Planted, CampaignKind.Aa, CampaignKind.Aa, CampaignKind.Aa,
    ];

    private readonly CampaignKind[] _wanted = [.. _cycle.Where(k => kinds?.Contains(k) ?? true)];

    /// <summary>The kinds that can be wanted: all but the calibration, which comes where it is needed.</summary>
    public static ImmutableArray<CampaignKind> Kinds { get; } = [.. _cycle.Distinct().Order()];

    /// <summary>The kind of the next gate.</summary>
    /// <param name="records">The lines of the file.</param>
    public CampaignKind Next(IReadOnlyCollection<CampaignRecord> records)
    {
        var gates = Ours(records).Select(r => (r.Gate, r.Kind)).Distinct().ToList();
        if (!_wanted.Contains(CampaignKind.Planted))
            return _wanted[gates.Count % _wanted.Length];
        // The planted ones need two gates before them: the cases' times, and what a delay does to them.
        if (gates.TrueForAll(g => g.Kind != CampaignKind.Aa))
            return CampaignKind.Aa;
        if (gates.TrueForAll(g => g.Kind != CampaignKind.Calibration))
            return CampaignKind.Calibration;
        return _wanted[(gates.Count - 2) % _wanted.Length];
    }

    /// <summary>The delays of a gate that plants.</summary>
    /// <param name="kind"><see cref="CampaignKind.Planted"/> or <see cref="CampaignKind.Calibration"/>.</param>
    /// <param name="cases">The cases of the gate, by name, in order.</param>
    /// <param name="records">The lines of the file.</param>
    /// <returns>The delay of each case whose time is known; a case that is not named waits for nothing.</returns>
    public ImmutableDictionary<string, PlannedDelay> Delays(
        CampaignKind kind,
        ImmutableArray<string> cases,
        IReadOnlyCollection<CampaignRecord> records
    )
    {
        var ours = Ours(records).ToList();
        var planted = ours.Where(r => r.Kind == CampaignKind.Planted).Select(r => r.Gate).Distinct().Count();
        var delays = ImmutableDictionary.CreateBuilder<string, PlannedDelay>(StringComparer.Ordinal);
        for (var i = 0; i < cases.Length; i++)
        {
            var asked = kind == CampaignKind.Calibration ? effects.Max() : effects[(i + planted) % effects.Length];
            if (DelayClock.Of(ours, cases[i]) is { } clock)
                delays.Add(cases[i], new(asked, clock.Cycles(asked)));
        }

        return delays.ToImmutable();
    }

    private IEnumerable<CampaignRecord> Ours(IEnumerable<CampaignRecord> records) =>
        records.Where(r => r.Commit == commit);
}

/// <summary>A delay that is planted in a case.</summary>
/// <param name="Asked">The slow-down that it is to cause, as a fraction.</param>
/// <param name="Cycles">The delay, cycles of the device's clock.</param>
public sealed record PlannedDelay(double Asked, long Cycles);

/// <summary>How long a case has to wait for a slow-down.</summary>
/// <param name="TimeNs">The case's time, nanoseconds.</param>
/// <param name="CyclesPerNs">Cycles of the device's clock in a nanosecond.</param>
/// <param name="Hidden">
/// Cycles of a delay that do not reach the case's time, because other blocks are still at work meanwhile.
/// </param>
/// <param name="Gain">
/// How many times a delay reaches the case's time: more than once where a thread that waits is also taken off its
/// processor.
/// </param>
internal sealed record DelayClock(double TimeNs, double CyclesPerNs, double Hidden, double Gain)
{
    // The host device's clock counts nanoseconds.
    private const double WithoutClock = 1;
    private const double MhzPerGhz = 1000;

    /// <summary>The clock of a case.</summary>
    /// <param name="records">The lines of the kernels' commit.</param>
    /// <param name="name">The case.</param>
    /// <returns>Null where the case was never timed.</returns>
    public static DelayClock? Of(IReadOnlyList<CampaignRecord> records, string name)
    {
        // Always the first ones, so that a delay is the same in every gate of a file.
        var timed = records.FirstOrDefault(r =>
            r.Case == name && r is { Kind: CampaignKind.Aa, ReferenceNs: > 0 }
        );
        if (timed is not { ReferenceNs: { } time })
            return null;
        var perNs = timed.ClockMhz is { } mhz ? mhz / MhzPerGhz : WithoutClock;
        var tried = records.FirstOrDefault(r =>
            r.Case == name && r is { Kind: CampaignKind.Calibration, Effect: not null, ReferenceNs: not null }
        );
        if (tried is not { Cycles: { } cycles and > 0, Effect: { } effect, ReferenceNs: { } reference })
            return new(time, perNs, 0, 1);
        var reached = Math.Max(0, effect * reference * perNs);
        return new(time, perNs, Math.Max(0, cycles - reached), Math.Max(1, reached / cycles));
    }

    /// <summary>The delay for a slow-down, cycles.</summary>
    /// <param name="asked">The slow-down, as a fraction.</param>
    public long Cycles(double asked) => (long)Math.Round(asked * TimeNs * CyclesPerNs / Gain + Hidden);
}
