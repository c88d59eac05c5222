using System.Collections.Immutable;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.Bisecting;

/// <summary>
/// Finds the commit that slowed a case: first that the last one is slower than the good one at all, then by halves.
/// Each commit counts as slow when more than half of the whole slow-down (in logarithms) is there, so that several
/// small ones end at the one in their middle and noise has the most room on both sides.
/// </summary>
/// <param name="trial">Tries commits.</param>
/// <param name="watch">Called with every step as it is done.</param>
internal sealed class Bisection(ICommitTrial trial, Action<BisectionStep> watch)
{
    // One-sided 0.5 % for the normal distribution: below that the whole slow-down may be noise, and halving it finds
    // anything.
    private const double Clear = 2.6;

    private readonly List<BisectionStep> _steps = [];

    /// <summary>Searches.</summary>
    /// <param name="commits">
    /// The commits after the good one, oldest first; the last one is the bad one. At least one.
    /// </param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<BisectionResult> FindAsync(IReadOnlyList<GitCommit> commits, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(commits.Count);
        _steps.Clear();
        var whole = await trial.TryAsync(commits[^1], null, cancellation).ConfigureAwait(false);
        var slower = whole.Kind == TrialKind.Measured && whole.LogRatio > Clear * whole.StandardError;
        Note(commits[^1], whole, whole.Kind == TrialKind.Untestable ? null : slower);
        if (!slower)
            return new([], whole, [.. _steps]);

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

        return new([.. commits.Skip(good + 1).Take(bad - good)], whole, [.. _steps]);
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
        _steps.Add(step);
        watch(step);
    }
}

/// <summary>Tries a commit's kernels against the good commit's.</summary>
internal interface ICommitTrial
{
    /// <summary>Holds a trial.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="threshold">
    /// The log ratio that parts good from bad, to take runs until the answer is clear; null for the first trial, of the
    /// bad commit.
    /// </param>
    /// <param name="cancellation">Stops it.</param>
    Task<CommitTrialResult> TryAsync(GitCommit commit, double? threshold, CancellationToken cancellation);
}

/// <summary>What one trial of a commit against the good one found.</summary>
/// <param name="Kind">How it was found.</param>
/// <param name="LogRatio">
/// Log of the commit's time over the good one's; above 0 is slower. 0 unless <see cref="TrialKind.Measured"/>.
/// </param>
/// <param name="StandardError">Of <paramref name="LogRatio"/>.</param>
/// <param name="Runs">Paired runs that it rests on.</param>
/// <param name="Reason">Why it cannot be tried, in one line; null if it can.</param>
internal sealed record CommitTrialResult(
    TrialKind Kind,
    double LogRatio = 0,
    double StandardError = 0,
    int Runs = 0,
    string? Reason = null
);

/// <summary>How the outcome of a trial was found.</summary>
internal enum TrialKind
{
    /// <summary>By interleaved runs.</summary>
    Measured,

    /// <summary>The case's machine code is the good commit's: nothing to measure.</summary>
    SameAsGood,

    /// <summary>The case's machine code is the bad commit's: nothing to measure.</summary>
    SameAsBad,

    /// <summary>It does not compile, does not have the case, or gives wrong results.</summary>
    Untestable,
}

/// <summary>One commit that a bisection tried.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Result">What its trial found.</param>
/// <param name="Slow">Whether it counts as slow; null if it could not be tried.</param>
internal sealed record BisectionStep(GitCommit Commit, CommitTrialResult Result, bool? Slow);

/// <summary>What a bisection found.</summary>
/// <param name="Suspects">
/// One of these commits slowed the case; oldest first. It is one commit if it was found, several if those between could
/// not be tried, and none if the case is not slower.
/// </param>
/// <param name="Whole">The trial of the bad commit against the good one.</param>
/// <param name="Steps">All that was tried, in order, that trial included.</param>
internal sealed record BisectionResult(
    ImmutableArray<GitCommit> Suspects, CommitTrialResult Whole, ImmutableArray<BisectionStep> Steps)
{
    /// <summary>How many trials took runs.</summary>
    public int Trials => Steps.Count(s => s.Result.Kind == TrialKind.Measured);
}
