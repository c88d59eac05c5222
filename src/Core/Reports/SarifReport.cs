using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports;

/// <summary>
/// What needs a look as SARIF 2.1.0, each at the <c>__global__</c> line of its <c>.cu</c> file, for code scanning and
/// editors.
/// </summary>
public static class SarifReport
{
    /// <summary>
    /// Renders <c>perfgate.sarif</c>. A case keeps its fingerprint from run to run, wherever its line moves.
    /// </summary>
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
            json.WriteString(
                "id",
                $"perfgate/{PlainText.Name(input.Measurement?.Environment.DeviceSlug ?? "unknown")}/"
            );
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var c in model.Cases)
            {
                if (VerdictTraits.Of(c.Verdict).Rule is { } rule)
                    WriteResult(json, c, rule, model.Verdict.Policy);
            }

            foreach (var finding in WholeFinding.Of(model.Verdict))
                WriteWhole(json, finding);

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
        foreach (var (verdict, rule) in VerdictTraits.Rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Code);
            json.WriteString("name", VerdictTraits.Of(verdict).Word);
            json.WriteStartObject("shortDescription");
            json.WriteString("text", rule.Description);
            json.WriteEndObject();
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(verdict, new()));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        foreach (var kind in WholeFindingKind.All)
        {
            json.WriteStartObject();
            json.WriteString("id", kind.Code);
            json.WriteString("name", kind.Title);
            json.WriteStartObject("shortDescription");
            json.WriteString("text", kind.Description);
            json.WriteEndObject();
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", "warning");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // It has no place in a file: it speaks of the whole run.
    private static void WriteWhole(Utf8JsonWriter json, WholeFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Kind.Code);
        json.WriteString("level", finding.Fails ? "error" : "warning");
        json.WriteStartObject("message");
        json.WriteString("text", PlainText.Message(char.ToUpperInvariant(finding.Message[0]) + finding.Message[1..]));
        json.WriteEndObject();
        json.WriteStartObject("partialFingerprints");
        json.WriteString(
            "perfgateCase/v1", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(finding.Kind.Title))));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ReportCase c, VerdictRule rule, GatePolicy policy)
    {
        var j = c.Judgement;
        var word = VerdictTraits.Of(c.Verdict).Word;
        json.WriteStartObject();
        json.WriteString("ruleId", rule.Code);
        json.WriteNumber("ruleIndex", VerdictTraits.Rules.IndexOf((c.Verdict, rule)));
        json.WriteString("level", Level(c.Verdict, policy));
        json.WriteStartObject("message");
        json.WriteString("text", Message(j));
        json.WriteEndObject();
        if ((j.Source ?? c.Reference?.Source) is { } source && Uri(source.File) is { } uri)
            WriteLocation(json, uri, source);
        json.WriteStartObject("partialFingerprints");
        json.WriteString(
            "perfgateCase/v1",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{word}\n{j.Name}")))
        );
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Level(CaseVerdict verdict, GatePolicy policy) => VerdictTraits.LevelOf(verdict, policy) switch
    {
        VerdictLevel.Passes => "none",
        VerdictLevel.Noted => "note",
        VerdictLevel.Warns => "warning",
        VerdictLevel.Fails => "error",
    };

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

    private static string Message(CaseJudgement j) =>
        j.Ratio is null
            ? $"{PlainText.Name(j.Name)}: {PlainText.Message(j.Reason)}"
            : $"{PlainText.Name(j.Name)}: {Quantity.Change(j.Ratio, j.RatioInterval)} (95 %), g = "
                + $"{Quantity.EffectSize(j.HedgesG)}, "
                + $"{Quantity.P(j.P)}, {Quantity.Runs(j.Runs)} runs. {PlainText.Message(j.Reason)}";

    // A path that leads out of the repository would point a reader at a file that is not the project's.
    private static string? Uri(string file)
    {
        var parts = file.Split('/');
        return
            file.Length is 0 or > 1000
            || parts.Any(p =>
                p is "" or "." or ".."
                || p.Contains('\\', StringComparison.Ordinal)
                || p.Contains(':', StringComparison.Ordinal)
            )
            ? null
            : string.Join('/', parts.Select(p => System.Uri.EscapeDataString(PlainText.Message(p))));
    }
}
