namespace PerfGate.Core.Files.Schemas;

/// <summary>The first place at which a text does not fit its schema.</summary>
/// <param name="Field">The field, such as <c>cases[3].runs[0].samples[40]</c>.</param>
/// <param name="Why">What is wrong with it, a sentence.</param>
/// <param name="Offset">Where it is, bytes from the start of the text.</param>
internal sealed record Misfit(string Field, string Why, long Offset);
