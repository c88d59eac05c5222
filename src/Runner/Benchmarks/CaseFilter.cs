using System.Collections.Immutable;
using System.IO.Enumeration;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Benchmarks;

/// <summary>Keeps the cases whose names a user asked for.</summary>
internal static class CaseFilter
{
    private static readonly char[] Separators = [',', ';'];

    /// <summary>A filter that selects cases by their names.</summary>
    /// <param name="cases">The names.</param>
    public static string Exactly(IEnumerable<string> cases) =>
        // A comma parts the alternatives of a filter, and axes within a name.
        string.Join(';', cases.Select(c => c.Replace(',', '?').Replace(';', '?')));

    /// <summary>Applies a filter.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="filter">
    /// Globs over case names (<c>*</c> any text, <c>?</c> one character), or names of benchmarks, any of which may
    /// match; parted by commas or semicolons. A comma inside a case's name parts nothing. Null or empty keeps all.
    /// </param>
    /// <param name="unmatched">
    /// Whether an alternative may fit nothing: names of one commit's cases are looked for in another's.
    /// </param>
    /// <param name="canaries">
    /// Whether every canary stays: without canaries nothing shows whether the machine has drifted.
    /// </param>
    /// <returns>The suite with the matching cases, and with those that they are checked against to the side.</returns>
    /// <exception cref="PerfGateException">PG9118: an alternative matches nothing.</exception>
    public static BenchmarkSuite Apply(
        BenchmarkSuite suite,
        string? filter,
        bool unmatched = false,
        bool canaries = false
    )
    {
        if (string.IsNullOrWhiteSpace(filter))
            return suite;
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var alternative in Alternatives(filter))
        {
            var matching = suite.Cases.Where(c => Matches(alternative, c)).Select(c => c.Name).ToList();
            if (matching.Count == 0 && !unmatched)
                throw new PerfGateException(
                    DiagnosticCatalog.FilterMatchesNothing(alternative, Near(alternative, suite)),
                    ExitCode.Usage
                );
            kept.UnionWith(matching);
        }

        if (canaries)
            kept.UnionWith(suite.Cases.Where(c => c.Role == CaseRole.Canary).Select(c => c.Name));
        var cases = suite.Cases.Where(c => kept.Contains(c.Name)).ToImmutableArray();
        var needed = cases.SelectMany(c => CheckedAgainst(c, suite)).Where(c => !kept.Contains(c.Name)).Distinct();
        return suite with { Cases = cases, ExpectedOnly = [.. needed] };
    }

    // "gemm/M=512,N=512" is one name: what follows a comma and reads AXIS=VALUE without a slash belongs to the name
    // before.
    private static List<string> Alternatives(string filter)
    {
        var alternatives = new List<string>();
        foreach (
            var part in filter.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            if (alternatives.Count > 0 && part.Contains('=') && !part.Contains('/') && alternatives[^1].Contains('='))
                alternatives[^1] += $",{part}";
            else
                alternatives.Add(part);
        }

        return alternatives;
    }

    private static bool Matches(string glob, BenchmarkCase candidate) =>
        candidate.Benchmark == glob || FileSystemName.MatchesSimpleExpression(glob, candidate.Name, ignoreCase: false);

    private static IEnumerable<BenchmarkCase> CheckedAgainst(BenchmarkCase candidate, BenchmarkSuite suite)
    {
        for (var c = candidate; c.Check.Benchmark is { } name && suite.Find(name) is { } expected; c = expected)
            yield return expected;
    }

    private static IEnumerable<string> Near(string filter, BenchmarkSuite suite)
    {
        var word = filter.Split('/', '*', '?').OrderByDescending(w => w.Length).First();
        var names = suite.Cases.Select(c => c.Name).ToList();
        var near = names
            .Where(n => n.Contains(word, StringComparison.OrdinalIgnoreCase) && word.Length > 0)
            .Concat(suite.Cases.Where(c => NearestName.Find(word, [c.Benchmark]) is not null).Select(c => c.Name))
            .Distinct()
            .ToList();
        return (near.Count > 0 ? near : names).Take(8);
    }
}
