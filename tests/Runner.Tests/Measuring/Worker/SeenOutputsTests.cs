using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>What a process remembers of the outputs of a case.</summary>
public sealed class SeenOutputsTests
{
    [Theory]
    [InlineData(1e-6, true, 1e-5, true, 1e-5)]
    [InlineData(1e-5, true, 1e-6, true, 1e-5)]
    [InlineData(1e-5, true, 1e-6, false, 1e-6)]
    [InlineData(1e-6, false, 1e-5, true, 1e-6)]
    [InlineData(1e-6, false, 1e-5, false, 1e-6)]
    public void The_worst_of_two_checks_is_the_first_failed_one_and_else_that_with_the_larger_error(
        double first, bool firstPassed, double second, bool secondPassed, double worst)
    {
        var seen = new SeenOutputs([]);
        seen.Add(new(0), new([1], [new("y", first, 0, firstPassed)]));
        seen.Add(new(0), new([1], [new("y", second, 0, secondPassed)]));

        Assert.Equal(worst, Assert.Single(seen.Worst).RelativeError);
    }

    [Fact]
    public void Of_two_checks_with_the_same_error_the_first_is_told()
    {
        var seen = new SeenOutputs([]);
        seen.Add(new(0), new([1], [new("y", 1e-6, 3, true)]));
        seen.Add(new(0), new([1], [new("y", 1e-6, 4, true)]));

        Assert.Equal(3, Assert.Single(seen.Worst).MaximumAbsoluteError);
    }

    [Fact]
    public void Outputs_that_are_the_same_bytes_each_time_are_looked_at_every_time() =>
        Assert.Equal(600, LooksAt(new([new([1], [])])));

    [Fact]
    public void Outputs_that_are_other_bytes_each_time_are_looked_at_one_time_in_six()
    {
        var varying = new SeenOutputs([new([1], [])]);
        varying.Add(new(0), new([2], []));

        Assert.True(varying.Vary);
        Assert.InRange(LooksAt(varying), 70, 130);
    }

    private static int LooksAt(SeenOutputs seen)
    {
        var looks = 0;
        var look = VisitChecks.UnlessVarying(seen, new(3), () => looks++);
        for (var visit = 0; visit < 600; visit++)
            look();
        return looks;
    }
}
