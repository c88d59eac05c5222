using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Says what a compiler cannot know: that the host device compiles kernels only, and no code that calls CUDA.
/// </summary>
internal static partial class HostCodeHint
{
    private const string Hint =
        " This line calls CUDA from host code, which the host device does not have. Put the host code of this file "
        + "between #ifndef PERFGATE_HOST and #endif, or move it into a file of its own.";

    /// <summary>Adds the hint to the first error at a line that launches a kernel or calls the runtime.</summary>
    /// <param name="diagnostics">What the compiler said.</param>
    /// <param name="file">The source, as messages name it.</param>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<Diagnostic> AddTo(IReadOnlyList<Diagnostic> diagnostics, string file, string text)
    {
        var lines = text.Split('\n');
        var first = diagnostics.FirstOrDefault(d =>
            d.Severity == Severity.Error
            && d.Location is { } at
            && at.File == file
            && at.Line > 0
            && at.Line <= lines.Length
            && CallsCuda().IsMatch(lines[at.Line - 1])
        );
        return first is null
            ? diagnostics
            : [.. diagnostics.Select(d => ReferenceEquals(d, first) ? d with { Message = d.Message + "." + Hint } : d)];
    }

    [GeneratedRegex("<<<|\\bcuda[A-Z]")]
    private static partial Regex CallsCuda();
}
