using System.Globalization;
using System.Text.Json.Nodes;
using PerfGate.Core.Claims;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Publishing;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Benchmarks.Figures;

/// <summary>Tables of a run of the pipeline, from the files that it left.</summary>
/// <param name="folder">The folder of the example.</param>
internal sealed class PipelineFigures(string folder)
{
    private const string Quick = "quick/optimize.json";

    private static readonly OptimizePhase[] Phases = Enum.GetValues<OptimizePhase>();

    /// <summary>What each of the three ways to run the pipeline took and cost.</summary>
    public IEnumerable<string> Ways()
    {
        if (!File.Exists(PathOf("optimize.json")))
            return ["Not measured yet."];
        var full = Log("optimize.json");
        return
        [
            $"| way | {string.Join(" | ", Phases.Select(Name))} | all | cost |",
            $"| --- | {string.Join(" | ", Phases.Select(_ => "---:"))} | ---: | ---: |",
            .. File.Exists(PathOf(Quick)) ? [Way("quick validation, one baseline", Log(Quick))] : (string[])[],
            Way("several shapes", full with { Phases = [.. full.Phases.Where(p => p.Phase != OptimizePhase.Tune)] }),
            Way("full pipeline", full),
            "",
            Rate(),
        ];
    }

    /// <summary>What came of each phase.</summary>
    public IEnumerable<string> Steps() =>
        [
            "| phase | what came of it | took | cost |",
            "| --- | --- | ---: | ---: |",
            .. Log("optimize.json")
                .Phases.Select(p => $"| {Name(p.Phase)} | {p.Note} | {Seconds(p.Seconds)} | {Cost(p.Seconds)} |"),
            "",
            Rate(),
        ];

    /// <summary>The claims at every shape.</summary>
    public IEnumerable<string> Claims()
    {
        var claims = Read(Publication.ClaimsName, PerfGateJson.Default.SpeedClaims, SpeedClaims.SchemaName);
        return
        [
            $"| shape | {claims.Baseline} | {claims.Candidate} | speed-up | relative to {claims.FixedShape} | tier |",
            "| --- | ---: | ---: | ---: | ---: | --- |",
            .. claims.Claims.Select(c =>
                $"| {c.Shape} | {Quantity.Duration(c.BaselineNs)} | {Quantity.Duration(c.CandidateNs)} "
                + $"| {Factor(c.Speedup)} ({Factor(c.SpeedupInterval[0])} to {Factor(c.SpeedupInterval[1])}) "
                + $"| {Factor(c.RelativeToFixed)} | {TierDecision.Name(c.Tier)} |"
            ),
        ];
    }

    /// <summary>What the reproduction found.</summary>
    public IEnumerable<string> Reproduced() =>
        [
            "| shape | claimed | found | within the interval |",
            "| --- | ---: | ---: | --- |",
            .. Read("reproduced.json", PerfGateJson.Default.ReproducedClaims, ReproducedClaims.SchemaName)
                .Claims.Select(c =>
                    $"| {c.Shape} | {ReproducedWords.Claimed(c)} | {ReproducedWords.Found(c)} "
                    + $"| {ReproducedWords.Within(c)} |"
                ),
        ];

    private string Way(string name, OptimizeLog log)
    {
        var all = log.Phases.Sum(p => p.Seconds);
        var each = Phases.Select(p => log.Of(p) is { Outcome: PhaseOutcome.Done } done ? Seconds(done.Seconds) : "–");
        return $"| {name} | {string.Join(" | ", each)} | {Seconds(all)} | {Cost(all)} |";
    }

    private string Rate() =>
        Price() is var (price, currency)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The cost is that of the time, at {price:0.00} {currency} an hour of the GPU."
            )
            : "The price of the GPU is not stated.";

    private string Cost(double seconds) =>
        Price() is var (price, currency)
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600 * price:0.000} {currency}")
            : "not stated";

    private (double Price, string Currency)? Price()
    {
        var policy = JsonNode.Parse(File.ReadAllText(PathOf("perfgate.json")))!;
        return policy["devicePricePerHour"] is { } price
            ? ((double)price, (string?)policy["currency"] ?? "USD")
            : null;
    }

    private OptimizeLog Log(string name) => Read(name, PerfGateJson.Default.OptimizeLog, OptimizeLog.SchemaName);

    private T Read<T>(
        string name,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
        string schema
    )
        where T : class, IVersionedFile => JsonFile.Read(PathOf(name), type, schema);

    private string PathOf(string name) => Path.Combine(folder, name);

    private static string Name(OptimizePhase phase) => phase.ToString().ToLowerInvariant();

    private static string Factor(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
