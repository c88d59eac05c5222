using System.Collections.Immutable;

namespace PerfGate.Tasks.Compiling;

/// <summary>What a compiler driver does with certain arguments today.</summary>
/// <param name="Identity">
/// A hash over the commands that it would run, the programs in them, and every file that they name: a change of any
/// of these,
/// and of every setting that reaches a command (specs, configuration and response files, variables, a wrapper),
/// changes it.
/// </param>
/// <param name="SearchDirectories">Where headers are searched, absolute, those that do not exist included.</param>
/// <param name="ForcedIncludes">The headers that are included by the command line.</param>
/// <param name="Definitions">The macros that the command line defines, <c>NAME=value</c>.</param>
/// <param name="Untraceable">Why this is not all that decides what the compiler does; null if it is.</param>
internal sealed record Toolchain(
    string Identity, ImmutableArray<string> SearchDirectories, ImmutableArray<string> ForcedIncludes,
    ImmutableArray<string> Definitions, string? Untraceable)
{
    /// <summary>The names of files that macros of the command line hold.</summary>
    public IEnumerable<Lookup> DefinedNames => Definitions
        .Select(d => d[(d.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim())
        .Where(v => v.Length > 2 && v[0] == '"' && v[^1] == '"')
        .Select(v => new Lookup(v[1..^1], true));

    /// <summary>Whether the command line defines a macro as the name of a file in quotes.</summary>
    public bool Defines(string macro) =>
        Definitions.Any(d => d.StartsWith(macro + "=\"", StringComparison.Ordinal) && d.EndsWith('"'));
}
