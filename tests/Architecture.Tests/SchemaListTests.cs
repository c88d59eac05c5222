using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PerfGate.Core.Devices;
using PerfGate.Core.Importing;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// What the schemas list is made from the program's tables: the names of devices and of clocks, the policy's tolerance
/// on each device, verdicts, causes of undecided cases, and outcomes. With <c>PERFGATE_UPDATE_DOCS=1</c> the tests
/// write the schemas anew.
/// </summary>
public sealed partial class SchemaListTests
{
    [Fact]
    public void Schemas_list_what_the_tables_have() =>
        Assert.All(Schemas, name =>
        {
            var schema = File.ReadAllText(Checkout.PathOf(name));

            GeneratedPage.Hold(name, name == VerdictSchema ? WithVerdicts(Made(schema)) : Made(schema));
        });

    [Fact]
    public void No_list_of_devices_is_written_in_another_way()
    {
        var texts = Schemas.Select(name => File.ReadAllText(Checkout.PathOf(name))).ToList();

        Assert.NotEqual(0, texts.Sum(text => DeviceList().Count(text)));
        Assert.NotEqual(0, texts.Sum(text => ClockList().Count(text)));
        Assert.Equal(2, texts.Sum(text => Tolerance().Count(text)));
        Assert.Equal(1, texts.Sum(text => DefaultTolerance().Count(text)));
        Assert.All(Schemas.Zip(texts), schema =>
            Assert.True(
                ListsOf(JsonNode.Parse(schema.Second)) == DeviceList().Count(schema.Second),
                $"{schema.First} lists devices in a field that is not called device"));
    }

    [Fact]
    public void A_device_that_a_list_lacks_is_added_in_the_style_of_the_list()
    {
        var names = Devices.Select(name => $"\"{name}\"").ToList();
        const string OnOneLine = """{ "device": { "enum": ["other"], "description": "Any." } }""";
        const string OnLines = "\"device\": {\n  \"enum\": [\n    \"other\"\n  ]\n}";

        Assert.Equal(
            OnOneLine.Replace("\"other\"", string.Join(", ", names), StringComparison.Ordinal), Made(OnOneLine));
        Assert.Equal(
            OnLines.Replace("\"other\"", string.Join(",\n    ", names), StringComparison.Ordinal), Made(OnLines));
    }

    [Theory]
    [InlineData("verdict", 1)]
    [InlineData("cause", 1)]
    [InlineData("outcome", 1)]
    public void The_schema_of_verdicts_has_each_of_its_lists(string field, int lists) =>
        Assert.Equal(lists, ListOf(field).Count(File.ReadAllText(Checkout.PathOf(VerdictSchema))));

    private const string VerdictSchema = "baselines/schema/verdict.schema.json";

    private static string[] Schemas { get; } =
    [
        .. Directory.EnumerateFiles(Checkout.PathOf("baselines/schema"), "*.schema.json")
            .Select(file => "baselines/schema/" + Path.GetFileName(file))
            .Order(StringComparer.Ordinal),
    ];

    private static string Made(string schema)
    {
        var listed = DeviceList().Replace(schema, found => Listed(found, Devices));
        var timed = ClockList().Replace(listed, found => Listed(found, Clocks()));
        var tolerated = Tolerance().Replace(timed, found =>
            $"{found.Groups["before"]}{Tolerances(found.Groups["indent"].Value)}{found.Groups["after"]}");
        return DefaultTolerance().Replace(tolerated, DefaultTolerances());
    }

    private static string WithVerdicts(string schema)
    {
        var judged = ListOf("verdict").Replace(schema, found => Listed(found, NamesOf<CaseVerdict>()));
        var caused = ListOf("cause").Replace(judged, found => Listed(found, NamesOf<InconclusiveCause>()));
        return ListOf("outcome").Replace(caused, found => Listed(found, NamesOf<Outcome>()));
    }

    private static IEnumerable<string> NamesOf<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    // A field whose values are listed.
    private static Regex ListOf(string field) =>
        new($$"""(?<before>"{{field}}": \{[^{}]*?"enum": )\[(?<list>[^\]]+)\]""");

    private static IEnumerable<string> Devices => Enum.GetValues<DeviceKind>().Select(kind => kind.Name);

    private static IEnumerable<string> Clocks() =>
    [
        .. Enum.GetValues<DeviceKind>().SelectMany(kind => DeviceTraits.Of(kind).Clocks).Select(clock => clock.Name),
        .. from tool in Enum.GetValues<SuiteTool>()
           from time in Enum.GetValues<SuiteTime>()
           where time == SuiteTime.Real || tool == SuiteTool.GoogleBenchmark
           select SuiteTraits.Of(tool).ClockOf(time),
    ];

    private static string Listed(Match list, IEnumerable<string> names)
    {
        var now = list.Groups["list"].Value;
        var indent = now[..now.IndexOf('"', StringComparison.Ordinal)];
        var items = names.Select(name => $"{indent}\"{name}\"");
        return $"{list.Groups["before"]}[{string.Join(indent.Length == 0 ? ", " : ",", items)}{Blanks().Match(now)}]";
    }

    private static string Tolerances(string indent) =>
        string.Join(
            ',',
            Enum.GetValues<DeviceKind>().Select(kind =>
                indent
                + string.Join(
                    indent,
                    $"\"{kind.Name}\": {{",
                    "  \"type\": \"number\",",
                    $"  \"description\": \"On the {kind.Name} device; {ByDefault(kind)} by default.\",",
                    "  \"exclusiveMinimum\": 0,",
                    "  \"maximum\": 10",
                    "}")));

    private static string DefaultTolerances()
    {
        var each = Enum.GetValues<DeviceKind>().Select(kind => $"\"{kind.Name}\": {ByDefault(kind)}");
        return $"\"default\": {{ {string.Join(", ", each)} }}";
    }

    private static string ByDefault(DeviceKind kind) =>
        new DeviceTolerance().Of(kind).ToString(CultureInfo.InvariantCulture);

    // How many enumerations of a schema have the first device. What else a list has is for the other tests.
    private static int ListsOf(JsonNode? node) => node switch
    {
        JsonObject o => o.Sum(field => field is { Key: "enum", Value: JsonArray list }
            ? list.Any(item => item?.ToString() == default(DeviceKind).Name) ? 1 : 0
            : ListsOf(field.Value)),
        JsonArray items => items.Sum(ListsOf),
        _ => 0,
    };

    [GeneratedRegex("""(?<before>"device": \{[^{}]*?"enum": )\[(?<list>[^\]]+)\]""")]
    private static partial Regex DeviceList();

    [GeneratedRegex("""(?<before>"clock": \{[^{}]*?"enum": )\[(?<list>[^\]]+)\]""")]
    private static partial Regex ClockList();

    [GeneratedRegex(
        """
        (?<before>"tolerance": \{(?:[^{}]|"default": \{[^{}]*\})*"properties": \{)(?<each>(?<indent>\n *)"\w+": \{[^{}]*\},?)+(?<after>\s*\})
        """)]
    private static partial Regex Tolerance();

    [GeneratedRegex("""(?<="tolerance": \{(?:(?!"properties")[^{}])*)"default": \{[^{}]*\}""")]
    private static partial Regex DefaultTolerance();

    [GeneratedRegex(@"\s*\z")]
    private static partial Regex Blanks();
}
