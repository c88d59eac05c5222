namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>One coordinate of a case.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Value">Its value there.</param>
internal readonly record struct AxisValue(string Axis, double Value)
{
    public override string ToString() => $"{Axis}={PointEvaluator.Text(Value)}";
}
