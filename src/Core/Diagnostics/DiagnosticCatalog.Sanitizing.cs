namespace PerfGate.Core.Diagnostics;

// PG2020-PG2029: compute-sanitizer. PG2070: resources.
public static partial class DiagnosticCatalog
{
    /// <summary>PG2020: a tool of compute-sanitizer found an error in a kernel.</summary>
    public static Diagnostic SanitizerFound(string name, string tool, string what, SourceLocation? at) =>
        Error("PG2020", $"{name}: {tool} found an error: {what}.", at);

    /// <summary>PG2021: a tool of compute-sanitizer warns of a kernel.</summary>
    public static Diagnostic SanitizerSuspects(string name, string tool, string what, SourceLocation? at) =>
        Warning("PG2021", $"{name}: {tool} warns: {what}.", at);

    /// <summary>PG2022: a tool of compute-sanitizer could not look at a case, so that nothing is known.</summary>
    public static Diagnostic SanitizerIncomplete(string name, string tool, string why, SourceLocation? at) =>
        Error(
            "PG2022",
            $"{name}: {tool} did not finish, so nothing is known about this case: {why.TrimEnd('.')}. Fix that, raise "
                + $"--case-timeout, or leave the case out with --filter.",
            at
        );

    /// <summary>PG2023: compute-sanitizer is not installed where it is looked for.</summary>
    public static Diagnostic SanitizerMissing(IEnumerable<string> looked) =>
        Error(
            "PG2023",
            $"compute-sanitizer was not found (looked for {Names(looked)}). Install it with the CUDA toolkit (package "
                + $"cuda-sanitizer), or put its folder on the PATH."
        );

    /// <summary>PG2024: the kernels were not compiled for a GPU.</summary>
    public static Diagnostic SanitizerNeedsGpu(string device) =>
        Error(
            "PG2024",
            $"the kernels were compiled for the {device} device, and compute-sanitizer needs an NVIDIA GPU. Run this "
                + $"on a machine with one. "
                + "On the host device a measurement itself finds deadlocks and writes outside of a buffer."
        );

    /// <summary>PG2025: the gate was to sanitize, and there is no GPU.</summary>
    public static Diagnostic NotSanitized(string device) =>
        Warning(
            "PG2025",
            $"PerfGateSanitize is true, and no kernel was sanitized: they were compiled for the {device} device, and "
                + $"compute-sanitizer needs an NVIDIA GPU."
        );

    /// <summary>PG2070: a kernel needs more of a resource than the base's did.</summary>
    public static Diagnostic MoreResources(
        string kernel, string words, string? accepted, bool fails, SourceLocation? at)
    {
        var message = accepted is null
            ? $"{kernel} {words}. Look at what changed, or accept it under acceptedResources in perfgate.json."
            : $"{kernel} {words}; accepted: {accepted}";
        return fails ? Error("PG2070", message, at) : Warning("PG2070", message, at);
    }
}
