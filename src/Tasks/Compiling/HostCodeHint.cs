using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Says what a compiler cannot know: what the host device lacks, and how a source is made to do without it.
/// </summary>
/// <param name="texts">The source and its includes.</param>
/// <param name="paths">How paths are written.</param>
/// <param name="lacksHeaders">Whether the manifest leaves out headers.</param>
/// <param name="missing">Finds the headers that are not there, as they are included.</param>
internal sealed partial class HostCodeHint(
    IReadOnlyList<SourceText> texts, SourcePaths paths, bool lacksHeaders, Func<IEnumerable<string>> missing)
{
    private const string Header =
        " If the kernels do not need it, add it to host.guard in the manifest, and the names that it declares to "
        + "host.omit. If they do, say \"requires\": { \"device\": \"cuda\" }.";

    private const string LeftOut =
        " The manifest leaves out headers. If the kernels do not need this name, add it to host.omit: functions that "
        + "use it are then left out too.";

    private const string Assembly =
        " The host device has no PTX. Put a C++ form beside it, between #ifdef PERFGATE_HOST and #else, or say "
        + "\"requires\": { \"device\": \"cuda\" } in the manifest.";

    private const string Runtime =
        " This line calls CUDA from host code, and the host device has only a part of CUDA's runtime. Add the missing "
        + "name to host.omit in the manifest, which leaves the function out, or move the host code into another "
        + "file.";

    private const string Elsewhere =
        " No file that the source includes defines it. If another .cu file does, write a .cu file that includes both, "
        + "and make that one the manifest's source. If a library does, name it in \"libraries\".";

    private const string Cub =
        " The host device has CUB's common collectives of a block and a warp, and nothing else of it. If the kernels "
        + "do not need this name, add it to host.omit in the manifest. If they do, say \"requires\": "
        + "{ \"device\": \"cuda\" }.";

    private const string Overloads =
        " Several functions have this name. Write the parameters of the one that is meant behind it in the manifest, "
        + "such as \"scale(const float*, int)\".";

    /// <summary>Adds the hint to the first error that one fits.</summary>
    /// <param name="diagnostics">What the compiler said.</param>
    public IReadOnlyList<Diagnostic> AddTo(IReadOnlyList<Diagnostic> diagnostics)
    {
        var lines = texts
            .DistinctBy(t => paths.Relative(t.Path))
            .ToDictionary(t => paths.Relative(t.Path), t => t.Text.Split('\n'), StringComparer.Ordinal);
        for (var i = 0; i < diagnostics.Count; i++)
        {
            if (
                diagnostics[i].Severity != Severity.Error
                || HintFor(diagnostics[i], lines) is not { } hint
            )
                continue;
            var message = $"{diagnostics[i].Message.TrimEnd('.')}.{hint}";
            return [.. diagnostics.Select((d, j) => j == i ? d with { Message = message } : d)];
        }

        return diagnostics;
    }

    private string? HintFor(Diagnostic error, Dictionary<string, string[]> lines)
    {
        if (MissingHeader().IsMatch(error.Message))
            return Missing([.. missing().Where(m => !error.Message.Contains(m, StringComparison.Ordinal))]) + Header;
        if (OfCub().IsMatch(error.Message))
            return Cub;
        if (Undefined().IsMatch(error.Message))
            return Elsewhere;
        if (Ambiguous().IsMatch(error.Message))
            return Overloads;
        if (lacksHeaders && UnknownName().IsMatch(error.Message))
            return LeftOut;
        if (error.Location is not { } at || !lines.TryGetValue(at.File, out var text) || at.Line < 1
            || at.Line > text.Length)
            return null;
        var line = text[at.Line - 1];
        return InlineAssembly().IsMatch(line) || AssemblerError().IsMatch(error.Message) ? Assembly
            : CallsCuda().IsMatch(line) ? Runtime
            : null;
    }

    private static string Missing(string[] others) =>
        " The host device has no such header"
        + (others.Length == 0 ? "." : $", nor {string.Join(", ", others)}.");

    [GeneratedRegex("No such file or directory$|file not found$")]
    private static partial Regex MissingHeader();

    [GeneratedRegex("is not a member of .cub.|.cub::\\w+. has not been declared|in namespace .cub.")]
    private static partial Regex OfCub();

    [GeneratedRegex("^undefined (?:reference to|symbol:)")]
    private static partial Regex Undefined();

    [GeneratedRegex("unable to deduce .auto. from .& [^<]+.$|overloaded function could not be resolved")]
    private static partial Regex Ambiguous();

    [GeneratedRegex("was not declared|not been declared|does not name a type|undeclared identifier|unknown type name")]
    private static partial Regex UnknownName();

    [GeneratedRegex(@"\basm\b|\b__asm")]
    private static partial Regex InlineAssembly();

    [GeneratedRegex("no such instruction|in 'asm'|unknown pseudo-op|bad or irreducible|invalid instruction")]
    private static partial Regex AssemblerError();

    [GeneratedRegex("<<<|\\bcuda[A-Z]")]
    private static partial Regex CallsCuda();
}
