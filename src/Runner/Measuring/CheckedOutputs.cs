using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// What was found of a case's outputs. The same bytes need no second comparison, in this process or in the next one of
/// the measurement.
/// </summary>
/// <param name="Digests">The digest of each output's bytes (<see cref="Devices.IDevice.Digest"/>).</param>
/// <param name="Checks">One per output.</param>
internal sealed record CheckedOutputs(ImmutableArray<UInt128> Digests, ImmutableArray<OutputCheck> Checks)
{
    /// <summary>Which draw of the inputs gives them (<see cref="Benchmarks.Data.InputDraw.Number"/>).</summary>
    public int Draw { get; init; }

    /// <summary>The first output that is not right; null if all are.</summary>
    [JsonIgnore]
    public OutputCheck? Wrong => Checks.FirstOrDefault(c => !c.Passed);
}
