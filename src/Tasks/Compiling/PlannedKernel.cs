using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>A kernel that a plan asks for, and where it is.</summary>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="Declared">Its declaration; null if a macro makes it, so that no scan sees it.</param>
/// <param name="Path">The file that defines it, absolute; of one that a macro makes, the first that names it.</param>
/// <param name="Line">The line there, counted from 1.</param>
internal sealed record PlannedKernel(KernelName Name, KernelDeclaration? Declared, string Path, int Line)
{
    /// <summary>Where a manifest names it, absolute; null if the plan does not say.</summary>
    public SourceLocation? NamedAt { get; init; }

    /// <summary>Whether the source has several kernels that the name may mean.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>Finds a kernel.</summary>
    /// <param name="written">Its name in the manifest.</param>
    /// <param name="tree">The source and its includes.</param>
    /// <returns>The kernel; null if the source does not define it.</returns>
    public static PlannedKernel? Find(string written, SourceTree tree)
    {
        var name = KernelName.Parse(written);
        var fitting = tree.Kernels.Where(name.Fits).ToList();
        if (fitting.Count > 0)
        {
            var parameters = fitting.Select(k => string.Join(',', k.Parameters.Select(p => p.Text))).Distinct().Count();
            return new(name, fitting[0], fitting[0].Path, fitting[0].Line)
            {
                IsAmbiguous = name.Parameters is null && parameters > 1,
            };
        }

        if (!tree.MayDefine(name.Name))
            return null;
        var (path, line) = tree.FirstMention(name.Name) ?? (tree.Files[0].Path, 1);
        return new(name, null, path, line);
    }
}
