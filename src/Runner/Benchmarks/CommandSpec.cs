using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Runner.Benchmarks;

/// <summary>A command that is observed: a program with a <c>main()</c> of its own.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Folder">The folder it runs in, absolute.</param>
/// <param name="FolderName">That folder, relative to the repository root, forward slashes.</param>
/// <param name="Environment">What is set in its environment.</param>
/// <param name="Measure">What a sample is.</param>
internal sealed record CommandSpec(
    ImmutableArray<string> Words,
    string Folder,
    string FolderName,
    ImmutableSortedDictionary<string, string> Environment,
    MeasureSpec Measure
) : ProgramSpec(Words, Folder, FolderName, Environment)
{
    /// <summary>A program with arguments that must succeed, or the case is skipped; empty for none.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>What builds it before it is measured; null for nothing.</summary>
    public ProgramSpec? Build { get; init; }

    /// <summary>
    /// <c>cold</c> or <c>hot</c>: the state in which the program leaves the caches before each sample, as the manifest
    /// states; null if it states nothing.
    /// </summary>
    public string? Cache { get; init; }
}

/// <summary>What of a command is measured.</summary>
internal sealed record MeasureSpec
{
    /// <summary>What is timed.</summary>
    public required MeasuredWork Work { get; init; }

    /// <summary>
    /// Patterns of kernel names, mangled or not; one that begins with <c>!</c> leaves out what fits. Empty for wall
    /// time.
    /// </summary>
    public ImmutableArray<string> Kernels { get; init; } = [];

    /// <summary>
    /// A pattern of the names of NVTX ranges: what was launched inside of one is a sample. Null where ranges do not
    /// matter.
    /// </summary>
    public string? Range { get; init; }

    /// <summary>Whether copies count.</summary>
    public bool Copies { get; init; }

    /// <summary>Whether memsets count.</summary>
    public bool Memsets { get; init; }

    /// <summary>How many records make a sample; null if <see cref="Iterations"/> says it.</summary>
    public int? Launches { get; init; }

    /// <summary>
    /// How many samples a process gives, each the sum of as many records; null if <see cref="Launches"/> says it.
    /// </summary>
    public int? Iterations { get; init; }

    /// <summary>Samples that are left out at the start of each run.</summary>
    public int WarmUp { get; init; }

    /// <summary>Samples that a run takes at most; null for as many as come, or as the time allows.</summary>
    public int? Samples { get; init; }

    /// <summary>What a sample is, in words: <c>kernels softmax*</c>.</summary>
    public string Words =>
        Work switch
        {
            MeasuredWork.WallTime => ObservedWork.WallTime,
            MeasuredWork.AllGpuWork => "all GPU work",
            MeasuredWork.Kernels => (Range is null ? "" : $"range {Range}, ")
                + "kernels "
                + string.Join(" ", Kernels)
                + (Copies ? " and copies" : "")
                + (Memsets ? " and memsets" : ""),
        };

    /// <summary>What a sample is, with what is left out, as a declaration keeps it.</summary>
    public string FullWords =>
        Words
        + (Launches is > 1 ? $", {Launches} records a sample" : "")
        + (Iterations is { } n ? $", {n} samples a process" : "")
        + (WarmUp > 0 ? $", without the first {WarmUp}" : "")
        + (Samples is { } most ? $", at most {most}" : "");

    /// <summary>Whether a kernel counts.</summary>
    /// <param name="symbol">Its symbol.</param>
    /// <param name="name">Its name, demangled; the symbol where it is no C++ name.</param>
    public bool Counts(string symbol, string name)
    {
        bool Fits(string pattern) => NamePattern.Fits(pattern, symbol) || NamePattern.Fits(pattern, name);
        return Kernels.Any(p => p[0] != '!' && Fits(p)) && !Kernels.Any(p => p[0] == '!' && Fits(p[1..]));
    }
}

/// <summary>What of a command is timed.</summary>
internal enum MeasuredWork
{
    /// <summary>The whole process, from its start to its end.</summary>
    WallTime,

    /// <summary>All kernels, copies and memsets of the GPU.</summary>
    AllGpuWork,

    /// <summary>Kernels of certain names, with copies and memsets where they are asked for.</summary>
    Kernels,
}
