using System.Collections.Immutable;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Benchmarks;

/// <summary>Everything that a set of manifests asks for on one device.</summary>
/// <param name="Device">The device that the cases were resolved for.</param>
/// <param name="Cases">
/// The cases, in the order of the manifests; those that the device cannot run included, with the reason.
/// </param>
/// <param name="ExpectedOnly">
/// Cases that the filter left out and that a case of <paramref name="Cases"/> is checked against: to be run once, not
/// timed.
/// </param>
internal sealed record BenchmarkSuite(
    DeviceFacts Device, ImmutableArray<BenchmarkCase> Cases, ImmutableArray<BenchmarkCase> ExpectedOnly)
{
    /// <summary>The suite with other bounds for some cases.</summary>
    /// <param name="bounds">What is compared in their outputs, and how closely, by case.</param>
    public BenchmarkSuite WithBounds(IReadOnlyDictionary<string, ImmutableArray<OutputTolerance>> bounds)
    {
        return bounds.Count == 0
            ? this
            : this with
            {
                Cases = [.. Cases.Select(Bound)],
                ExpectedOnly = [.. ExpectedOnly.Select(Bound)],
            };

        BenchmarkCase Bound(BenchmarkCase benchmark) =>
            bounds.TryGetValue(benchmark.Name, out var outputs)
                ? benchmark with
                {
                    Check = benchmark.Check with { Outputs = outputs },
                }
                : benchmark;
    }

    /// <summary>Finds a case, one that only serves as a reference included.</summary>
    /// <param name="name">The case's name.</param>
    /// <returns>The case; null if there is no case of that name.</returns>
    public BenchmarkCase? Find(string name) =>
        Cases.FirstOrDefault(c => c.Name == name) ?? ExpectedOnly.FirstOrDefault(c => c.Name == name);

    /// <summary>Finds a case that must be there, because the caller read the same manifests.</summary>
    /// <param name="name">The case's name.</param>
    /// <exception cref="ArgumentException">There is no case of that name.</exception>
    public BenchmarkCase Require(string name) =>
        Find(name) ?? throw new ArgumentException($"the manifests declare no case {name}", nameof(name));
}
