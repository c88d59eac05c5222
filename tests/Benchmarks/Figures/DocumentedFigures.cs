using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PerfGate.Core.Statistics;

namespace PerfGate.Benchmarks.Figures;

/// <summary>
/// The tables of figures in the docs, made from the measurements in <c>docs/data</c>. A page has the table between two
/// comments: <c>&lt;!-- figures KIND DATA... --&gt;</c> and <c>&lt;!-- /figures --&gt;</c>.
/// </summary>
/// <param name="data">The folder of the measurements.</param>
internal sealed partial class DocumentedFigures(string data)
{
    /// <summary>The page with its tables made anew.</summary>
    /// <param name="page">The page's text.</param>
    public string Renew(string page) => Block().Replace(page, match =>
    {
        var words = match.Groups["key"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"<!-- figures {string.Join(' ', words)} -->\n\n{string.Join('\n', Table(words))}\n\n<!-- /figures -->";
    });

    private IEnumerable<string> Table(string[] words) => words switch
    {
        ["cases", var suite] => Cases(Measurement(suite), null),
        ["cases", var suite, var ncu] => Cases(Measurement(suite), new NsightTimes(Read($"{ncu}.json"))),
        ["verdicts", var suite] => Verdicts(Read(Path.Combine(suite, "verdict.json"))),
        ["gates", var suite] => Gates(Path.Combine(data, suite, "gates")),
        ["phases", var suite] => Phases(Measurement(suite)),
        ["cost", var pairs] => Cost(Read($"{pairs}.json")["pairs"]!.AsArray()),
        ["repeats", var file] => Repeats(Read($"{file}.json")["measurements"]!.AsArray()),
        ["searches", var sweep] => new SearchFigures(Path.Combine(data, sweep)).Table(),
        ["ways", var example] => new PipelineFigures(Path.Combine(data, example)).Ways(),
        ["steps", var example] => new PipelineFigures(Path.Combine(data, example)).Steps(),
        ["claims", var example] => new PipelineFigures(Path.Combine(data, example)).Claims(),
        ["reproduced", var example] => new PipelineFigures(Path.Combine(data, example)).Reproduced(),
        ["change", var before, var now] => Change(Measurement(before), Measurement(now)),
        _ => throw new InvalidOperationException($"unknown figures: {string.Join(' ', words)}"),
    };

    // Time of each case, spread between its processes, and Nsight Compute's times of it.
    private static IEnumerable<string> Cases(JsonNode measurement, NsightTimes? ncu)
    {
        string[] theirs =
            ncu is null ? []
            : ncu.HasGraphs ? ["ncu | difference", "ncu at this pace | difference, 95 %"]
            : ["ncu | difference"];
        yield return $"| case | time | spread |{string.Concat(theirs.Select(t => $" {t} |"))}";
        yield return $"| --- | ---: | ---: |{string.Concat(theirs.Select(_ => " ---: | ---: |"))}";
        foreach (var (name, locations) in Locations(measurement))
        {
            var time = locations.Average();
            (double Time, double Half)?[] times =
                ncu is null ? []
                : ncu.HasGraphs ? [ncu.Alone(name), ncu.Paced(name)]
                : [ncu.Alone(name)];
            yield return $"| `{name}` | {Time(time)} | {Percent(Spread(locations), "0.000")} |"
                + string.Concat(times.Select(t => t is { } them ? Compared(time, them) : " | |"));
        }
    }

    private static string Compared(double time, (double Time, double Half) them)
    {
        var known = them.Half > 0 ? $" ± {Percent(them.Half / them.Time, "0.0")}" : "";
        return $" {Time(them.Time)} | {Percent((time / them.Time) - 1, "+0.0;-0.0")}{known} |";
    }

    // What a gate said of each case.
    private static IEnumerable<string> Verdicts(JsonNode verdict)
    {
        yield return "| case | change | 95 % interval | verdict |";
        yield return "| --- | ---: | ---: | --- |";
        foreach (var c in verdict["cases"]!.AsArray().OrderBy(c => (string)c!["name"]!, StringComparer.Ordinal))
        {
            var (change, interval) = ChangeOf(c!);
            yield return $"| `{(string)c!["name"]!}` | {change} | {interval} | {(string)c["verdict"]!} |";
        }
    }

    // What several gates said of the cases that they compared; each verdict is a file that is named after its gate.
    private static IEnumerable<string> Gates(string folder)
    {
        yield return "| gate | case | change | 95 % interval | runs a side | verdict |";
        yield return "| --- | --- | ---: | ---: | ---: | --- |";
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var cases = JsonNode.Parse(File.ReadAllText(file))!["cases"]!.AsArray();
            foreach (var c in cases.Where(c => (string)c!["verdict"]! != "skipped"))
            {
                var (change, interval) = ChangeOf(c!);
                yield return $"| {Path.GetFileNameWithoutExtension(file)} | `{(string)c!["name"]!}` | {change} "
                    + $"| {interval} | {(int)c["runs"]![1]!} | {(string)c["verdict"]!} |";
            }
        }
    }

    private static (string Change, string Interval) ChangeOf(JsonNode judged) =>
        judged["ratio"] is { } ratio && judged["ratioInterval"] is { } ends
            ? (Change((double)ratio), $"{Change((double)ends[0]!)} to {Change((double)ends[1]!)}")
            : ("", "");

    private static string Change(double ratio) => Percent(ratio - 1, "+0.00;-0.00");

    // Where the time of a worker goes.
    private static IEnumerable<string> Phases(JsonNode measurement)
    {
        var workers = measurement["workers"]!.AsArray();
        yield return "| phase | median worker |";
        yield return "| --- | ---: |";
        foreach (
            var phase in workers.SelectMany(w => w!["phases"]!.AsArray()).Select(p => (string)p!["name"]!).Distinct()
        )
            yield return $"| {phase} | {Seconds(Median(workers.Select(w => PhaseSeconds(w!, phase))), "0.000")} |";
        yield return $"| whole worker | {Seconds(Median(workers.Select(w => (double)w!["wallSeconds"]!)), "0.000")} |";
    }

    private static IEnumerable<string> Cost(JsonArray pairs)
    {
        yield return "| pair | before | now | change |";
        yield return "| ---: | ---: | ---: | ---: |";
        var (befores, nows) = (
            pairs.Select(p => (double)p!["before"]!).ToArray(),
            pairs.Select(p => (double)p!["now"]!).ToArray()
        );
        for (var i = 0; i < befores.Length; i++)
            yield return CostRow((i + 1).ToString(CultureInfo.InvariantCulture), befores[i], nows[i]);
        yield return CostRow("mean", befores.Average(), nows.Average());
    }

    private static string CostRow(string name, double before, double now) =>
        $"| {name} | {Seconds(before, "0.0")} | {Seconds(now, "0.0")} | {Percent((now / before) - 1, "+0.0;-0.0")} |";

    // The spread of each case in several measurements, of which the locations of the runs were kept.
    private static IEnumerable<string> Repeats(JsonArray measurements)
    {
        yield return $"| case | {string.Join(" | ", measurements.Select((_, i) => $"measurement {i + 1}"))} |";
        yield return $"| --- | {string.Join(" | ", measurements.Select(_ => "---:"))} |";
        foreach (var name in measurements[0]!.AsObject().Select(c => c.Key))
        {
            var spreads = measurements.Select(m => Percent(Spread(Numbers(m![name]!)), "0.000"));
            yield return $"| `{name}` | {string.Join(" | ", spreads)} |";
        }
    }

    // How far the times and the spread of two measurements are apart.
    private static IEnumerable<string> Change(JsonNode before, JsonNode now)
    {
        var nows = Locations(now).ToDictionary(l => l.Name, l => l.Locations);
        yield return "| case | time before | time now | change | spread before | spread now |";
        yield return "| --- | ---: | ---: | ---: | ---: | ---: |";
        foreach (var (name, old) in Locations(before))
        {
            var (was, current) = (old.Average(), nows[name]);
            yield return $"| `{name}` | {Time(was)} | {Time(current.Average())} | "
                + $"{Percent((current.Average() / was) - 1, "+0.00;-0.00")} "
                + $"| {Percent(Spread(old), "0.000")} | {Percent(Spread(current), "0.000")} |";
        }
    }

    // Per case the location of each of its runs, nanoseconds.
    private static IEnumerable<(string Name, double[] Locations)> Locations(JsonNode measurement) =>
        measurement["cases"]!
            .AsArray()
            .Select(c =>
                (
                    (string)c!["name"]!,
                    c["runs"]!.AsArray().Select(r => InterquartileMean.Of(Numbers(r!["samples"]!))).ToArray()
                )
            )
            .Where(c => c.Item2.Length > 0);

    private static double[] Numbers(JsonNode array) => [.. array.AsArray().Select(n => (double)n!)];

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)) / mean;
    }

    private static double PhaseSeconds(JsonNode worker, string phase) =>
        worker["phases"]!.AsArray().Where(p => (string)p!["name"]! == phase).Sum(p => (double)p!["seconds"]!);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Time(double nanoseconds) => nanoseconds < 1e6
        ? string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.00} µs")
        : string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.000} ms");

    // Rounded first, so that nothing is minus zero.
    private static string Percent(double share, string format)
    {
        var digits = format.Split(';')[0].Split('.')[1].Length;
        return (Math.Round(100 * share, digits) + 0.0).ToString(format, CultureInfo.InvariantCulture) + " %";
    }

    private static string Seconds(double seconds, string format) =>
        seconds.ToString(format, CultureInfo.InvariantCulture) + " s";

    private JsonNode Measurement(string suite) => Read(Path.Combine(suite, "measurement.json"));

    private JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(data, file)))!;

    [GeneratedRegex(@"<!-- figures (?<key>[^>]*?) -->.*?<!-- /figures -->", RegexOptions.Singleline)]
    private static partial Regex Block();
}
