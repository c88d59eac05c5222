using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Prints the cases of a suite.</summary>
internal static partial class CaseListing
{
    /// <summary>One tab-separated line per case: name, kernels, bytes of its buffers, and why it is skipped.</summary>
    public static void WriteLines(BenchmarkSuite suite, TextWriter output)
    {
        output.WriteLine($"device: {suite.Device.Kind.Name} ({suite.Device.Reason})");
        foreach (var c in suite.Cases)
            output.WriteLine(
                $"{c.Name}\t{Kernels(c)}\t{Size(c)}{(c.SkipReason is { } why ? $"\tskipped: {why}" : "")}"
            );
        output.WriteLine(Total(suite));
    }

    /// <summary>The cases as a table.</summary>
    public static void WriteTable(BenchmarkSuite suite, IAnsiConsole console)
    {
        var table = new Table()
            .Border(TableBorder.Rounded)
            .AddColumns("Case", "Kernels", "Memory", "Checked against", "Skipped because");
        table.Columns[2].RightAligned();
        foreach (var c in suite.Cases)
            table.AddRow(
                new[] { c.Name, Kernels(c), Size(c), Reference(c), c.SkipReason ?? "" }.Select(Markup.Escape).ToArray()
            );
        console.WriteLine($"device: {suite.Device.Kind.Name} ({suite.Device.Reason})");
        console.Write(table);
        console.WriteLine(Total(suite));
    }

    /// <summary>The cases as JSON, for scripts.</summary>
    public static void WriteJson(BenchmarkSuite suite, TextWriter output) =>
        output.WriteLine(
            JsonSerializer.Serialize(
                new ListedSuite(
                    suite.Device.Kind.Name,
                    suite.Device.Reason,
                    [
                        .. suite.Cases.Select(c => new ListedCase(
                            c.Name,
                            c.Benchmark,
                            c.Source,
                            c.Defines,
                            [.. c.Launches.Select(l => l.Kernel)],
                            c.Buffers.Sum(b => b.Bytes),
                            Reference(c),
                            c.Flops,
                            c.Bytes,
                            c.Tolerance,
                            c.SkipReason,
                            c.DeclaredAt.File,
                            c.DeclaredAt.Line,
                            c.Command?.Text,
                            c.Command?.Measure.FullWords,
                            c.Command?.Build?.Text
                        )),
                    ]
                ),
                ListJson.Default.ListedSuite
            )
        );

    private static string Kernels(BenchmarkCase c) =>
        c.Command is { } command
            ? $"{ObservedWork.Word}: {command.Measure.Words} of {command.Text}"
            : string.Join(", ", c.Launches.Select(l => l.Kernel));

    private static string Reference(BenchmarkCase c) =>
        c.Command is not null
            ? string.Join(", ", c.Check.Files.Select(f => Path.GetFileName(f.Expected)))
            : c.Check.Function?.Name ?? c.Check.Benchmark ?? Path.GetFileName(c.Check.File!);

    private static string Size(BenchmarkCase c) =>
        c.Buffers.Sum(b => b.Bytes) switch
        {
            < 10_000 and var bytes => $"{bytes} B",
            < 10_000_000 and var bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
            var bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        };

    private static string Total(BenchmarkSuite suite)
    {
        var skipped = suite.Cases.Count(c => c.SkipReason is not null);
        return $"{suite.Cases.Length:N0} {(suite.Cases.Length == 1 ? "case" : "cases")}"
            + (skipped > 0 ? $", {skipped:N0} of them skipped on this device" : "");
    }

    /// <summary>What <c>list --json</c> prints.</summary>
    internal sealed record ListedSuite(string Device, string DeviceReason, IReadOnlyList<ListedCase> Cases);

    /// <summary>A case in it.</summary>
    internal sealed record ListedCase(
        string Name,
        string Benchmark,
        string Source,
        string Defines,
        IReadOnlyList<string> Kernels,
        long BufferBytes,
        string CheckedAgainst,
        double? Flops,
        double? Bytes,
        double? Tolerance,
        string? SkipReason,
        string Manifest,
        int Line,
        string? Command = null,
        string? Measure = null,
        string? Build = null
    );

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(ListedSuite))]
    private sealed partial class ListJson : JsonSerializerContext;
}
