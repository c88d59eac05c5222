using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Decides whether a compiled module is still valid: by the content of what was read, and by what was not found.
/// Times of sources do not count, because a checkout sets them anew.
/// </summary>
internal sealed class ModuleCache(string directory, SourcePaths paths, FileFacts facts)
{
    private string StatePath => Path.Combine(directory, "state.json");

    /// <summary>The functions of the module in the cache, or null if it must be compiled.</summary>
    /// <param name="key">What it would be compiled with now.</param>
    /// <param name="binary">Its binary.</param>
    /// <param name="untraceable">
    /// Why a module with this key is compiled in each build; null if it need not be.
    /// </param>
    public ImmutableArray<CompiledKernel>? Find(string key, string binary, out string? untraceable)
    {
        untraceable = null;
        try
        {
            if (!File.Exists(StatePath) || !File.Exists(binary))
                return null;
            var state = JsonSerializer.Deserialize(
                InputFile.Bytes(StatePath, FileLimit.Note),
                ModuleStateJson.Default.ModuleState
            );
            untraceable = state?.Key == key ? state.Inputs.Untraceable : null;
            return
                state is not null
                && state.Key == key
                && state.BinaryHash == FileDigest.Of(binary)
                && state.Inputs.Stand(facts, paths)
                ? state.Kernels
                : null;
        }
        catch (Exception e) when (e is PerfGateException || ForeignFault.Is(e))
        {
            // A state that cannot be read says nothing; compiling again always does.
            return null;
        }
    }

    /// <summary>Remembers a module that was just compiled.</summary>
    /// <param name="key">What it was compiled with.</param>
    /// <param name="binary">Its binary.</param>
    /// <param name="inputs">What went into it.</param>
    /// <param name="kernels">The functions in it.</param>
    public void Store(string key, string binary, ModuleInputs inputs, ImmutableArray<CompiledKernel> kernels) =>
        AtomicFile.Write(
            StatePath,
            JsonSerializer.SerializeToUtf8Bytes(
                new(key, inputs, FileDigest.Of(binary), kernels),
                ModuleStateJson.Default.ModuleState
            )
        );

    /// <summary>Forgets the module, so that nothing half-compiled can be taken for it.</summary>
    public void Forget() => File.Delete(StatePath);
}
