using PerfGate.Core.Claims;
using PerfGate.Core.Measurements;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Claims;

/// <summary>A kernel and an observed command are compared without the clock's share of either.</summary>
public sealed class SameClockTests
{
    private const double Share = 1_500;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_command_that_is_as_fast_as_the_kernel_is_found_as_fast(int kernels)
    {
        // Both sides have the same times; the command's still hold the clock's share, once for each kernel.
        var alike = Compared(PublicationSamples.Measurement(1), kernels, added: kernels * Share);
        var plain = SpeedComparison.Of(PublicationSamples.Measurement(1), PublicationSamples.Pair, new());

        var claims = SpeedComparison.Of(alike, PublicationSamples.Pair, new());

        Assert.All(
            claims.Claims.Zip(plain.Claims),
            c => Assert.Equal(c.Second.Speedup, c.First.Speedup, tolerance: 1e-9)
        );
    }

    [Fact]
    public void The_measurement_that_was_written_stays_as_it_is()
    {
        var measured = Compared(PublicationSamples.Measurement(1), 1, Share);
        var before = Sample(measured);

        var alike = Alike(measured);

        Assert.Equal(before, Sample(measured));
        Assert.Equal(before - Share, Sample(alike), tolerance: 1e-6);
        Assert.Equal(Sample(alike), Sample(Alike(alike)));
    }

    [Fact]
    public void Where_the_share_of_a_kernel_is_not_known_it_stays()
    {
        var measured = Compared(PublicationSamples.Measurement(1), 1, Share);

        Assert.Equal(Sample(measured), Sample(With(measured, c => c with { Observed = Seen(null) })));
        Assert.Equal(Sample(measured), Sample(With(measured, c => c with { ClockShare = null })));
        // A sequence of kernels, and a function.
        DeclaredLaunch[][] others =
        [
            [new("pack", "64", "256", 0, "a"), new("gemm", "64", "256", 0, "a")],
            [new("sort", "", "", 0, "a")],
        ];
        foreach (var launches in others)
            Assert.Equal(
                Sample(measured),
                Sample(With(measured, c => c with { Declaration = c.Declaration! with { Launches = [.. launches] } }))
            );
    }

    // What SameClock makes of it, once both sides were changed where they are of the kind that the change is about.
    private static Measurement With(Measurement measured, Func<MeasuredCase, MeasuredCase> change) =>
        Alike(
            measured with
            {
                Cases =
                [
                    .. measured.Cases.Select(c =>
                    {
                        var changed = change(c);
                        return (c.Observed is null) == (changed.Observed is null) ? changed : c;
                    }),
                ],
            }
        );

    private static Measurement Alike(Measurement measured) =>
        SameClock.Of(measured, PublicationSamples.Candidate, PublicationSamples.Baseline);

    private static Measurement Compared(Measurement measurement, int kernels, double added) =>
        measurement with
        {
            Cases =
            [
                .. measurement.Cases.Select(c =>
                    c.Benchmark == PublicationSamples.Baseline
                        ? c with
                        {
                            Observed = Seen(kernels),
                            Runs = [.. c.Runs.Select(r => r with { Samples = [.. r.Samples.Select(s => s + added)] })],
                        }
                        : c with
                        {
                            ClockShare = Share,
                        }
                ),
            ],
        };

    private static ObservedWork Seen(int? kernels) =>
        new()
        {
            Measured = "kernels *plain*",
            Records = 9,
            Kernels = kernels,
        };

    private static double Sample(Measurement measurement) =>
        measurement.Cases.First(c => c.Benchmark == PublicationSamples.Baseline).Runs[0].Samples[0];
}
