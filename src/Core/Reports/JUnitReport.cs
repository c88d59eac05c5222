using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports;

/// <summary>
/// The verdict as JUnit XML, as test viewers read it: a suite a benchmark, a test a case. A regression or a missing
/// case is a failure, an incorrect one an error, an undecided one is skipped unless the policy fails it: it never shows
/// as passed.
/// </summary>
public static class JUnitReport
{
    /// <summary>Renders <c>junit.xml</c>; it fits the schema of Jenkins' JUnit reader.</summary>
    /// <param name="input">What to report.</param>
    public static string Render(ReportInput input)
    {
        var model = ReportModel.From(input);
        var text = new StringBuilder();
        using (
            var xml = XmlWriter.Create(
                text,
                new()
                {
                    Indent = true,
                    NewLineChars = "\n",
                    OmitXmlDeclaration = true,
                }
            )
        )
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "PerfGate");
            var whole = WholeFinding.Of(model.Verdict);
            WriteCounts(xml, model, model.Cases, whole);
            if (!whole.IsEmpty)
                WriteWhole(xml, model, whole);
            foreach (var suite in model.Cases.GroupBy(Benchmark).OrderBy(g => g.Key, StringComparer.Ordinal))
                WriteSuite(xml, model, suite.Key, [.. suite.OrderBy(c => c.Judgement.Name, StringComparer.Ordinal)]);
            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n";
    }

    // Test viewers show cases only: what is found of the whole is a case of its own, which fails or is skipped and
    // never passes.
    private static void WriteWhole(XmlWriter xml, ReportModel model, ImmutableArray<WholeFinding> whole)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "PerfGate");
        WriteCounts(xml, model, [], whole);
        xml.WriteAttributeString("skipped", Number(whole.Count(f => !f.Fails)));
        foreach (var finding in whole)
            WriteWhole(xml, finding);
        xml.WriteEndElement();
    }

    private static void WriteWhole(XmlWriter xml, WholeFinding finding)
    {
        var message = PlainText.Message(finding.Message);
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", "PerfGate");
        xml.WriteAttributeString("name", finding.Kind.Name);
        xml.WriteAttributeString("time", "0");
        if (finding.Fails)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", finding.Kind.Code);
            xml.WriteAttributeString("message", message);
            xml.WriteString(message);
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString("skipped", message);
        }

        xml.WriteEndElement();
    }

    private static void WriteSuite(XmlWriter xml, ReportModel model, string name, ReportCase[] cases)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        WriteCounts(xml, model, cases);
        xml.WriteAttributeString("skipped", Number(Count(cases, model, Kind.Skipped)));
        if (model.Input.Measurement is { } measurement)
            xml.WriteAttributeString(
                "timestamp",
                measurement.StartedAt.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)
            );
        foreach (var c in cases)
            WriteCase(xml, model, name, c);
        xml.WriteEndElement();
    }

    private static void WriteCounts(
        XmlWriter xml,
        ReportModel model,
        IReadOnlyCollection<ReportCase> cases,
        ImmutableArray<WholeFinding>? whole = null
    )
    {
        xml.WriteAttributeString("tests", Number(cases.Count + (whole?.Length ?? 0)));
        xml.WriteAttributeString(
            "failures",
            Number(Count(cases, model, Kind.Failure) + (whole?.Count(f => f.Fails) ?? 0))
        );
        xml.WriteAttributeString("errors", Number(Count(cases, model, Kind.Error)));
    }

    private static void WriteCase(XmlWriter xml, ReportModel model, string suite, ReportCase c)
    {
        var j = c.Judgement;
        var (word, reason) = VerdictTraits.Apart(j.Verdict, j.Reason);
        var message = $"{word}: {PlainText.Message(reason)}";
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", suite);
        xml.WriteAttributeString("name", PlainText.Name(j.Name));
        // Viewers plot this attribute over builds: one execution of the case, in seconds.
        xml.WriteAttributeString(
            "time",
            ((j.CandidateNs ?? 0) * 1e-9).ToString("0.############", CultureInfo.InvariantCulture)
        );
        switch (KindOf(c, model.Verdict.Policy))
        {
            case Kind.Skipped:
                xml.WriteElementString("skipped", message);
                break;
            case Kind.Error:
                WriteProblem(xml, "error", c, message);
                break;
            case Kind.Failure:
                WriteProblem(xml, "failure", c, message);
                break;
        }

        xml.WriteElementString("system-out", $"{message}\n{Figures(c)}");
        xml.WriteEndElement();
    }

    private static void WriteProblem(XmlWriter xml, string element, ReportCase c, string message)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", VerdictTraits.Of(c.Verdict).Word);
        xml.WriteAttributeString("message", message);
        xml.WriteString(c.Judgement.Source is { } at ? $"{PlainText.Message(at.ToString())}: {message}" : message);
        xml.WriteEndElement();
    }

    private static string Figures(ReportCase c)
    {
        var j = c.Judgement;
        return $"reference {Quantity.Duration(j.ReferenceNs)}, candidate {Quantity.Duration(j.CandidateNs)}, change "
            + $"{Quantity.Change(j.Ratio, j.RatioInterval)}, tolerance {Quantity.Tolerance(j)}, g "
            + $"{Quantity.EffectSize(j.HedgesG)}, {Quantity.P(j.P)}, runs {Quantity.Runs(j.Runs)}";
    }

    private static string Benchmark(ReportCase c)
    {
        var name = PlainText.Name(c.Candidate?.Benchmark ?? c.Reference?.Benchmark ?? c.Judgement.Name.Split('/')[0]);
        return name.Length == 0 ? "(no name)" : name;
    }

    private static int Count(IEnumerable<ReportCase> cases, ReportModel model, Kind kind) =>
        cases.Count(c => KindOf(c, model.Verdict.Policy) == kind);

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static Kind KindOf(ReportCase c, GatePolicy policy) => VerdictTraits.LevelOf(c.Verdict, policy) switch
    {
        VerdictLevel.Fails => c.Verdict is CaseVerdict.Incorrect or CaseVerdict.NotRun ? Kind.Error : Kind.Failure,
        VerdictLevel.Warns => Kind.Skipped,
        VerdictLevel.Noted => Kind.Passed,
        VerdictLevel.Passes => VerdictTraits.Of(c.Verdict).Proves ? Kind.Passed : Kind.Skipped,
    };

    private enum Kind
    {
        Passed,
        Skipped,
        Failure,
        Error,
    }
}
