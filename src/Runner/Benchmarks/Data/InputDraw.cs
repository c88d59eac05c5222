using PerfGate.Runner.Bytes;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>
/// One set of values that a case's inputs are drawn as. A kernel that remembers what it computed gives the wrong answer
/// as soon as its inputs change under it. So they change: between the visits of a run, and once per measurement to a
/// seed that nobody knew before.
/// </summary>
/// <param name="Number">
/// The draw of a measurement, from 0, which is what the manifest says. The same in every run, and on both sides of a
/// comparison.
/// </param>
/// <param name="Seed">The seed of a check that is not timed; null for the draw of a measurement.</param>
internal readonly record struct InputDraw(int Number, ulong? Seed = null)
{
    // Each costs its expected outputs once per machine, and an upload per process. With two, whatever a kernel
    // remembers is wrong half of the time.
    private const int Most = 2;

    /// <summary>
    /// How many draws a case is measured with: one where nothing in its inputs is drawn, or a file holds its expected
    /// outputs.
    /// </summary>
    public static int CountOf(BenchmarkCase benchmark) => IsDrawn(benchmark) ? Most : 1;

    /// <summary>Whether another seed changes the inputs of a case, and what they must give is known then too.</summary>
    public static bool IsDrawn(BenchmarkCase benchmark) =>
        benchmark.Check.File is null && benchmark.Buffers.Any(b => b.Fill.IsRandom);

    /// <summary>A case with these inputs.</summary>
    /// <param name="benchmark">The case as its manifest declares it.</param>
    /// <remarks>By the buffers' own seeds, which follow from their names: a case and the case that it is checked
    /// against are drawn alike.</remarks>
    public BenchmarkCase Of(BenchmarkCase benchmark)
    {
        var draw = this;
        return draw is { Number: 0, Seed: null }
            ? benchmark
            : benchmark with
            {
                Buffers =
                [
                    .. benchmark.Buffers.Select(b =>
                        b with
                        {
                            Seed = draw.SeedOf(b.Seed),
                            Fill = b.Fill.Function is { } function
                                ? b.Fill with
                                {
                                    Function = function.Reseeded(g => g with { Seed = draw.SeedOf(g.Seed) }),
                                }
                                : b.Fill,
                            Passing = draw.Seed is not null,
                        }
                    ),
                ],
            };
    }

    /// <summary>As messages name it.</summary>
    public override string ToString() =>
        Seed is { } seed ? $"inputs of the random seed {seed}" : $"draw {Number} of the inputs";

    private ulong SeedOf(ulong own) => Seed is { } seed ? new RandomBits(own ^ seed)[0] : new RandomBits(own)[Number];
}
