using System.Collections.Immutable;

namespace PerfGate.Runner.References.Bases;

/// <summary>Compiles the kernels of an exported tree.</summary>
internal interface IBaseCompiler
{
    /// <summary>Compiles some cases.</summary>
    /// <param name="root">The root of the project in the exported tree, absolute.</param>
    /// <param name="manifests">Its manifests, absolute.</param>
    /// <param name="cases">The cases to compile, by name; those that the tree does not have are left out.</param>
    /// <param name="output">Where to write plan, modules and <c>kernels.json</c>, absolute.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<CompiledBase> CompileAsync(
        string root,
        ImmutableArray<string> manifests,
        ImmutableArray<string> cases,
        string output,
        CancellationToken cancellation
    );
}
