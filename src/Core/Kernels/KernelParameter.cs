namespace PerfGate.Core.Kernels;

/// <summary>A parameter of a kernel, as far as the text of the source tells.</summary>
/// <param name="Text">Its text, such as <c>const float * x</c>.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Bytes">Size of a number; 0 for anything else.</param>
public sealed record KernelParameter(string Text, ParameterKind Kind, int Bytes = 0);

/// <summary>What a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>The text does not tell: an alias, a class, a template's parameter.</summary>
    Unknown,

    /// <summary>An address.</summary>
    Address,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A floating-point number.</summary>
    Real,
}
