using System.Diagnostics;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed class PhaseClockTests
{
    [Fact]
    public void A_phase_inside_another_stops_its_clock_so_that_no_time_counts_twice()
    {
        var watch = Stopwatch.StartNew();
        var clock = new PhaseClock();
        using (clock.Begin("outer"))
        {
            Thread.Sleep(20);
            using (clock.Begin("inner"))
                Thread.Sleep(20);
        }

        var passed = watch.Elapsed.TotalSeconds;
        Assert.InRange(clock["inner"], double.Epsilon, passed);
        Assert.InRange(clock["outer"] + clock["inner"], double.Epsilon, passed);
        Assert.Equal(["outer", "inner"], clock.Phases.Select(p => p.Name));
    }
}
