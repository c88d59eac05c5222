using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>
/// The machine code of what was measured, out of the modules that the process loaded. Equal hashes mean the same code
/// in the same launches.
/// </summary>
/// <param name="Hash">
/// SHA-256 over the code of the kernels in the samples and what each sample launched; null if a kernel's code was
/// not among the modules, so that nothing can be said.
/// </param>
/// <param name="Kernels">The kernels whose code is known.</param>
internal sealed record ObservedCode(string? Hash, ImmutableArray<LaunchedKernel> Kernels)
{
    private const int LongestName = 200;

    /// <summary>Where nothing is known: wall time.</summary>
    public static ObservedCode Unknown { get; } = new(null, []);

    /// <summary>Reads the modules.</summary>
    /// <param name="processes">The processes of one execution.</param>
    /// <param name="samples">What they gave.</param>
    /// <param name="folder">The folder with the modules' images.</param>
    public static ObservedCode Of(ImmutableArray<ObservedProcess> processes, ObservedSamples samples, string folder)
    {
        var hashes = samples.Measured.ToDictionary(
            n => n.Symbol,
            _ => new SortedSet<string>(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        var complete = true;
        foreach (var module in processes.SelectMany(p => p.Modules).Distinct())
            complete &= module.IsKept && Add(Path.Combine(folder, module.Name + ".cubin"), hashes);
        var known = complete && hashes.Values.All(h => h.Count > 0);
        return new(
            known ? HashOf(samples, hashes) : null,
            [
                .. samples
                    .Measured.Where(n => hashes[n.Symbol].Count > 0)
                    .Select(n => new LaunchedKernel(Short(n.Demangled), Joined(hashes[n.Symbol])))
                    .DistinctBy(k => k.Name),
            ]
        );
    }

    // A module that another process wrote may hold anything.
    private static bool Add(string path, Dictionary<string, SortedSet<string>> hashes)
    {
        try
        {
            var file = ElfObject.Read(File.ReadAllBytes(path));
            foreach (var symbol in file.Symbols.Where(s => s.Section != 0 && hashes.ContainsKey(s.Name)))
                hashes[symbol.Name].Add(KernelCodeHash.Compute(file, symbol.Name));
            return true;
        }
        catch (Exception e) when (e is ElfFormatException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string HashOf(ObservedSamples samples, Dictionary<string, SortedSet<string>> hashes)
    {
        var text = new StringBuilder("perfgate observed 1\n");
        foreach (var composition in samples.Compositions)
            text.Append(composition).Append("\n\n");
        foreach (var (symbol, code) in hashes.OrderBy(h => h.Key, StringComparer.Ordinal))
            text.Append(symbol).Append(' ').AppendJoin(' ', code).Append('\n');
        return Sha(text.ToString());
    }

    // One kernel may be there in several builds, as Triton makes them for several sizes.
    private static string Joined(SortedSet<string> code) => code.Count == 1 ? code.Min! : Sha(string.Join('\n', code));

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Short(string name) => name.Length <= LongestName ? name : name[..(LongestName - 3)] + "...";
}
