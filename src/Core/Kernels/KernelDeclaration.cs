using System.Collections.Immutable;

namespace PerfGate.Core.Kernels;

/// <summary>A <c>__global__</c> function that a source defines.</summary>
/// <param name="Name">Its unqualified name, as manifests use it.</param>
/// <param name="Line">The line of <c>__global__</c>, counted from 1.</param>
/// <param name="ParameterCount">How many parameters it takes.</param>
/// <param name="Namespace">
/// The namespaces around it, joined by <c>::</c>; empty for the global one, <c>(anonymous)</c> for one without a name.
/// </param>
/// <param name="IsTemplate">Whether it is a template, which has no symbol until it is instantiated.</param>
/// <param name="IsExternC">Whether it has C linkage, so that its symbol is its name.</param>
public sealed record KernelDeclaration(
    string Name, int Line, int ParameterCount, string Namespace = "", bool IsTemplate = false, bool IsExternC = false)
{
    /// <summary>The file that defines it, absolute; empty if only its text was read.</summary>
    public string Path { get; init; } = "";

    /// <summary>
    /// Per parameter whether the kernel may write through it: false if it is declared as a pointer or a reference to
    /// const, true elsewhere, also where the text does not say (an alias of a pointer type, a class).
    /// </summary>
    public ImmutableArray<bool> MayWrite { get; init; } = [];

    /// <summary>The parameters, in order.</summary>
    public ImmutableArray<KernelParameter> Parameters { get; init; } = [];

    /// <summary>Whether its last parameter stands for any number of arguments.</summary>
    public bool IsVariadic => Parameters is [.., var last] && last.Text.Contains(". . .", StringComparison.Ordinal);
}

/// <summary>A parameter of a kernel, as far as the text of the source tells.</summary>
/// <param name="Text">Its text, such as <c>const float * x</c>.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Bytes">Size of a number; 0 for anything else.</param>
public sealed record KernelParameter(string Text, ParameterKind Kind, int Bytes = 0);

/// <summary>What a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>The text does not say: an alias, a class, a template's parameter.</summary>
    Unknown,

    /// <summary>An address.</summary>
    Address,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A floating-point number.</summary>
    Real,
}

/// <summary>An array of dynamic shared memory, declared as <c>extern __shared__ TYPE NAME[];</c>.</summary>
/// <param name="Type">The element type as written, without alignment attributes.</param>
/// <param name="Name">The array's name.</param>
/// <param name="Namespace">The namespaces around it, joined by <c>::</c>; empty for the global one.</param>
/// <param name="Line">The line of <c>__shared__</c>, counted from 1.</param>
public sealed record DynamicSharedArray(string Type, string Name, string Namespace, int Line)
{
    /// <summary>The bounds behind the empty one, such as <c>[32]</c>; empty for none.</summary>
    public string Bounds { get; init; } = "";

    /// <summary>Whether a function declares it.</summary>
    public bool IsLocal { get; init; }
}

/// <summary>A <c>__constant__</c> variable that a source defines.</summary>
/// <param name="Name">Its unqualified name.</param>
/// <param name="Namespace">The namespaces around it, joined by <c>::</c>; empty for the global one.</param>
/// <param name="Line">The line of <c>__constant__</c>, counted from 1.</param>
/// <param name="IsInitialised">Whether it states an initial value.</param>
public sealed record ConstantDeclaration(string Name, string Namespace, int Line, bool IsInitialised);
