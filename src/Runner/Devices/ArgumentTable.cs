using System.Collections.Immutable;

namespace PerfGate.Runner.Devices;

/// <summary>
/// Lays arguments out as kernels are given them: a table of pointers, each at the bytes of one argument.
/// </summary>
internal static unsafe class ArgumentTable
{
    // What any parameter may be aligned to.
    private const int Alignment = 16;

    /// <summary>How much memory the table and its values take, bytes.</summary>
    public static int BytesOf(ImmutableArray<KernelArgument> arguments) =>
        Up(arguments.Length * sizeof(void*)) + arguments.Sum(a => Up(a.Size));

    /// <summary>Writes the table.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="address">The address of a buffer.</param>
    /// <param name="memory"><see cref="BytesOf"/> bytes.</param>
    public static void Write(ImmutableArray<KernelArgument> arguments, Func<IDeviceBuffer, ulong> address, byte* memory)
    {
        var table = (void**)memory;
        var at = memory + Up(arguments.Length * sizeof(void*));
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i].Write(new(at, arguments[i].Size), address);
            table[i] = at;
            at += Up(arguments[i].Size);
        }
    }

    /// <summary>
    /// Why arguments do not fit a kernel's parameters, in words; null if they do. Whatever copies them reads as many
    /// bytes as the parameters have: one too few is a wild read.
    /// </summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="sizes">The sizes of the parameters, bytes.</param>
    public static string? Fault(ImmutableArray<KernelArgument> arguments, IReadOnlyList<int> sizes)
    {
        if (sizes.Count != arguments.Length)
            return $"it has {sizes.Count} parameters, and {arguments.Length} arguments are given";
        for (var i = 0; i < sizes.Count; i++)
        {
            if (arguments[i].Size != sizes[i])
                return $"its parameter {i + 1} takes {sizes[i]} bytes, and the argument has {arguments[i].Size}";
        }

        return null;
    }

    private static int Up(int bytes) => (bytes + Alignment - 1) / Alignment * Alignment;
}
