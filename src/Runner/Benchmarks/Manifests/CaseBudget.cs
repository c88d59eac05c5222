using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// How many cases a set of manifests may declare. A slip in an axis otherwise takes minutes to be found.
/// </summary>
/// <param name="errors">Takes an error where there are too many.</param>
internal sealed class CaseBudget(ManifestErrors errors)
{
    /// <summary>The most cases of one benchmark.</summary>
    public const int MostOfOne = 10_000;

    /// <summary>The most cases of all manifests together.</summary>
    public const int Most = 20_000;

    // Each value of a benchmark is read at each of its points.
    private const double MostValues = 5_000_000;

    private double _cases;
    private double _values;
    private bool _isExceeded;

    /// <summary>Takes the cases of a benchmark.</summary>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="points">How many points its axes span.</param>
    /// <returns>Whether they may be resolved; if not, the error is reported.</returns>
    public bool Take(PlacedJson benchmark, double points)
    {
        var at = (benchmark["axes"] ?? benchmark["name"]!).At;
        if (points > MostOfOne)
        {
            errors.Add(
                DiagnosticCatalog.TooManyCases(
                    at,
                    $"the axes span {PointEvaluator.Text(points)} cases, and a benchmark may have {MostOfOne}"
                )
            );
            return false;
        }

        // Reported once, not again for the next benchmark.
        if (_isExceeded)
            return false;
        _cases += points;
        _values += points * (Count(benchmark) - (benchmark["axes"] is { } axes ? Count(axes) : 0));
        _isExceeded = _cases > Most || _values > MostValues;
        if (_cases > Most)
            errors.Add(
                DiagnosticCatalog.TooManyCases(
                    at,
                    $"with this benchmark the manifests declare {PointEvaluator.Text(_cases)} cases, and {Most} are "
                        + $"allowed"
                )
            );
        else if (_isExceeded)
            errors.Add(
                DiagnosticCatalog.TooManyCases(
                    at,
                    $"its {PointEvaluator.Text(points)} cases have too many buffers, launches and arguments together"
                )
            );
        return !_isExceeded;
    }

    // The depth is bounded where the manifest is read.
    private static long Count(PlacedJson node) => 1 + node.Items.Sum(Count) + node.Fields.Sum(f => Count(f.Value));
}
