using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports;

/// <summary>What needs a look as SARIF 2.1.0, each at the <c>__global__</c> line of its <c>.cu</c> file, for code scanning and editors.</summary>
public static class SarifReport
{
    // That of DiagnosticCatalog.NothingCompared.
    private const string NothingComparedCode = "PG3008";

    // The codes are those of DiagnosticCatalog, which documents them.
    private static readonly (CaseVerdict Verdict, string Code, string Level, string Description)[] Rules =
    [
        (CaseVerdict.Regression, "PG3001", "error", "A case is slower than its reference by more than the tolerance, and that is proven."),
        (CaseVerdict.Incorrect, "PG3002", "error", "A case computes wrong outputs, or could not be run."),
        (CaseVerdict.Missing, "PG3003", "error", "A case of the reference is no longer there."),
        (CaseVerdict.Inconclusive, "PG3004", "warning", "A case is neither proven slower nor proven as fast."),
        (CaseVerdict.Unstable, "PG3005", "warning", "No steady runs of a case could be had."),
    ];

    /// <summary>Renders <c>perfgate.sarif</c>. A case keeps its fingerprint from run to run, wherever its line moves.</summary>
    /// <param name="input">What to report.</param>
    public static string Render(ReportInput input)
    {
        var model = ReportModel.From(input);
        return JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, input.Measurement);
            // Two devices' results of one commit must not replace each other.
            json.WriteStartObject("automationDetails");
            json.WriteString("id", $"perfgate/{PlainText.Name(input.Measurement?.Environment.DeviceSlug ?? "unknown")}/");
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var c in model.Cases)
            {
                var rule = Array.FindIndex(Rules, r => r.Verdict == c.Verdict);
                if (rule >= 0)
                    WriteResult(json, c, rule, model.Verdict.Policy);
            }

            if (model.Verdict.NothingCompared is { } nothing)
                WriteNothingCompared(json, nothing);

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteTool(Utf8JsonWriter json, Measurement? measurement)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "PerfGate");
        if (measurement is not null)
            json.WriteString("version", PlainText.Name(measurement.Environment.PerfGateVersion));
        json.WriteStartArray("rules");
        foreach (var (verdict, code, level, description) in Rules)
        {
            json.WriteStartObject();
            json.WriteString("id", code);
            json.WriteString("name", VerdictWords.Word(verdict));
            json.WriteStartObject("shortDescription");
            json.WriteString("text", description);
            json.WriteEndObject();
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", level);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("id", NothingComparedCode);
        json.WriteString("name", "nothing compared");
        json.WriteStartObject("shortDescription");
        json.WriteString("text", "Not one case was compared with anything.");
        json.WriteEndObject();
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", "warning");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // It has no place in a file: it speaks of the whole run.
    private static void WriteNothingCompared(Utf8JsonWriter json, NothingCompared nothing)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", NothingComparedCode);
        json.WriteString("level", nothing.Fails ? "error" : "warning");
        json.WriteStartObject("message");
        json.WriteString("text", PlainText.Message($"Nothing was compared: {nothing.Reason} {nothing.Remedy}"));
        json.WriteEndObject();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("perfgateCase/v1", Convert.ToHexStringLower(SHA256.HashData("nothing compared"u8)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ReportCase c, int rule, GatePolicy policy)
    {
        var j = c.Judgement;
        var word = VerdictWords.Word(c.Verdict);
        json.WriteStartObject();
        json.WriteString("ruleId", Rules[rule].Code);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Fails(c.Verdict, policy) ? "error" : Rules[rule].Level);
        json.WriteStartObject("message");
        json.WriteString("text", Message(j));
        json.WriteEndObject();
        if ((j.Source ?? c.Reference?.Source) is { } source && Uri(source.File) is { } uri)
            WriteLocation(json, uri, source);
        json.WriteStartObject("partialFingerprints");
        json.WriteString("perfgateCase/v1", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{word}\n{j.Name}"))));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static bool Fails(CaseVerdict verdict, GatePolicy policy) =>
        (verdict == CaseVerdict.Inconclusive && policy.FailOnInconclusive) || (verdict == CaseVerdict.Unstable && policy.FailOnUnstable);

    private static void WriteLocation(Utf8JsonWriter json, string uri, SourceLocation source)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", uri);
        json.WriteString("uriBaseId", "%SRCROOT%");
        json.WriteEndObject();
        if (source.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", source.Line);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Message(CaseJudgement j) => j.Ratio is null
        ? $"{PlainText.Name(j.Name)}: {PlainText.Message(j.Reason)}"
        : $"{PlainText.Name(j.Name)}: {Quantity.Change(j.Ratio, j.RatioInterval)} (95 %), g = {Quantity.EffectSize(j.HedgesG)}, "
            + $"{Quantity.P(j.P)}, {Quantity.Runs(j.Runs)} runs. {PlainText.Message(j.Reason)}";

    // A path that leads out of the repository would point a reader at a file that is not the project's.
    private static string? Uri(string file)
    {
        var parts = file.Split('/');
        return file.Length is 0 or > 1000 || parts.Any(p => p is "" or "." or ".." || p.Contains('\\', StringComparison.Ordinal) || p.Contains(':', StringComparison.Ordinal))
            ? null
            : string.Join('/', parts.Select(p => System.Uri.EscapeDataString(PlainText.Message(p))));
    }
}
