using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels;

/// <summary>
/// Builds a delay into the kernels of a source: each gets one more parameter, and its last block first waits for so
/// many cycles of the device's clock. Every line keeps its number.
/// </summary>
/// <remarks>
/// The delay is an argument and no constant, so that a slow kernel and the one that it is compared with have the same
/// machine code: nothing but the delay differs between them.
/// </remarks>
public static class DelayedKernels
{
    private const string Parameter = "perfgate_delay";

    // The parameter has a default, so that code which launches the kernel itself still compiles.
    private const string Declared = $"long long {Parameter} = 0";

    private const string LastBlock =
        "blockIdx.x == gridDim.x - 1 && blockIdx.y == gridDim.y - 1 && blockIdx.z == gridDim.z - 1";

    private const string Wait =
        $"{{ const long long perfgate_begin = clock64(); while (clock64() - perfgate_begin < {Parameter}) {{ }} }}";

    /// <summary>Builds the delay in.</summary>
    /// <param name="text">The text of the source.</param>
    /// <param name="device">The device that it is compiled for.</param>
    /// <returns>The source, and the names of the kernels that have a delay; none where nothing was changed.</returns>
    public static DelayedSource Plant(string text, DeviceKind device)
    {
        ImmutableArray<Token> tokens = [.. Lexer.Read(text).Where(t => t.Kind != TokenKind.Directive)];
        var edits = new TextEdits(text);
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var head in KernelSourceScanner.Heads(tokens))
        {
            var parameters = Brackets.Items(tokens, head.Open, head.Close);
            // Behind the parameters that stand for any number of arguments there can be no other one.
            if (parameters is [.., var last] && last.Count(t => t.Is(".")) >= 3)
                continue;
            var (from, to) = (tokens[head.Open].End, tokens[head.Close].Start);
            edits.Replace(
                parameters.Count == 0 ? from : to,
                to,
                parameters.Count == 0 ? Declared : $", {Declared}"
            );
            var body = tokens[head.Close + 1].End;
            edits.Replace(body, body, $" if ({Parameter} > 0 && {Waiting(device)}) {Wait}");
            names.Add(tokens[head.Name].Text);
        }

        return new(edits.Apply(), names.ToImmutable());
    }

    // On a GPU the threads of a block wait at the same time, and warps stay together. On the host device one thread
    // after the other would.
    private static string Waiting(DeviceKind device) =>
        device.RunsOnProcessor
            ? $"{LastBlock} && threadIdx.x == 0 && threadIdx.y == 0 && threadIdx.z == 0"
            : LastBlock;
}

/// <summary>A source with delays.</summary>
/// <param name="Text">The source.</param>
/// <param name="Kernels">The unqualified names of the kernels that have a delay.</param>
public sealed record DelayedSource(string Text, ImmutableArray<string> Kernels);
