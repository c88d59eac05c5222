namespace PerfGate.Core.Diagnostics;

// PG9150-PG9159: files that perfgate writes for a new user.
public static partial class DiagnosticCatalog
{
    /// <summary>PG9150: init would write a file that exists.</summary>
    public static Diagnostic InitWouldOverwrite(IEnumerable<string> files) =>
        Error(
            "PG9150",
            $"init would overwrite {Names(files)}, so it wrote nothing. Move or delete what is there, or add the "
                + "kernel to the manifest by hand."
        );

    private const string NoKernel =
        "neither it nor a file beside it that it includes defines a __global__ function that can be seen without a "
        + "compiler. Name the file that does, if there is one";

    /// <summary>PG9151: init found no kernel in a source that it can write a benchmark for.</summary>
    public static Diagnostic NothingToInit(string source, IEnumerable<string> reasons) =>
        Error(
            "PG9151",
            $"init can write no benchmark for this file: {string.Join("; ", reasons.DefaultIfEmpty(NoKernel))}. Write "
                + "the manifest by hand: docs/manifests.md.",
            new(source)
        );

    /// <summary>PG9152: workflows are for one project with kernels.</summary>
    public static Diagnostic NoOneKernelProject(string folder, IEnumerable<string> found) =>
        Error(
            "PG9152",
            string.Join(", ", found) is { Length: > 0 } names
                ? $"{folder} holds several projects with kernels ({names}), and the workflows are for one. Name it "
                    + "with --project, and repeat its steps for the others."
                : $"{folder} and its folders hold no project that lists CudaKernel. Run this at the repository's root, "
                    + "after perfgate init my_kernel.cu."
        );
}
