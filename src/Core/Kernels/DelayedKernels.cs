using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels;

/// <summary>
/// Builds a delay into the kernels of a source: each gets one more parameter, and waits for so many cycles of the
/// device's clock. Every line keeps its number.
/// </summary>
/// <remarks>
/// The delay is an argument and no constant, so that a slow kernel and the one that it is compared with have the same
/// machine code: nothing but the delay differs between them.
/// On a GPU the block that ends last waits, so that the kernel ends later by the whole delay. A block that waited at
/// its beginning would leave its multiprocessor to the others meanwhile: attention on an H200 was not slower at all for
/// a tenth of its time. The blocks find out which of them is the last by a counter, which they count whether there is
/// a delay or not. With a negative delay they do not count.
/// </remarks>
public static class DelayedKernels
{
    private const string Parameter = "perfgate_delay";

    // The parameter has a default, so that code which launches the kernel itself still compiles.
    private const string Declared = $"long long {Parameter} = 0";

    // The thread that waits on a processor, where the threads of a block run one after the other.
    private const string OneThread =
        "blockIdx.x == gridDim.x - 1 && blockIdx.y == gridDim.y - 1 && blockIdx.z == gridDim.z - 1 "
        + "&& threadIdx.x == 0 && threadIdx.y == 0 && threadIdx.z == 0";

    private const string AtTheBeginning =
        $" if ({Parameter} > 0 && {OneThread}) "
        + $"{{ const long long perfgate_begin = clock64(); while (clock64() - perfgate_begin < {Parameter}) {{ }} }}";

    // A destructor runs at every return. atomicInc starts at 0 again after the last block, so that the next launch
    // counts anew.
    private const string AtTheEnd =
        " static __device__ unsigned perfgate_ended; const struct PerfGateEnd { long long cycles; unsigned* ended; "
        + "__device__ ~PerfGateEnd() { if (cycles < 0) return; __syncthreads(); "
        + "if (threadIdx.x + threadIdx.y + threadIdx.z != 0) return; "
        + "const unsigned last = gridDim.x * gridDim.y * gridDim.z - 1; "
        + "if (atomicInc(ended, last) != last) return; "
        + "const long long begin = clock64(); while (clock64() - begin < cycles) { } } } "
        + $"perfgate_end{{{Parameter}, &perfgate_ended}};";

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
            edits.Replace(body, body, device.RunsOnProcessor ? AtTheBeginning : AtTheEnd);
            names.Add(tokens[head.Name].Text);
        }

        return new(edits.Apply(), names.ToImmutable());
    }
}

/// <summary>A source with delays.</summary>
/// <param name="Text">The source.</param>
/// <param name="Kernels">The unqualified names of the kernels that have a delay.</param>
public sealed record DelayedSource(string Text, ImmutableArray<string> Kernels);
