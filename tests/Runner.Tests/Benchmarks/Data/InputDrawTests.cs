using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Tests.Benchmarks.Data;

public sealed class InputDrawTests
{
    private static readonly FillSpec Normal = new(FillKind.Normal, 0, 1);

    [Fact]
    public void The_first_draw_is_what_the_manifest_says() =>
        Assert.Same(Case(Normal), new InputDraw(0).Of(Case(Normal)));

    [Fact]
    public void Each_draw_and_each_seed_gives_other_values_and_the_same_ones_again()
    {
        InputDraw[] draws = [new(0), new(1), new(0, 7), new(0, 8)];
        var values = draws
            .Select(d => Convert.ToHexString(BufferData.Generate(d.Of(Case(Normal)).Buffers[0])))
            .ToArray();
        Assert.Equal(4, values.Distinct().Count());
        Assert.Equal(
            values, draws.Select(d => Convert.ToHexString(BufferData.Generate(d.Of(Case(Normal)).Buffers[0]))));
    }

    // Two cases are only comparable where they start from the same values.
    [Fact]
    public void Buffers_of_one_seed_are_drawn_alike_in_every_case() =>
        Assert.Equal(
            new InputDraw(1).Of(Case(Normal)).Buffers[0].Seed,
            new InputDraw(1).Of(Case(Normal) with { Name = "b" }).Buffers[0].Seed
        );

    [Theory]
    [InlineData(FillKind.Normal, null, 2)]
    [InlineData(FillKind.Index, null, 1)]
    [InlineData(FillKind.Constant, null, 1)]
    [InlineData(FillKind.Normal, "expected.bin", 1)]
    internal void A_case_whose_inputs_are_not_drawn_or_whose_expected_outputs_are_in_a_file_has_one_draw(
        FillKind fill,
        string? file,
        int draws
    ) => Assert.Equal(draws, InputDraw.CountOf(Case(new(fill, 0, 1), file)));

    private static readonly Dictionary<(FillSpec, string?), BenchmarkCase> Made = [];

    private static BenchmarkCase Case(FillSpec fill, string? file = null)
    {
        lock (Made)
        {
            if (!Made.TryGetValue((fill, file), out var made))
            {
                Made[(fill, file)] = made = new()
                {
                    Name = "a",
                    Benchmark = "a",
                    DeclaredAt = new SourceLocation("a.bench.json", 1, 1),
                    Source = "a.cu",
                    Defines = "",
                    Buffers = [new("x", ElementType.F32, 100, fill, 5)],
                    Launches = [],
                    Check = new(null, null, file, []),
                };
            }

            return made;
        }
    }
}
