using System.Collections.Immutable;

namespace PerfGate.Core.Kernels.Outlines;

/// <summary>
/// What the text of a kernel tells of how it is launched and what it works on: a first guess for a manifest, which its
/// author corrects.
/// </summary>
/// <param name="Name">Its unqualified name.</param>
/// <param name="Line">The line of <c>__global__</c>, counted from 1.</param>
/// <param name="IsTemplate">Whether it is a template.</param>
public sealed record KernelOutline(string Name, int Line, bool IsTemplate)
{
    /// <summary>The file that defines it, absolute; empty if only its text was read.</summary>
    public string Path { get; init; } = "";

    /// <summary>
    /// The arguments of the instance of the template that this outline is of, such as <c>&lt;float, 4&gt;</c>; empty
    /// for a kernel that is no template, and where no source says what the arguments are.
    /// </summary>
    public string Instance { get; init; } = "";

    /// <summary>Whether a source names that instance, so that it is not a guess.</summary>
    public bool IsLaunchedInstance { get; init; }

    /// <summary>Its parameters, in order.</summary>
    public ImmutableArray<OutlineParameter> Parameters { get; init; } = [];

    /// <summary>The dimensions of its grid that it uses: x, y and z, as far as it does.</summary>
    public ImmutableArray<OutlineDimension> Grid { get; init; } = [];

    /// <summary>The element type of its dynamic shared memory, as written; null if it has none.</summary>
    public string? SharedType { get; init; }
}

/// <summary>A parameter of a kernel.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as written, without <c>const</c>, <c>*</c> and <c>__restrict__</c>.</param>
/// <param name="IsPointer">Whether it is a pointer.</param>
/// <param name="IsConst">Whether it is a pointer to const.</param>
public sealed record OutlineParameter(string Name, string Type, bool IsPointer, bool IsConst)
{
    /// <summary>Whether it is a pointer to pointers.</summary>
    public bool IsTable { get; init; }

    /// <summary>Whether elements are read.</summary>
    public bool IsRead { get; init; }

    /// <summary>
    /// Whether elements are read before any is written, in the order of the text: it is an input, updated in place
    /// perhaps.
    /// </summary>
    public bool IsReadFirst { get; init; }

    /// <summary>Whether elements are written.</summary>
    public bool IsWritten { get; init; }

    /// <summary>Whether elements are added to, by atomic functions.</summary>
    public bool IsAccumulated { get; init; }

    /// <summary>Whether its elements are indices of another array.</summary>
    public bool IsIndex { get; init; }

    /// <summary>What the elements that it has follow from; null if no access was understood.</summary>
    public Extent? Extent { get; init; }
}

/// <summary>A number of elements, as a product.</summary>
/// <param name="Sizes">Names of parameters that are factors, in the order of the parameters.</param>
/// <param name="Blocks">Dimensions (<c>x</c>, <c>y</c>, <c>z</c>) whose number of blocks is a factor.</param>
/// <param name="Threads">Dimensions whose number of threads in the whole grid is a factor.</param>
public sealed record Extent(ImmutableArray<string> Sizes, ImmutableArray<string> Blocks, ImmutableArray<string> Threads)
{
    /// <summary>One element.</summary>
    public static Extent One { get; } = new([], [], []);

    /// <summary>Whether it is one element.</summary>
    public bool IsOne => Sizes.IsEmpty && Blocks.IsEmpty && Threads.IsEmpty;
}

/// <summary>A dimension of the grid.</summary>
/// <param name="Name"><c>x</c>, <c>y</c> or <c>z</c>.</param>
/// <param name="Sizes">Names of parameters whose product is what it covers; empty if nothing bounds it.</param>
/// <param name="PerThread">Whether threads cover it, rather than blocks.</param>
/// <param name="Tile">How many of it a block covers, as a number in the source; null for the size of the block.</param>
public sealed record OutlineDimension(string Name, ImmutableArray<string> Sizes, bool PerThread, int? Tile);
