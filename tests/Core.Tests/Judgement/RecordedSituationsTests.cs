using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>
/// What a verdict says in situations that a user gets into: its words and figures, case by case, are those of
/// <c>tests/data/verdicts/situations</c>. A change of a sentence or of a rule shows there, where it can be read.
/// </summary>
public sealed class RecordedSituationsTests
{
    private const string Rewrite = "PERFGATE_UPDATE_VERDICTS";

    public static TheoryData<string> Names() => [.. Situations.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_situation_is_judged_and_said_as_recorded(string name)
    {
        var golden = Path.Combine(Folder, $"{name}.json");
        var made = Said(Situations.All[name]());

        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
            File.WriteAllText(golden, made);

        Assert.Equal(File.ReadAllText(golden), made);
    }

    [Fact]
    public void Every_recorded_situation_is_judged() => Assert.Equal(
        Names().Select(n => n.Data).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Folder).Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Order(StringComparer.Ordinal));

    private static string Folder => Checkout.PathOf("tests/data/verdicts/situations");

    // The verdict's file without the policy, which is the input's, with what the build prints of it.
    private static string Said(JudgementInput input)
    {
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("verdict.json");
        var verdict = Judge.Decide(input);
        JsonFile.Write(file, verdict, PerfGateJson.Default.Verdict);
        var written = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        foreach (var other in new[] { "$schema", "schemaVersion", "policy" })
            written.Remove(other);
        written["accused"] = Lines(Judge.Accused(input));
        written["undecided"] = Lines(Judge.Undecided(input));
        written["diagnostics"] = Lines(VerdictDiagnostics.Of(verdict).Select(d => $"{d}"));
        return written.ToJsonString(
            new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
    }

    private static JsonArray Lines(IEnumerable<string> lines) => [.. lines.Select(l => JsonValue.Create(l))];
}
