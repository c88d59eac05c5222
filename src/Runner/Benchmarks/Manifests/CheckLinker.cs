using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Links cases that are checked against another benchmark to that benchmark's case at the same point.
/// </summary>
internal sealed class CheckLinker(IReadOnlyList<ResolvedCase> cases, ManifestErrors errors)
{
    private readonly Dictionary<string, BenchmarkPoints> _points = cases
        .GroupBy(c => c.Case.Benchmark)
        .ToDictionary(g => g.Key, g => new BenchmarkPoints([.. g]), StringComparer.Ordinal);

    /// <summary>The cases, with the name of a case in place of the name of a benchmark in their checks.</summary>
    /// <param name="declared">The names of all benchmarks, those without a usable case included.</param>
    public ImmutableArray<BenchmarkCase> Link(IReadOnlyCollection<string> declared)
    {
        RefuseCircles();
        var linked = cases.Select(c => Link(c, declared)).ToImmutableArray();
        var byName = linked.DistinctBy(c => c.Name).ToDictionary(c => c.Name, StringComparer.Ordinal);
        return [.. linked.Select(c => c with { SkipReason = SkipReason(c, byName) })];
    }

    private static string? SkipReason(BenchmarkCase candidate, Dictionary<string, BenchmarkCase> linked)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        for (
            var c = candidate;
            c is not null && visited.Add(c.Name);
            c = linked.GetValueOrDefault(c.Check.Benchmark ?? "")
        )
        {
            if (c.SkipReason is { } reason)
                return c == candidate ? reason : $"it is checked against {c.Name}, which is skipped: {reason}";
        }

        return null;
    }

    private BenchmarkCase Link(ResolvedCase resolved, IReadOnlyCollection<string> declared)
    {
        if (resolved.Case.Check.Benchmark is not { } benchmark)
            return resolved.Case;
        var at = resolved.Check["benchmark"]!.At;
        if (!declared.Contains(benchmark))
        {
            errors.Add(
                DiagnosticCatalog.UnknownExpected(
                    at,
                    benchmark,
                    $"no manifest declares a benchmark of that name{NearestName.Suggest(benchmark, declared)}"
                )
            );
            return resolved.Case;
        }

        if (!_points.TryGetValue(benchmark, out var others))
            return resolved.Case; // Its own errors are reported already.
        if (others.At(resolved.Point) is { } expected)
        {
            Compare(resolved, expected);
            return resolved.Case with { Check = resolved.Case.Check with { Benchmark = expected.Case.Name } };
        }

        errors.Add(DiagnosticCatalog.UnknownExpected(
            at, benchmark, $"it has no case at the coordinates of {resolved.Case.Name}; its cases are {others.Names}"));
        return resolved.Case;
    }

    private void Compare(ResolvedCase candidate, ResolvedCase expected)
    {
        var outputs = candidate.Check["outputs"]!.Fields;
        foreach (var output in outputs)
        {
            var mine = candidate.Case.Buffers.FirstOrDefault(b => b.Name == output.Name);
            var theirs = expected.Case.Buffers.FirstOrDefault(b => b.Name == output.Name);
            if (theirs is null)
                Refuse(output.At, expected, $"it has no buffer {output.Name}");
            else if (mine is not null && mine.Count != theirs.Count)
                Refuse(
                    output.At,
                    expected,
                    $"{output.Name} has {Numbers.Things(mine.Count, "element")} here and {theirs.Count} there"
                );
        }

        // Two results can only agree where both started from the same values.
        var differing = candidate.Case.Buffers.FirstOrDefault(b =>
            outputs.All(o => o.Name != b.Name)
            && b.Fill.Kind != FillKind.Poison
            && expected.Case.Buffers.Any(r =>
                r.Name == b.Name && (r.Count != b.Count || r.Fill != b.Fill || r.Seed != b.Seed)
            )
        );
        if (differing is not null)
            Refuse(
                candidate.Check["benchmark"]!.At,
                expected,
                $"the input {differing.Name} holds other values there (count, fill or seed differ)"
            );
    }

    private void Refuse(SourceLocation at, ResolvedCase expected, string why) =>
        errors.Add(DiagnosticCatalog.UnknownExpected(at, expected.Case.Name, why));

    private void RefuseCircles()
    {
        var next = cases.Where(c => c.Case.Check.Benchmark is not null)
            .GroupBy(c => c.Case.Benchmark)
            .ToDictionary(g => g.Key, g => g.First());
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in next.Keys)
        {
            var path = new List<string>();
            for (
                var at = start;
                next.TryGetValue(at, out var step) && !path.Contains(at);
                at = step.Case.Check.Benchmark!
            )
                path.Add(at);
            var closing = path.Count > 0 ? next[path[^1]].Case.Check.Benchmark! : "";
            if (closing == start && reported.Add(path.Order(StringComparer.Ordinal).First()))
                errors.Add(DiagnosticCatalog.CircularCheck(next[start].Check["benchmark"]!.At, [.. path, start]));
        }
    }
}

/// <summary>A case with what linking it to the case that it is checked against needs.</summary>
/// <param name="Case">The case.</param>
/// <param name="Point">Its coordinates.</param>
/// <param name="Check">The check's object in the manifest.</param>
internal sealed record ResolvedCase(BenchmarkCase Case, ImmutableArray<AxisValue> Point, PlacedJson Check);
