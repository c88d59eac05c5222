using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;

namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>Refusals of an artifact, with its own words made inert.</summary>
internal static class Refused
{
    /// <summary>PG5010.</summary>
    public static PerfGateException Unreadable(string path, string why, Exception? inner = null) =>
        new(DiagnosticCatalog.ArtifactUnreadable(path, PlainText.LogLine(why, 500)), ExitCode.Publish, inner);

    /// <summary>PG5011.</summary>
    public static PerfGateException TooLarge(string path, string why) =>
        new(DiagnosticCatalog.ArtifactTooLarge(path, why), ExitCode.Publish);

    /// <summary>PG5012.</summary>
    public static PerfGateException Unsafe(string path, string why) =>
        new(DiagnosticCatalog.ArtifactUnsafe(path, why), ExitCode.Publish);

    /// <summary>PG5013.</summary>
    public static PerfGateException Invalid(string path, string entry, string why, Exception? inner = null) =>
        new(
            DiagnosticCatalog.ArtifactInvalid(new(path), $"{Shown(entry)}: {PlainText.LogLine(why, 1_000)}"),
            ExitCode.Publish,
            inner
        );

    /// <summary>PG5014.</summary>
    public static PerfGateException OfAnother(string path, string why) =>
        new(DiagnosticCatalog.ArtifactOfAnother(path, PlainText.LogLine(why, 500)), ExitCode.Publish);

    /// <summary>Whether a failure means that an artifact was refused.</summary>
    /// <param name="failure">The failure.</param>
    public static bool Is(PerfGateException failure) =>
        failure.Diagnostics[0].Code is "PG5010" or "PG5011" or "PG5012" or "PG5013" or "PG5014";

    /// <summary>A name out of an artifact as it may be printed.</summary>
    public static string Shown(string name) => $"'{PlainText.LogLine(name, 100)}'";
}
