using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

public class RunAgreementTests
{
    private const string Stepped = "2026-11-26T01:13:45Z";

    [Fact]
    public void Recorded_runs_before_and_amid_a_step_of_the_clock_are_apart() =>
        Assert.Equal([0, 1, 2, 3], RunAgreement.Apart(Recordings.ComputeCanary()[Stepped].AsSpan()));

    [Fact]
    public void Recorded_runs_at_one_clock_agree()
    {
        var steady = Recordings.ComputeCanary().Where(r => r.Key != Stepped).ToArray();

        Assert.Equal(9, steady.Length);
        Assert.All(steady, r => Assert.Empty(RunAgreement.Apart(r.Value.AsSpan())));
    }

    [Theory]
    [InlineData(new[] { 100.0, 100.0, 99.3, 100.0, 100.0 }, new[] { 2 })]
    [InlineData(new[] { 100.0, 100.0, 100.0, 100.0, 99.3 }, new[] { 4 })]
    [InlineData(new[] { 99.3, 100.0, 100.0, 100.0, 100.0 }, new[] { 0 })]
    [InlineData(new[] { 99.3, 99.3, 99.6, 100.0, 100.0, 100.0 }, new[] { 0, 1, 2 })]
    public void The_smaller_group_is_apart_wherever_it_lies(double[] locations, int[] apart) =>
        Assert.Equal(apart, RunAgreement.Apart(locations));

    [Theory]
    [InlineData(new[] { 99.3, 99.3, 100.0, 100.0 }, new[] { 0, 1 })]
    [InlineData(new[] { 100.0, 100.0, 99.3, 99.3 }, new[] { 0, 1 })]
    public void Of_two_groups_of_one_size_the_later_one_counts(double[] locations, int[] apart) =>
        Assert.Equal(apart, RunAgreement.Apart(locations));

    [Fact]
    public void Of_three_runs_nothing_is_said() => Assert.Empty(RunAgreement.Apart([100.0, 100.0, 110.0]));

    [Theory]
    [InlineData(10, 0.2)]
    [InlineData(20, 0.07)]
    public void A_clock_that_wanders_leaves_nothing_to_agree_on(int runs, double percentARun) =>
        Assert.Empty(RunAgreement.Apart([.. Enumerable.Range(0, runs).Select(i => 100 + (percentARun * i))]));

    [Fact]
    public void A_unit_changes_nothing()
    {
        var locations = Recordings.ComputeCanary()[Stepped];

        Assert.Equal(RunAgreement.Apart(locations.AsSpan()), RunAgreement.Apart([.. locations.Select(x => x * 1e-9)]));
    }

    // As a shared CPU has them: 1 % between runs. Without a look at the runs' own noise one in five such measurements would be called apart.
    [Fact]
    public void Runs_with_noise_of_their_own_are_left_alone()
    {
        var random = new Random(7);
        var called = Enumerable.Range(0, 2000).Count(_ => RunAgreement.Apart([.. Enumerable.Range(0, 5).Select(_ => 100 + Normal(random))]).Length > 0);

        Assert.InRange(called, 0, 40);
    }

    [Theory]
    [InlineData(10, 0.0005, 5)]
    [InlineData(20, 0.0005, 20)]
    public void Runs_as_noisy_as_recorded_ones_are_hardly_ever_called_apart(int runs, double noise, int most)
    {
        var random = new Random(8);
        var called = Enumerable.Range(0, 2000).Count(_ => RunAgreement.Apart([.. Enumerable.Range(0, runs).Select(_ => 1 + (noise * Normal(random)))]).Length > 0);

        Assert.InRange(called, 0, most);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
