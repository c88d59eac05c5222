using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>By which bounds a branch is checked.</summary>
public sealed class BaseBoundsTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 1, 15);

    private readonly ManifestFolder _made = new();

    public void Dispose() => _made.Dispose();

    [Fact]
    public void Bounds_that_are_as_strict_as_the_bases_stay_as_they_are() => Assert.Empty(Bounds(d => d));

    [Fact]
    public void Of_two_bounds_the_stricter_counts_whoever_states_it()
    {
        Assert.Equal(
            [new OutputTolerance("y", 1e-7, 0.5)],
            Bounds(d => d with { Outputs = [new("y", 1e-7, 0.5)] }).Single().Value
        );
        Assert.Empty(Bounds(d => d with { Outputs = [new("y", 1e-3)] }));
    }

    [Fact]
    public void An_output_that_only_the_base_compares_is_compared_where_something_computes_it()
    {
        Assert.Contains(
            new OutputTolerance("x", 1e-6, null),
            Bounds(d => d with { Outputs = [.. d.Outputs, new("x", 1e-6)] }).Single().Value
        );
        Assert.Empty(Bounds(d => d with { Outputs = [.. d.Outputs, new("gone", 1e-6)] }));
        Assert.Empty(
            Bounds(d =>
                d with
                {
                    Outputs = [.. d.Outputs, new("x", 1e-6)],
                    Buffers = d.Buffers.SetItem(0, d.Buffers[0] with { Count = 1 }),
                }
            )
        );
    }

    [Fact]
    public void An_output_that_only_the_base_compares_is_compared_whatever_type_the_others_have()
    {
        _made.Change("\"name\": \"x\", \"type\": \"f32\"", "\"name\": \"x\", \"type\": \"f16\"");

        Assert.Contains(
            new OutputTolerance("x", 1e-6, null),
            Bounds(d => d with { Outputs = [.. d.Outputs, new("x", 1e-6)] }).Single().Value
        );
    }

    [Fact]
    public void An_accepted_change_is_checked_by_its_own_bounds() =>
        Assert.Empty(
            Bounds(
                d => d with { Outputs = [new("y", 1e-7)] },
                new() { AcceptedCheckEdits = [new("softmax/*", "we mean it", Today)] }
            )
        );

    [Fact]
    public void A_suite_takes_the_bounds_on()
    {
        var suite = _made.Load();
        var bounded = suite.WithBounds(
            ImmutableDictionary<string, ImmutableArray<OutputTolerance>>.Empty.Add(
                "softmax/N=256",
                [new("y", 1e-9, null)]
            )
        );

        Assert.Equal([1e-9, 1e-5], bounded.Cases.Select(c => c.Check.Outputs.Single().Relative!.Value));
    }

    // What the base declares of the first of the two cases.
    private ImmutableDictionary<string, ImmutableArray<OutputTolerance>> Bounds(
        Func<CaseDeclaration, CaseDeclaration> theirs,
        GatePolicy? policy = null
    )
    {
        var cases = _made.Load().Cases;
        return BaseBounds.Of(
            cases,
            name => name == "softmax/N=256" ? theirs(CaseDeclarations.Of(cases[0], _made.Root)) : null,
            policy ?? new(),
            Today
        );
    }

    [Fact]
    public void An_output_whose_buffer_the_base_does_not_declare_is_not_compared() =>
        Assert.Empty(
            Bounds(d => d with { Outputs = [.. d.Outputs, new("x", 1e-6)], Buffers = d.Buffers.RemoveAt(0) }));

    [Fact]
    public void An_output_that_nothing_computes_is_not_compared()
    {
        _made.Change(
            """ "arguments": ["x", "y", { "i32": "M" }""", """ "arguments": ["y", { "i32": "M" }""");

        Assert.Empty(Bounds(d => d with { Outputs = [.. d.Outputs, new("x", 1e-6)] }));
    }

    [Fact]
    public void Of_two_outputs_each_is_bounded_once()
    {
        _made.Change(
            """ "y": { "relative": 1e-5 }""", """ "x": { "relative": 1e-5 }, "y": { "relative": 1e-5 }""");

        Assert.Equal(
            [new OutputTolerance("x", 1e-5, null), new("y", 1e-7, null)],
            Bounds(d => d with { Outputs = [new("x", 1e-3), new("y", 1e-7)] }).Single().Value);
    }
}
