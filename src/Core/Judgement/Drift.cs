namespace PerfGate.Core.Judgement;

/// <summary>
/// How far the machine moved between reference and candidate, read off cases whose machine code did not change.
/// </summary>
/// <param name="Ratio">Median ratio of the controls, above 1 is slower now.</param>
/// <param name="Controls">How many unchanged cases and canaries it was read off.</param>
/// <param name="Void">Whether it is so large that the baseline comparison does not count.</param>
/// <param name="Explanation">How far the machine moved, in one sentence or two.</param>
public sealed record Drift(double Ratio, int Controls, bool Void, string Explanation);
