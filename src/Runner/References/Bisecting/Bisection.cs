using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bisecting;

/// <summary>
/// Finds the commit that slowed a case: first that the last one is slower than the good one at all, then by halves.
/// Each commit counts as slow when more than half of the whole slow-down (in logarithms) is there, so that several
/// small ones end at the one in their middle and noise has the most room on both sides.
/// </summary>
/// <param name="trial">Tries commits.</param>
/// <param name="watch">Told of every step as it is done.</param>
internal sealed class Bisection(ICommitTrial trial, Action<BisectionStep> watch)
{
    // One-sided 0.5 % for the normal distribution: below that the whole slow-down may be noise, and halving it finds
    // anything.
    private const double Clear = 2.6;

    private readonly List<BisectionStep> steps = [];

    /// <summary>Searches.</summary>
    /// <param name="commits">
    /// The commits after the good one, oldest first; the last one is the bad one. At least one.
    /// </param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<BisectionResult> FindAsync(IReadOnlyList<GitCommit> commits, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(commits.Count);
        steps.Clear();
        var whole = await trial.TryAsync(commits[^1], null, cancellation).ConfigureAwait(false);
        var slower = whole.Kind == TrialKind.Measured && whole.LogRatio > Clear * whole.StandardError;
        Note(commits[^1], whole, whole.Kind == TrialKind.Untestable ? null : slower);
        if (!slower)
            return new([], whole, [.. steps]);

        // Commits at and before 'good' are fast, at and after 'bad' slow; -1 stands for the good commit itself.
        int good = -1, bad = commits.Count - 1;
        var untestable = new HashSet<int>();
        while (Next(good, bad, untestable) is { } middle)
        {
            var result = await trial.TryAsync(commits[middle], whole.LogRatio / 2, cancellation).ConfigureAwait(false);
            var slow = IsSlow(result, whole.LogRatio / 2);
            Note(commits[middle], result, slow);
            if (slow is null)
                untestable.Add(middle);
            else if (slow.Value)
                bad = middle;
            else
                good = middle;
        }

        return new([.. commits.Skip(good + 1).Take(bad - good)], whole, [.. steps]);
    }

    private static bool? IsSlow(CommitTrialResult result, double threshold) => result.Kind switch
    {
        TrialKind.SameAsGood => false,
        TrialKind.SameAsBad => true,
        TrialKind.Measured => result.LogRatio > threshold,
        TrialKind.Untestable => null,
    };

    // The testable commit nearest to the middle.
    private static int? Next(int good, int bad, HashSet<int> untestable)
    {
        var open = Enumerable.Range(good + 1, bad - good - 1).Where(i => !untestable.Contains(i)).ToArray();
        return open.Length == 0 ? null : open.MinBy(i => Math.Abs((2 * i) - good - bad));
    }

    private void Note(GitCommit commit, CommitTrialResult result, bool? slow)
    {
        var step = new BisectionStep(commit, result, slow);
        steps.Add(step);
        watch(step);
    }
}
