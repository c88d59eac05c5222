namespace PerfGate.Core.Files;

/// <summary>How large a file of one kind may be. A larger one is refused before it fills the memory.</summary>
/// <param name="What">What to call it in errors, such as <c>a manifest</c>.</param>
/// <param name="MaximumBytes">The most bytes that are read.</param>
/// <param name="Remedy">What a user can do about a larger one: whole sentences.</param>
public sealed record FileLimit(string What, long MaximumBytes, string Remedy)
{
    private const long Megabyte = 1_000_000;

    /// <summary>A <c>*.bench.json</c> file.</summary>
    public static FileLimit Manifest { get; } = new("a manifest", 16 * Megabyte, "Split it into several manifests.");

    /// <summary>The policy.</summary>
    public static FileLimit Policy { get; } = new("a policy file", 4 * Megabyte, "Name the right file.");

    /// <summary>A committed baseline. The large git hosts refuse a file of more than 100 MB.</summary>
    public static FileLimit Baseline { get; } =
        new(
            "a baseline",
            100 * Megabyte,
            "Drop old measurements with 'perfgate baseline prune --keep 1', or measure fewer cases."
        );

    /// <summary>What one step of the gate writes for the next.</summary>
    public static FileLimit Result { get; } = new(
        "a file of the gate", 512 * Megabyte, "Measure fewer cases or runs, or name the right file.");

    /// <summary>A C++ or CUDA source, or a file that it includes.</summary>
    public static FileLimit Source { get; } = new("a source", 32 * Megabyte, "Split it, or name the right file.");

    /// <summary>Samples for <c>perfgate compare</c>.</summary>
    public static FileLimit Samples { get; } = new(
        "a file of samples", 32 * Megabyte, "Compare fewer runs or samples: a few hundred decide as well.");

    /// <summary>A result file of another benchmark tool, or a file beside it.</summary>
    public static FileLimit SuiteResult { get; } = new(
        "a result of a benchmark suite", 256 * Megabyte, "Import fewer benchmarks at a time.");

    /// <summary>The payload of an event. GitHub sends at most 25 MB.</summary>
    public static FileLimit EventPayload { get; } =
        new("an event payload", 25 * Megabyte, "Name the file that GITHUB_EVENT_PATH names.");

    /// <summary>An artifact as GitHub stores it.</summary>
    public static FileLimit Archive { get; } = new("an artifact", 192 * 1024 * 1024, "Name the artifact of the gate.");

    /// <summary>A compiler's object, cubin or library.</summary>
    public static FileLimit ObjectFile { get; } =
        new("an object file", 512 * Megabyte, "Compile fewer kernels in one source.");

    /// <summary>What a compiler writes beside an object: the files that it read, for one.</summary>
    public static FileLimit CompilerNote { get; } =
        new("a list of a compiler", 64 * Megabyte, "Compile the source again.");

    /// <summary>A list of command-line arguments, or a script that starts a compiler.</summary>
    public static FileLimit Arguments { get; } = new("a file of arguments", 1 << 20, "Name the right file.");

    /// <summary>A small file that PerfGate keeps for itself.</summary>
    public static FileLimit Note { get; } = new("a note of the gate", 64 * Megabyte, "Delete it: it is written again.");

    /// <summary>A file that is hashed piece by piece, so that its size does not matter.</summary>
    public static FileLimit Hashed { get; } = new("a file that is hashed", long.MaxValue, "");

    /// <summary>A file whose size is known beforehand.</summary>
    /// <param name="what">What to call it in errors.</param>
    /// <param name="bytes">Its size.</param>
    public static FileLimit Exactly(string what, long bytes) => new(what, bytes, "Write the file again.");
}
