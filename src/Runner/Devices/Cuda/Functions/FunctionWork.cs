using PerfGate.Core.Text;
using PerfGate.Runner.Devices.Cuda.Cupti;

namespace PerfGate.Runner.Devices.Cuda.Functions;

/// <summary>What a call does on the GPU, counted.</summary>
/// <param name="Kernels">Kernels.</param>
/// <param name="Copies">Copies of memory.</param>
/// <param name="Memsets">Fills of memory.</param>
internal readonly record struct FunctionWork(int Kernels, int Copies, int Memsets)
{
    /// <summary>How many records CUPTI makes of it.</summary>
    public int Records => Kernels + Copies + Memsets;

    /// <summary>Counts records.</summary>
    public static FunctionWork Of(IEnumerable<KernelRecord> records)
    {
        var work = new FunctionWork();
        foreach (var record in records)
        {
            work = record.Kind switch
            {
                KernelRecord.CopyKind => work with { Copies = work.Copies + 1 },
                KernelRecord.MemsetKind => work with { Memsets = work.Memsets + 1 },
                _ => work with { Kernels = work.Kernels + 1 },
            };
        }

        return work;
    }

    /// <summary>What is left of it without a part.</summary>
    public FunctionWork Without(FunctionWork part) =>
        new(Kernels - part.Kernels, Copies - part.Copies, Memsets - part.Memsets);

    public override string ToString() =>
        $"{Numbers.Things(Kernels, "kernel")}, {(Copies == 1 ? "1 copy" : $"{Copies:N0} copies")} and "
            + Numbers.Things(Memsets, "memset");
}

/// <summary>What was counted in the rehearsal of a sequence of functions.</summary>
/// <param name="Call">What one run of them does.</param>
/// <param name="Resets">What brings about the state before it.</param>
/// <param name="Flush">What a flush of the cache does.</param>
internal sealed record RehearsedWork(FunctionWork Call, FunctionWork Resets, FunctionWork Flush);
