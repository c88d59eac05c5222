using PerfGate.Core.Claims;
using PerfGate.Core.Measurements;
using PerfGate.Core.Publishing;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Publishing;

/// <summary>A publication of which one side was observed in a command.</summary>
public sealed class ObservedPublicationTests
{
    private static string Markdown => Rendered(PublicationSamples.Input())[Publication.MarkdownName];

    [Fact]
    public void It_says_which_cases_were_observed_in_a_command()
    {
        var observed = Rendered(WithObservedBaseline("cold", null));

        Assert.Contains("observed in a command", observed[Publication.MarkdownName], StringComparison.Ordinal);
        Assert.Contains("none lost", observed[Publication.TexName], StringComparison.Ordinal);
        Assert.DoesNotContain("observed in a command", Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cold", "Both sides begin each sample with cold caches. For gemm_plain the manifest states that;")]
    [InlineData("hot", "The caches are cold for gemm_tuned and hot for gemm_plain. A part of the difference may")]
    [InlineData(null, "The state of the caches before each sample of gemm_plain is not stated, so nobody knows")]
    public void An_observed_side_is_marked_and_what_that_means_is_told(string? cache, string words)
    {
        var text = Rendered(WithObservedBaseline(cache, "Torch 2.11"))[Publication.MarkdownName];

        Assert.Contains("| shape | gemm_plain (observed) | gemm_tuned | speed-up |", text, StringComparison.Ordinal);
        Assert.Contains("gemm_plain is observed: what was timed is kernels", text, StringComparison.Ordinal);
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Contains(
            $"The share of the clock, {Quantity.Duration(400)}, is taken off the samples of gemm_tuned",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("| command of gemm_plain | python3 plain.py |", text, StringComparison.Ordinal);
        Assert.Contains("| versions of what gemm_plain uses | Torch 2.11 |", text, StringComparison.Ordinal);
        Assert.Contains("PerfGate does not look at its outputs", text, StringComparison.Ordinal);
        Assert.DoesNotContain("both sides in the same fresh processes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_clocks_share_is_taken_off_both_sides_it_says_so()
    {
        var input = WithObservedBaseline("cold", null, kernels: 2);
        var text = Rendered(
            input with
            {
                Measurement = SameClock.Of(input.Measurement, "gemm_tuned", "gemm_plain"),
                Baselines = [new("gemm_plain", 1_234_567, WithClockShare: true), new("gemm_slow", 7_000_000)],
            }
        )[Publication.MarkdownName];

        Assert.Contains(
            $"The share of the clock is taken off both sides: {Quantity.Duration(400)} of each sample of gemm_tuned, "
                + $"and {Quantity.Duration(800)} of each of gemm_plain.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("The share of the clock is still in the time of gemm_plain.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("It stays in those of", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_of_a_command_that_nobody_stated_are_listed_as_missing()
    {
        var text = Rendered(WithObservedBaseline("cold", null))[Publication.MarkdownName];

        Assert.Contains("\n- versions of what gemm_plain uses\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Baselines_that_were_measured_to_choose_are_shown()
    {
        var text = Rendered(
            PublicationSamples.Input() with
            {
                Baselines = [new("gemm_plain", 1_234_567), new("gemm_slow", 7_000_000)],
            }
        )[Publication.MarkdownName];

        Assert.Contains(
            "The baseline is gemm_plain, the fastest of 2 that were measured at S=1024.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains($"| gemm_slow | {Quantity.Duration(7_000_000)} |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the fastest of", Markdown, StringComparison.Ordinal);
    }

    private static PublicationInput WithObservedBaseline(string? cache, string? uses, int? kernels = null)
    {
        var input = PublicationSamples.Input();
        var work = new ObservedWork
        {
            Measured = "kernels *plain*",
            Records = 9,
            Kernels = kernels,
            Cache = cache,
            Uses = uses,
        };
        return input with
        {
            Measurement = input.Measurement with
            {
                Cases =
                [
                    .. input.Measurement.Cases.Select(c =>
                        c.Benchmark == input.Claims.Baseline
                            ? c with
                            {
                                Observed = work,
                                Checks = [],
                                Declaration = c.Declaration! with
                                {
                                    Command = new("python3 plain.py", "kernels", "kernels *plain*"),
                                },
                            }
                            : c with
                            {
                                ClockShare = 400,
                            }
                    ),
                ],
            },
        };
    }

    private static Dictionary<string, string> Rendered(PublicationInput input) =>
        Publication
            .Render(input)
            // Names are escaped in Markdown, which another test holds.
            .ToDictionary(
                f => f.Path,
                f => f.Path == Publication.MarkdownName ? f.Text.Replace("\\", "", StringComparison.Ordinal) : f.Text,
                StringComparer.Ordinal
            );
}
