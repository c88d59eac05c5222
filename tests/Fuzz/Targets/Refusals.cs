using PerfGate.Core.Diagnostics;

namespace PerfGate.Fuzz.Targets;

/// <summary>A refusal that a reader told in a way of its own, in the common one.</summary>
internal static class Refusals
{
    /// <summary>The refusal.</summary>
    /// <param name="why">What the reader said.</param>
    public static PerfGateException Told(string why) =>
        new(DiagnosticCatalog.FileUnusable("input", why), ExitCode.Usage);
}
