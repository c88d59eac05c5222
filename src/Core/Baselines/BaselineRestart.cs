namespace PerfGate.Core.Baselines;

/// <summary>A baseline was begun anew on purpose: earlier measurements and anchors were dropped.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Reason">Why, in the words of the person who did it.</param>
public sealed record BaselineRestart(DateTimeOffset At, string Reason);
