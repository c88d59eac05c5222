using System.Text.Json.Serialization;

namespace PerfGate.Core.Measurements;

/// <summary>
/// What was observed of a command, where the times of a case are those of a program that PerfGate did not write: state
/// of the caches, placement of buffers and outputs are the program's business. A case without it is controlled.
/// </summary>
public sealed record ObservedWork
{
    /// <summary>What a sample is: <c>kernels softmax*</c>, <c>all GPU work</c>, <c>wall time</c>.</summary>
    public required string Measured { get; init; }

    /// <summary>Records of GPU work that were read, over all runs; 0 for wall time.</summary>
    public long Records { get; init; }

    /// <summary>
    /// Records that CUPTI lost. Always 0 in a file: a run that lost one has no times.
    /// </summary>
    public long Lost { get; init; }

    /// <summary>Distinct modules of GPU code that a process loaded, at most; 0 for wall time.</summary>
    public int Modules { get; init; }

    /// <summary>
    /// Kernels in each sample. Null where samples differ in that, for wall time, and in files from before this was
    /// kept.
    /// </summary>
    public int? Kernels { get; init; }

    /// <summary>
    /// <c>cold</c> or <c>hot</c>: the state in which the program itself leaves the caches before each sample, as its
    /// manifest states. PerfGate cannot see it. Null where nothing is stated.
    /// </summary>
    public string? Cache { get; init; }

    /// <summary>What the program that the case requires printed last, such as versions; null for nothing.</summary>
    public string? Uses { get; init; }

    /// <summary>Whether a sample is the time of a whole process, with its start.</summary>
    [JsonIgnore]
    public bool IsWallTime => Measured == WallTime;

    /// <summary>What reports say of the case.</summary>
    [JsonIgnore]
    public string Said =>
        Records == 0
            ? $"{Word}: {Measured} of a command"
            : $"{Word}: {Measured} of a command, {Records:N0} records, none lost, {Modules:N0} modules";

    /// <summary>What is measured where a sample is a whole process.</summary>
    public const string WallTime = "wall time";

    /// <summary>The word for such cases in every report.</summary>
    public const string Word = "observed";

    /// <summary>The word for the others, where there are both.</summary>
    public const string Otherwise = "controlled";
}
