namespace PerfGate.Core.Reports;

/// <summary>One file of a report.</summary>
/// <param name="Path">Its path below the output directory, forward slashes; never out of foreign text.</param>
/// <param name="Text">Its whole text, to be written as UTF-8 without a byte-order mark.</param>
public sealed record ReportFile(string Path, string Text);
