using System.Collections.Immutable;

namespace PerfGate.Runner.Benchmarks;

/// <summary>A program with its arguments, and where it runs.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Folder">The folder it runs in, absolute.</param>
/// <param name="FolderName">That folder, relative to the repository root, forward slashes.</param>
/// <param name="Environment">What is set in its environment.</param>
internal record ProgramSpec(
    ImmutableArray<string> Words,
    string Folder,
    string FolderName,
    ImmutableSortedDictionary<string, string> Environment
)
{
    /// <summary>Seconds after which one execution counts as hung.</summary>
    public double TimeoutSeconds { get; init; } = 120;

    /// <summary>Equal texts are the same program in the same place.</summary>
    public string Identity =>
        $"{Folder}\n{Text}\n{string.Join('\n', Environment.Select(v => $"{v.Key}={v.Value}"))}\n{TimeoutSeconds:R}";

    /// <summary>The program with its arguments as a person would type it.</summary>
    public string Text => CommandText.Joined(Words);

    /// <summary>The line that a person types to run it, from anywhere.</summary>
    public string ByHand =>
        $"cd {CommandText.Joined([Folder])} && {(Environment.IsEmpty ? "" : $"env {Variables} ")}{Text}";

    /// <summary>Its variables as a shell would quote them, <c>NAME=VALUE</c> joined by blanks.</summary>
    public string Variables => CommandText.Joined(Environment.Select(v => $"{v.Key}={v.Value}"));
}
