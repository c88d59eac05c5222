using PerfGate.Runner.Bisecting;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.Tests.References.Bisecting;

public sealed class BisectionTests
{
    private static readonly GitCommit[] Sixteen =
    [
        .. Enumerable
            .Range(0, 16)
            .Select(i => new GitCommit($"{i:d40}", $"commit {i}", "A. Tester", DateTimeOffset.UnixEpoch)),
    ];

    /// <summary>Commits whose cases take a given time, the good one's being 100.</summary>
    private sealed class Times(Func<int, double> time, Func<int, bool>? untestable = null, double error = 0.001)
        : ICommitTrial
    {
        public List<double?> Thresholds { get; } = [];

        public Task<CommitTrialResult> TryAsync(GitCommit commit, double? threshold, CancellationToken cancellation)
        {
            Thresholds.Add(threshold);
            var index = int.Parse(commit.Sha, System.Globalization.CultureInfo.InvariantCulture);
            return Task.FromResult(untestable?.Invoke(index) == true
                ? new CommitTrialResult(TrialKind.Untestable, Reason: "does not compile")
                : new(TrialKind.Measured, Math.Log(time(index) / 100), error, 5));
        }
    }

    private static Task<BisectionResult> FindAsync(ICommitTrial trial) =>
        new Bisection(trial, _ => { }).FindAsync(Sixteen, TestContext.Current.CancellationToken);

    public static TheoryData<int> AllOfThem() => [.. Enumerable.Range(0, 16)];

    [Theory]
    [MemberData(nameof(AllOfThem))]
    public async Task A_planted_slowdown_among_sixteen_is_found_in_at_most_five_trials(int planted)
    {
        var found = await FindAsync(new Times(i => i >= planted ? 105 : 100));
        Assert.Equal(Sixteen[planted], Assert.Single(found.Suspects));
        Assert.InRange(found.Trials, 1, 5);
    }

    [Fact]
    public async Task Of_many_small_slowdowns_the_one_that_passes_the_middle_is_found()
    {
        var found = await FindAsync(new Times(i => 100 * Math.Exp(0.01 * (i == 15 ? 17 : i + 1))));
        // The whole is 17 steps; more than 8.5 of them are there from the ninth commit on.
        Assert.Equal(Sixteen[8], Assert.Single(found.Suspects));
    }

    [Fact]
    public async Task A_case_that_is_not_slower_has_no_suspects()
    {
        var found = await FindAsync(new Times(_ => 100.1));
        Assert.Empty(found.Suspects);
        Assert.Equal(1, found.Trials);
    }

    [Fact]
    public async Task A_commit_that_cannot_be_tried_is_stepped_around()
    {
        var found = await FindAsync(new Times(i => i >= 9 ? 105 : 100, untestable: i => i == 7));
        Assert.Equal(Sixteen[9], Assert.Single(found.Suspects));
    }

    [Fact]
    public async Task Where_those_between_cannot_be_tried_all_that_could_be_are_named()
    {
        var found = await FindAsync(new Times(i => i >= 9 ? 105 : 100, untestable: i => i is 7 or 8 or 9));
        Assert.Equal(Sixteen[7..11], found.Suspects);
    }

    [Fact]
    public async Task A_bad_commit_that_cannot_be_tried_ends_the_search() =>
        Assert.Empty((await FindAsync(new Times(_ => 100, untestable: i => i == 15))).Suspects);

    [Fact]
    public async Task Every_commit_is_held_against_half_of_the_whole_slowdown()
    {
        var trial = new Times(i => i >= 4 ? 110 : 100);
        await FindAsync(trial);
        Assert.Null(trial.Thresholds[0]);
        Assert.All(trial.Thresholds.Skip(1), t => Assert.Equal(Math.Log(1.1) / 2, t!.Value, 12));
    }

    private sealed class SameCode(int planted) : ICommitTrial
    {
        public Task<CommitTrialResult> TryAsync(GitCommit commit, double? threshold, CancellationToken cancellation)
        {
            var index = int.Parse(commit.Sha, System.Globalization.CultureInfo.InvariantCulture);
            return Task.FromResult<CommitTrialResult>(threshold is null ? new(TrialKind.Measured, 0.1, 0.001, 5)
                : new(index >= planted ? TrialKind.SameAsBad : TrialKind.SameAsGood));
        }
    }

    [Fact]
    public async Task Commits_with_known_machine_code_cost_no_trial()
    {
        var found = await FindAsync(new SameCode(11));
        Assert.Equal(Sixteen[11], Assert.Single(found.Suspects));
        Assert.Equal(1, found.Trials);
    }
}
