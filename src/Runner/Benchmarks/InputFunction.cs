using System.Collections.Immutable;
using System.Globalization;

namespace PerfGate.Runner.Benchmarks;

/// <summary>
/// A host function that fills buffers: what no other fill makes, such as the rows and columns of a sparse matrix, which
/// belong together.
/// </summary>
internal sealed class InputFunction : IEquatable<InputFunction>
{
    private readonly string _text;

    /// <summary>Describes one of the buffers that a call fills.</summary>
    /// <param name="call">The function and its arguments.</param>
    /// <param name="root">The root of the tree whose function it is, absolute.</param>
    /// <param name="buffers">
    /// The buffers that it is given, as they are before the call: what it fills is poisoned, the others hold their own
    /// fills.
    /// </param>
    /// <param name="output">The buffer that is described.</param>
    public InputFunction(ExpectedFunction call, string root, ImmutableArray<BufferSpec> buffers, string output)
    {
        (Call, Root, Buffers, Output) = (call, root, buffers, output);
        CallText = string.Join(
            '|',
            call.Arguments.Select(a =>
                    a.Buffer is { } name
                        ? $"{IndexOf(buffers, name)} {Describe(buffers.Single(b => b.Name == name))}"
                        : string.Create(CultureInfo.InvariantCulture, $"{a.Type} {a.Value:R}")
                )
                .Prepend($"{call.Name} {call.Digest}")
        );
        _text = $"{CallText} -> {IndexOf(buffers, output)}";
    }

    /// <summary>The function and its arguments.</summary>
    public ExpectedFunction Call { get; }

    /// <summary>The root of the tree whose function it is, absolute.</summary>
    public string Root { get; }

    /// <summary>The buffers that it is given, as they are before the call.</summary>
    public ImmutableArray<BufferSpec> Buffers { get; }

    /// <summary>The buffer that is described.</summary>
    public string Output { get; }

    /// <summary>What decides the result of the call, as text; the same for all buffers that it fills.</summary>
    public string CallText { get; }

    /// <summary>
    /// Where <see cref="Output"/> is among <see cref="Buffers"/>: another call of the same text may name it otherwise.
    /// </summary>
    public int OutputIndex => IndexOf(Buffers, Output);

    /// <summary>Whether another seed changes what it fills buffers with.</summary>
    public bool IsRandom => Buffers.Any(b => b.Fill.IsRandom);

    /// <summary>This call with other seeds.</summary>
    /// <param name="reseed">Gives a buffer its seed.</param>
    public InputFunction Reseeded(Func<BufferSpec, BufferSpec> reseed) =>
        new(Call, Root, [.. Buffers.Select(reseed)], Output);

    /// <inheritdoc/>
    public bool Equals(InputFunction? other) => other?._text == _text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InputFunction);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>What decides the buffer's bytes, as text.</summary>
    public override string ToString() => _text;

    private static int IndexOf(ImmutableArray<BufferSpec> buffers, string name) =>
        buffers.Select(b => b.Name).ToList().IndexOf(name);

    private static string Describe(BufferSpec buffer) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{buffer.Type} {buffer.Count} {buffer.Fill.Kind} {buffer.Fill.A:R} {buffer.Fill.B:R} "
                + $"{(buffer.Fill.IsRandom ? buffer.Seed : 0)}{buffer.Fill.Detail}"
        );
}
