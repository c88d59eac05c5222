using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;
using PerfGate.Core.Text;

namespace PerfGate.Runner.Campaigns;

/// <summary>Holds one gate after the other and appends what they found, within a budget.</summary>
/// <param name="gates">Holds them.</param>
/// <param name="place">Where and with what.</param>
/// <param name="plan">What each gate is.</param>
/// <param name="console">Where it says what it finds, in lines.</param>
internal sealed class CampaignRun(
    ICampaignGate gates,
    CampaignPlace place,
    CampaignPlan plan,
    TextWriter console
)
{
    /// <summary>Holds gates until the budget ends.</summary>
    /// <param name="file">The file of the device.</param>
    /// <param name="budget">How long, and how many.</param>
    /// <param name="cancellation">Stops it; the gate that was going on leaves nothing.</param>
    /// <returns>How many gates were held.</returns>
    public async Task<int> RunAsync(
        JsonLinesFile<CampaignRecord> file,
        CampaignBudget budget,
        CancellationToken cancellation
    )
    {
        var held = 0;
        // The gates of an earlier session tell how long one takes, before the first of this one has ended.
        var longest = LastGate(file.Records);
        while (held < budget.Gates && budget.Left() > longest)
        {
            var watch = Stopwatch.StartNew();
            var kind = plan.Next(file.Records);
            var delays = kind is CampaignKind.Planted or CampaignKind.Calibration
                ? plan.Delays(kind, gates.Cases, file.Records)
                : ImmutableDictionary<string, PlannedDelay>.Empty;
            var found = await gates.HoldAsync(kind, delays, cancellation).ConfigureAwait(false);
            var lines = Lines(file.Records, kind, delays, found, watch.Elapsed.TotalSeconds);
            if (lines.Length == 0)
            {
                console.WriteLine("No case could be judged, so that the campaign ends. Try the gate on these kernels.");
                return held;
            }

            file.Add(lines);
            Say(lines, watch.Elapsed.TotalSeconds);
            longest = Math.Max(longest, watch.Elapsed.TotalSeconds);
            held++;
        }

        if (held < budget.Gates)
            console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The next gate may take {longest:0} s, and {Math.Max(0, budget.Left()):0} s of --minutes are left."
                )
            );
        return held;
    }

    private static double LastGate(ImmutableArray<CampaignRecord> records) =>
        records.IsEmpty ? 0 : records.Where(r => r.Gate == records[^1].Gate).Sum(r => r.Seconds);

    private CampaignRecord[] Lines(
        ImmutableArray<CampaignRecord> before,
        CampaignKind kind,
        ImmutableDictionary<string, PlannedDelay> delays,
        GateFound found,
        double seconds
    )
    {
        var gate = before.IsEmpty ? 0 : before.Max(r => r.Gate) + 1;
        // A case without a delay in a gate that plants waits for nothing on both sides: its verdict says nothing.
        CaseJudgement[] cases =
        [
            .. found.Cases.Where(c =>
                kind is CampaignKind.Aa or CampaignKind.Harmless || delays.ContainsKey(c.Name)
            ),
        ];
        return
        [
            .. cases.Select(c =>
                place.Line(c, found.ClockMhz) with
                {
                    Gate = gate,
                    Cases = cases.Length,
                    Kind = kind,
                    Asked = delays.GetValueOrDefault(c.Name)?.Asked,
                    Cycles = delays.GetValueOrDefault(c.Name)?.Cycles,
                    Seconds = Math.Round(seconds / cases.Length, 4),
                    At = DateTimeOffset.UtcNow,
                }
            ),
        ];
    }

    private void Say(CampaignRecord[] lines, double seconds)
    {
        var verdicts = lines
            .GroupBy(r => r.Verdict)
            .OrderBy(g => g.Key)
            .Select(g => $"{g.Count():N0} {VerdictTraits.Of(g.Key).Counted}");
        console.WriteLine(
            $"gate {lines[0].Gate}, {Words(lines[0].Kind)}: {Numbers.Things(lines.Length, "case")} in "
                + $"{Numbers.Number(seconds)} s: "
                + string.Join(", ", verdicts)
        );
    }

    private static string Words(CampaignKind kind) =>
        kind switch
        {
            CampaignKind.Aa => "nothing changed",
            CampaignKind.Calibration => "calibration",
            CampaignKind.Planted => "planted",
            CampaignKind.Harmless => "harmless",
        };
}

/// <summary>How long a campaign goes on.</summary>
/// <param name="Seconds">Wall time from its start on; no gate begins that may not end within it.</param>
/// <param name="Gates">How many gates are held at most.</param>
/// <param name="Watch">Runs since the start of the command.</param>
internal sealed record CampaignBudget(double Seconds, int Gates, Stopwatch Watch)
{
    /// <summary>Seconds that are left.</summary>
    public double Left() => Seconds - Watch.Elapsed.TotalSeconds;
}
