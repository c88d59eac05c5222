using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PerfGate.Core.Baselines;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Baselines as tables, and their history as lines and as JSON.</summary>
internal static partial class BaselineTables
{
    /// <summary>The measurements of a baseline, then its cases with their newest times.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="project">The project, where there are several; null if there is one.</param>
    /// <param name="baseline">The baseline.</param>
    public static void Show(IAnsiConsole console, string? project, Baseline baseline)
    {
        TableWidth.Fit(console);
        console.WriteLine(
            $"{baseline.Device}{(project is null ? "" : $", {Inert(project)}")}"
                + (baseline.Restarted is { } restart ? $", begun anew {Day(restart.At)}: {Inert(restart.Reason)}" : "")
        );
        var measurements = Table("Measured", "Tag", "Commit", "Cases", "Clock", "Compiler");
        foreach (var m in baseline.Measurements)
        {
            var git = m.Environment.Git;
            Row(
                measurements,
                Day(m.StartedAt),
                git?.Tag ?? "",
                git is null ? "" : Short(git.Commit) + (git.Dirty ? " (changed)" : ""),
                Text(m.Cases.Count(c => c.Status == CaseStatus.Measured)),
                m.Environment.Clock,
                $"{m.Environment.Compiler.Name} {m.Environment.Compiler.Version}"
            );
        }

        console.Write(measurements);
        var cases = Table("Case", "Time", "Runs", "Spread", "Memory");
        foreach (var c in baseline.Newest.Cases)
        {
            if (c.Status == CaseStatus.Measured)
                Row(
                    cases,
                    c.Observed is null ? c.Name : $"{c.Name} ({ObservedWork.Word})",
                    Quantity.Duration(BaselineHistory.Location(c)),
                    Text(c.Runs.Length),
                    Numbers.Percent(BaselineHistory.Spread(c)),
                    c.PeakMemoryBytes is { } bytes ? Quantity.Bytes(bytes) : ""
                );
            else
                Row(cases, c.Name, "", "", "", c.Status.ToString());
        }

        console.Write(cases);
    }

    /// <summary>
    /// The points of each case, change points marked by what moved them: the case's name, then a line a measurement,
    /// which fits 80 columns.
    /// </summary>
    public static void History(
        IAnsiConsole console,
        IReadOnlyCollection<KeyValuePair<string, ImmutableArray<HistoryPoint>>> history
    )
    {
        TableWidth.Fit(console);
        var tags = history.SelectMany(c => c.Value).Select(Tag).Append("").Max(t => t.Length);
        foreach (var (name, points) in history)
        {
            console.WriteLine(Inert(name));
            foreach (var p in points)
            {
                var change = p.Ratio is { } r ? Quantity.Change(r) : "";
                console.WriteLine(
                    ($"  {Day(p.MeasuredAt)}  {Tag(p).PadRight(tags)}  {Quantity.Duration(p.LocationNs), 10}  "
                        + $"{change, 8}  {Moved(p)}").TrimEnd()
                );
            }
        }
    }

    /// <summary>Prints the history of cases as JSON.</summary>
    public static void HistoryJson(
        TextWriter output,
        IEnumerable<KeyValuePair<string, ImmutableArray<HistoryPoint>>> history
    ) =>
        output.WriteLine(
            JsonSerializer.Serialize(
                history.ToDictionary(c => c.Key, c => (IReadOnlyList<HistoryPoint>)c.Value),
                HistoryJsonContext.Default.DictionaryStringIReadOnlyListHistoryPoint
            )
        );

    /// <summary>What differs between the newest measurements of two baselines.</summary>
    public static void Diff(IAnsiConsole console, Baseline old, Baseline @new)
    {
        TableWidth.Fit(console);
        foreach (var difference in EnvironmentComparison.Differences(old.Newest.Environment, @new.Newest.Environment))
        {
            console.WriteLine(
                $"{difference.Field}: {Inert(difference.Reference ?? "absent")} -> "
                    + Inert(difference.Candidate ?? "absent")
                    + (difference.Incomparable ? " (times cannot be compared)" : "")
            );
        }

        var before = old.Newest.Cases.ToDictionary(c => c.Name, StringComparer.Ordinal);
        var after = @new.Newest.Cases.ToDictionary(c => c.Name, StringComparer.Ordinal);
        var table = Table("Case", "Old", "New", "Change", "Machine code");
        foreach (var name in before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (a, b) = (Measured(before.GetValueOrDefault(name)), Measured(after.GetValueOrDefault(name)));
            double? then = a is null ? null : BaselineHistory.Location(a);
            double? now = b is null ? null : BaselineHistory.Location(b);
            Row(
                table,
                name,
                then is { } t ? Quantity.Duration(t) : "",
                now is { } n ? Quantity.Duration(n) : "",
                now / then is { } ratio ? Quantity.Change(ratio) : "",
                a is null ? "new"
                    : b is null ? "gone"
                    : a.CodeHash is null && b.CodeHash is null ? "not known"
                    : a.CodeHash == b.CodeHash ? "the same"
                    : "changed"
            );
        }

        console.Write(table);
    }

    private static MeasuredCase? Measured(MeasuredCase? c) => c is { Status: CaseStatus.Measured } ? c : null;

    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(columns);
        foreach (var column in table.Columns.Skip(1))
            column.NoWrap();
        return table;
    }

    private static void Row(Table table, params string[] cells) =>
        table.AddRow([.. cells.Select(c => Markup.Escape(Inert(c)))]);

    // A baseline may be a stranger's, and may hold anything for a name.
    private static string Inert(string foreign) => PlainText.LogLine(foreign, 500);

    private static string Tag(HistoryPoint point) => Inert(point.Tag ?? Short(point.Commit));

    private static string Moved(HistoryPoint point)
    {
        var by = point.Change switch
        {
            HistoryChange.Code => "the code",
            HistoryChange.Machine => "the machine",
            HistoryChange.None => "",
        };
        return (by, point.LevelBegins) switch
        {
            (_, false) => by,
            ("", true) => "new level",
            _ => $"{by}, new level",
        };
    }

    private static string Day(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Short(string? commit) => commit is null ? "" : CommitName.Of(commit);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        UseStringEnumConverter = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
    )]
    [JsonSerializable(typeof(Dictionary<string, IReadOnlyList<HistoryPoint>>))]
    private sealed partial class HistoryJsonContext : JsonSerializerContext;
}
