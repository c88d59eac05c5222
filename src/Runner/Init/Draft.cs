using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Kernels.Outlines;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Init;

/// <summary>A benchmark as it is first guessed from a kernel's source.</summary>
/// <param name="Kernel">The kernel.</param>
internal sealed record Draft(KernelOutline Kernel)
{
    /// <summary>Its axes, in order.</summary>
    public ImmutableArray<DraftAxis> Axes { get; init; } = [];

    /// <summary>Its constants: name, value, and value on the host device.</summary>
    public ImmutableArray<DraftConstant> Constants { get; init; } = [];

    /// <summary>Its buffers, in the order of the parameters.</summary>
    public ImmutableArray<DraftBuffer> Buffers { get; init; } = [];

    /// <summary>The arguments of the launch, as JSON.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The arguments of the function of expected outputs, as JSON.</summary>
    public ImmutableArray<string> ExpectedArguments { get; init; } = [];

    /// <summary>The parameters of that function, as C++.</summary>
    public ImmutableArray<string> ExpectedParameters { get; init; } = [];

    /// <summary>Blocks per dimension, as expressions.</summary>
    public ImmutableArray<string> Grid { get; init; } = [];

    /// <summary>Threads of a block per dimension, as expressions.</summary>
    public ImmutableArray<string> Block { get; init; } = [];

    /// <summary>Dynamic shared memory, an expression in bytes; null for none.</summary>
    public string? SharedMemory { get; init; }

    /// <summary>What was guessed without much reason, one sentence each: the author looks at these.</summary>
    public ImmutableArray<string> Guesses { get; init; } = [];

    /// <summary>The name of the function of expected outputs.</summary>
    public string Function => $"{Kernel.Name}_expected";

    /// <summary>The buffers that the kernel writes.</summary>
    public IEnumerable<DraftBuffer> Outputs => Buffers.Where(b => b.Output);
}

/// <summary>An axis.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values.</param>
/// <param name="HostValues">Its values on the host device.</param>
internal sealed record DraftAxis(string Name, ImmutableArray<int> Values, ImmutableArray<int> HostValues);

/// <summary>A constant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="HostValue">Its value on the host device.</param>
internal sealed record DraftConstant(string Name, int Value, int HostValue);

/// <summary>A buffer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Count">Its number of elements, as an expression.</param>
/// <param name="Fill">Its fill, as JSON; null for the manifest's default.</param>
/// <param name="Output">Whether the kernel writes it.</param>
/// <param name="Loose">Whether the order of its sums is not fixed, so that results differ a little.</param>
internal sealed record DraftBuffer(string Name, ElementType Type, string Count, string? Fill, bool Output, bool Loose)
{
    /// <summary>How close it must be to what is expected, as JSON.</summary>
    public string Bound =>
        !Type.IsFloatingPoint()
            ? """{ "absolute": 0 }"""
            : string.Create(CultureInfo.InvariantCulture, $$"""{ "relative": {{Relative}} }""");

    private string Relative =>
        Type switch
        {
            ElementType.F16 => "2e-3",
            ElementType.BF16 => "2e-2",
            ElementType.F64 => "1e-12",
            ElementType.F32 => Loose ? "1e-4" : "1e-5",
            ElementType.I8 or ElementType.U8 or ElementType.I16 or ElementType.U16 => "0",
            ElementType.I32 or ElementType.U32 or ElementType.I64 or ElementType.U64 => "0",
        };

    /// <summary>As the manifest declares it.</summary>
    public string Json =>
        $"{{ \"name\": \"{Name}\", \"type\": \"{Type.Name()}\", \"count\": {Expression(Count)}"
        + $"{(Fill is null ? "" : $", \"fill\": {Fill}")} }}";

    /// <summary>An expression as JSON: numbers as such.</summary>
    public static string Expression(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text : $"\"{text}\"";
}
