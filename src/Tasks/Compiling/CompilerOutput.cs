using System.Globalization;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Reads errors and warnings out of what compilers print: g++, clang++, nvcc's front end and its drivers
/// (<c>nvcc fatal   :</c>), cicc, ptxas, and the linkers.
/// </summary>
/// <param name="paths">How paths are written.</param>
/// <param name="own">
/// The folder of PerfGate's own headers: what a macro of theirs makes is wrong where a source uses the macro.
/// </param>
internal sealed partial class CompilerOutput(SourcePaths paths, string? own = null)
{
    /// <summary>The errors and warnings, each once, in their order.</summary>
    /// <param name="lines">What a compiler printed.</param>
    /// <param name="source">Where to put what names no place of its own.</param>
    public IReadOnlyList<Diagnostic> Parse(IEnumerable<string> lines, SourceLocation source)
    {
        var all = lines.Select(l => l.TrimEnd()).ToList();
        var found = all.Select((l, i) => Parse(l, source, Used(all, i))).OfType<Diagnostic>().Distinct().ToList();
        // "collect2: error: ld returned 1 exit status" and "1 error detected in the compilation" only count what came
        // before.
        var messages = found.Where(d => !Summary().IsMatch(d.Message)).ToList();
        if (messages.Any(d => d.Severity == Severity.Error))
            return messages;
        var linker = found.Count > messages.Count ? all.SelectMany(l => LinkerErrors(l, source)).Distinct() : [];
        return linker.ToList() is { Count: > 0 } said ? [.. said, .. messages] : found;
    }

    // GNU ld does not call its errors errors. A line that ends in a colon says where the next one belongs.
    private static IEnumerable<Diagnostic> LinkerErrors(string line, SourceLocation source) =>
        Linker().Match(line) is { Success: true } said
            ? [DiagnosticCatalog.CompilerError(source, $"ld: {said.Groups["message"].Value}{HelpFor(said)}")]
            : [];

    private static string HelpFor(Match said) =>
        said.Groups["library"].Success
            ? ". Install the library, or name its folder with -L in PerfGateHostFlags or PerfGateNvccFlags."
            : "";

    // The place below a message where a source uses a macro of PerfGate's headers; null where the message is of another
    // place than these.
    private SourceLocation? Used(List<string> lines, int at)
    {
        if (own is null || Placed().Match(lines[at]) is not { Success: true } placed || !IsOwn(placed))
            return null;
        return lines
            .Skip(at + 1)
            .TakeWhile(l => !Placed().IsMatch(l))
            .Select(l => Expansion().Match(l))
            .Where(m => m.Success && !IsOwn(m))
            .Select(m => At(m, new("")))
            .FirstOrDefault();
    }

    private bool IsOwn(Match match) =>
        own is not null
        && paths.Absolute(match.Groups["file"].Value).StartsWith(paths.Absolute(own), StringComparison.Ordinal);

    private Diagnostic? Parse(string whole, SourceLocation source, SourceLocation? used)
    {
        var line = MessageLine.Head(whole);
        if (Quoted().IsMatch(line))
            return null;
        if (Placed().Match(line) is { Success: true } placed)
            return Create(
                placed.Groups["kind"].Value,
                used ?? At(placed, source),
                placed.Groups["message"].Value
            );
        if (Undefined().Match(line) is { Success: true } undefined)
            return Create("error", source, undefined.Value);
        if (Ptx().Match(line) is { Success: true } ptx)
            return Create(
                ptx.Groups["kind"].Value,
                source,
                $"ptxas: {ptx.Groups["message"].Value} (line {ptx.Groups["line"].Value} of the PTX)"
            );
        if (Unplaced().Match(line) is { Success: true } unplaced)
        {
            var tool = Path.GetFileName(unplaced.Groups["tool"].Value.TrimEnd());
            return Create(
                unplaced.Groups["kind"].Value,
                source,
                (tool.Length == 0 ? "" : tool + ": ") + unplaced.Groups["message"].Value
            );
        }

        return null;
    }

    // <command-line>:0:1: a macro or a forced include, which is in no file.
    private SourceLocation At(Match match, SourceLocation source) =>
        match.Groups["file"].Value.StartsWith('<') ? source
        : new(paths.Relative(match.Groups["file"].Value), Number(match.Groups["line"]), Number(match.Groups["column"]));

    private static int Number(Group group) =>
        int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static Diagnostic? Create(string kind, SourceLocation at, string message) =>
        kind.Contains("warning", StringComparison.OrdinalIgnoreCase)
            ? DiagnosticCatalog.CompilerWarning(at, message)
            : DiagnosticCatalog.CompilerError(at, message);

    // A line of the source, as g++ and clang++ quote it below a message: "   31 | int x;" and "      |     ^".
    [GeneratedRegex(@"^\s*\d* \|")]
    private static partial Regex Quoted();

    // file:31:5: error: … file:31: fatal error: … file(31): error: … file(31): warning #177-D: … file(31): catastrophic
    // error: …
    [GeneratedRegex(
        @"^(?<file>(?:[A-Za-z]:)?[^:]+?)"
            + @"(?::(?<line>\d+)(?::(?<column>\d+))?|\((?<line>\d+)(?:,(?<column>\d+))?\))\s*:\s+"
            + @"(?<kind>(?:fatal |catastrophic |internal compiler |internal )?error|warning|Error|Fatal error|Warning)"
            + @"(?: ?#(?<number>[\w-]+))?\s*:\s*(?<message>.+)$"
    )]
    private static partial Regex Placed();

    // file:31:5: note: in expansion of macro 'NAME'
    [GeneratedRegex(@"^(?<file>(?:[A-Za-z]:)?[^:]+?):(?<line>\d+):(?<column>\d+): note: in expansion of macro")]
    private static partial Regex Expansion();

    // /usr/bin/ld: unit.o: in function `f': unit.cpp:(.text.f+0x5): undefined reference to `g()'
    [GeneratedRegex(@"(?:undefined reference to|undefined symbol:) .+$")]
    private static partial Regex Undefined();

    // /usr/bin/ld: cannot find -lcublas: No such file or directory
    [GeneratedRegex(
        @"^\S*\bld(?:\.\w+)?: (?!warning:|note:|NOTE:)(?<message>(?:cannot find (?<library>-l))?.*[^:\s])$"
    )]
    private static partial Regex Linker();

    // ptxas /tmp/x.ptx, line 42; error   : …
    [GeneratedRegex(@"^ptxas .*, line (?<line>\d+); (?<kind>error|fatal|warning)\s*: (?<message>.+)$")]
    private static partial Regex Ptx();

    // nvcc fatal : … ptxas error : … nvcc warning : … g++: fatal error: … collect2: error: … error: … sh: 1: cicc: not
    // found
    [GeneratedRegex(
        @"^(?:(?<tool>[^\s:]*(?:nvcc|ptxas|cicc|fatbinary|nvlink|cudafe\+\+|g\+\+|gcc|clang(?:\+\+)?(?:-\d+)?"
            + @"|c\+\+|cc1plus|cc|ld|collect2|as))\s*:?\s+)?(?:<[^>]*>:? ?)?"
            + @"(?<kind>(?:fatal |internal compiler |internal )?error|fatal|warning)\s*: +(?<message>.+)$"
            + @"|^(?<tool>sh): (?:\d+: |line \d+: )?(?<message>.+: (?:command )?not found)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Unplaced();

    [GeneratedRegex(@"ld returned \d+ exit status|^\d+ errors? detected|linker command failed")]
    private static partial Regex Summary();
}
