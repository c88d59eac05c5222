using PerfGate.Core.Diagnostics;

namespace PerfGate.Fuzz;

/// <summary>A reader, and what follows once it has accepted an input.</summary>
/// <param name="Name">Its name on the command line and in the table.</param>
/// <param name="Weight">Its share of the inputs. Quick readers get more of them.</param>
/// <param name="Seeds">Good inputs to begin with.</param>
/// <param name="Mutate">Makes an input out of good ones.</param>
/// <param name="Read">
/// Reads an input and carries on with what was read. A refusal is a <see cref="PerfGateException"/>; whatever else it
/// throws is a crash.
/// </param>
internal sealed record FuzzTarget(
    string Name, int Weight, IReadOnlyList<byte[]> Seeds, Func<Pool, Random, byte[]> Mutate, Action<byte[]> Read);

/// <summary>The good inputs of a target: its seeds, and some of what it accepted.</summary>
/// <param name="seeds">The seeds.</param>
internal sealed class Pool(IEnumerable<byte[]> seeds)
{
    private const int Most = 200;
    private const int LargestKept = 1 << 16;

    private readonly List<byte[]> _inputs = [.. seeds];

    /// <summary>Picks one.</summary>
    /// <param name="random">Picks it.</param>
    public byte[] Any(Random random) => _inputs[random.Next(_inputs.Count)];

    /// <summary>Adds an input that was accepted, in the place of another one once there are many.</summary>
    /// <param name="input">The input.</param>
    /// <param name="random">Picks the place.</param>
    public void Add(byte[] input, Random random)
    {
        if (input.Length > LargestKept)
            return;
        if (_inputs.Count < Most)
            _inputs.Add(input);
        else
            _inputs[random.Next(_inputs.Count)] = input;
    }
}
