namespace PerfGate.Core.Reports;
/// <summary>x</summary>
public static class HtmlReport
{
    /// <summary>x</summary>
    public static string Render(ReportInput input) => "";
}
