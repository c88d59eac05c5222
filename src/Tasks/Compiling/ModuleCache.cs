using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Decides by content whether a compiled module still stands. Times of files do not enter: a checkout sets them anew.
/// </summary>
internal sealed class ModuleCache(string directory, SourcePaths paths)
{
    private string StatePath => Path.Combine(directory, "state.json");

    /// <summary>The functions of the module in the cache, or null where it must be compiled.</summary>
    /// <param name="key">What it would be compiled with now.</param>
    /// <param name="binary">Its binary.</param>
    public ImmutableArray<CompiledKernel>? Find(string key, string binary)
    {
        try
        {
            if (!File.Exists(StatePath) || !File.Exists(binary))
                return null;
            var state = JsonSerializer.Deserialize(File.ReadAllText(StatePath), ModuleStateJson.Default.ModuleState);
            return state is not null && state.Key == key && state.BinaryHash == HashFile(binary)
                && state.Dependencies.All(d => File.Exists(paths.Absolute(d.Key)) && HashFile(paths.Absolute(d.Key)) == d.Value)
                ? state.Kernels
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // A state that cannot be read says nothing; compiling again always does.
            return null;
        }
    }

    /// <summary>Remembers a module that was just compiled.</summary>
    /// <param name="key">What it was compiled with.</param>
    /// <param name="binary">Its binary.</param>
    /// <param name="dependencies">The files that went into it.</param>
    /// <param name="kernels">The functions in it.</param>
    public void Store(string key, string binary, IEnumerable<string> dependencies, ImmutableArray<CompiledKernel> kernels)
    {
        var hashes = dependencies
            .Select(paths.Relative)
            .Distinct()
            .ToImmutableSortedDictionary(d => d, d => HashFile(paths.Absolute(d)), StringComparer.Ordinal);
        var state = new ModuleState(key, hashes, HashFile(binary), kernels);
        AtomicFile.Write(StatePath, JsonSerializer.SerializeToUtf8Bytes(state, ModuleStateJson.Default.ModuleState));
    }

    /// <summary>Forgets the module, so that nothing half-compiled can be taken for it.</summary>
    public void Forget() => File.Delete(StatePath);

    private static string HashFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
