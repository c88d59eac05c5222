namespace PerfGate.Core.Diagnostics;

// PG1xxx: compiling.
public static partial class DiagnosticCatalog
{
    /// <summary>PG1001: a compiler, assembler or linker refuses a source. The message is its own.</summary>
    public static Diagnostic CompilerError(SourceLocation at, string message) => Error("PG1001", message, at);

    /// <summary>PG1002: a compiler warns. The message is its own.</summary>
    public static Diagnostic CompilerWarning(SourceLocation at, string message) => Warning("PG1002", message, at);

    /// <summary>PG1003: a compiler failed without an error that could be read.</summary>
    public static Diagnostic CompilerFailed(SourceLocation at, string compiler, int exitCode, string lastLines) =>
        Error(
            "PG1003",
            $"{compiler} exited with code {exitCode} and gave no error that could be read. "
                + (
                    lastLines.Length == 0
                        ? "It printed nothing; run the command of the detailed build log by hand."
                        : $"It ended with: {lastLines}"
                ),
            at
        );

    /// <summary>PG1004: a source does not define a kernel that a manifest launches.</summary>
    public static Diagnostic KernelNotInSource(SourceLocation at, string kernel, IEnumerable<string> known) =>
        Error("PG1004", $"there is no __global__ function named {kernel} here. " +
            (string.Join(", ", known) is { Length: > 0 } names ? $"Found: {names}. " : "The file defines none. ") +
            "Fix the launch in the manifest, or the name in the source.", at);

    /// <summary>PG1005: a kernel has no single symbol to launch.</summary>
    public static Diagnostic KernelNotUnique(SourceLocation at, string kernel, IEnumerable<string> found)
    {
        var all = found.ToList();
        var names = string.Join(", ", all.Take(8)) + (all.Count > 8 ? ", ..." : "");
        return Error(
            "PG1005",
            (
                all.Count == 0
                    ? $"{kernel} has no machine code of its own: it is a template. "
                    : $"{kernel} may be any of several functions: {names}. "
            ) + "Name one in the manifest: an instance of a template, such as \"scale<16, float>\", or an overload by "
                + "its parameters, such as \"scale(const float*, int)\".",
            at
        );
    }

    /// <summary>PG1006: no compiler for host code.</summary>
    public static Diagnostic HostCompilerMissing(string looked) =>
        Error(
            "PG1006",
            $"no C++ compiler was found (looked for {looked}). Install g++ or clang++ (Debian, Ubuntu: apt install "
                + $"g++; Fedora: dnf install gcc-c++), or name one with -p:PerfGateHostCompiler=PATH."
        );

    /// <summary>PG1007: no CUDA compiler.</summary>
    public static Diagnostic NvccMissing(string looked) =>
        Error(
            "PG1007",
            $"the device is cuda, and nvcc was not found (looked for {looked}). Install the CUDA Toolkit, or name "
                + "nvcc with -p:PerfGateNvcc=PATH; -p:PerfGateDevice=host does without it."
        );

    /// <summary>PG1008: the GPU cannot be asked for its architecture.</summary>
    public static Diagnostic ArchitectureUnknown(string why) =>
        Error(
            "PG1008",
            $"PerfGateArchitectures is native, and the GPU's architecture could not be queried: {why}. Install the "
                + $"NVIDIA driver's nvidia-smi, or name the architecture, such as -p:PerfGateArchitectures=sm_90a."
        );

    /// <summary>PG1009: an architecture is not spelt as nvcc spells it.</summary>
    public static Diagnostic ArchitectureMisspelt(string architecture) =>
        Error(
            "PG1009",
            $"PerfGateArchitectures: '{architecture}' is not an architecture. Write native, or names such as "
                + "sm_89;sm_90a."
        );

    /// <summary>PG1010: a source that a manifest names cannot be read.</summary>
    public static Diagnostic SourceUnreadable(SourceLocation at, string why) =>
        Error("PG1010", $"the source cannot be read: {why} Fix the path in the manifest, or add the file.", at);

    /// <summary>PG1019: Git LFS did not fetch a source.</summary>
    public static Diagnostic SourceIsPointer(SourceLocation at) =>
        Error("PG1019", "this is a Git LFS pointer and not the source itself. Run 'git lfs pull'.", at);

    /// <summary>PG1011: what a compiler wrote is not an object file that can be read.</summary>
    public static Diagnostic ObjectUnreadable(SourceLocation at, string why) =>
        Error(
            "PG1011",
            $"the compiler's output cannot be read: {why}. PerfGate reads 64-bit little-endian ELF; use a compiler "
                + $"that writes it.",
            at
        );

    /// <summary>PG1012: perfgate itself failed without a diagnostic.</summary>
    public static Diagnostic RunnerFailed(string command, int exitCode) =>
        Error("PG1012", $"perfgate {command} exited with code {exitCode} and gave no error of its own. " +
            "Its output is above; run the command of the detailed build log (-v:d) by hand to see it alone.");

    /// <summary>PG1013: the perfgate executable is not where it should be.</summary>
    public static Diagnostic RunnerMissing(string path) =>
        Error("PG1013", $"perfgate was not found at {path}. Restore the PerfGate package again, or build src/Runner.");

    /// <summary>PG1014: a kernel source has no manifest.</summary>
    public static Diagnostic ManifestMissing(SourceLocation source, string manifest) =>
        Warning(
            "PG1014",
            $"this file is listed as CudaKernel and {manifest} does not exist, so nothing in it is measured. "
                + "Write the manifest, or leave the file out of CudaKernel.",
            source
        );

    /// <summary>PG1016: a source defines a macro that the manifest defines too.</summary>
    public static Diagnostic MacroFixed(SourceLocation at, string macro) =>
        Error(
            "PG1016",
            $"the manifest defines {macro}, and this line defines it again, so that the manifest's value has no "
                + $"effect. Write #ifndef {macro} before this line and #endif behind it, or leave {macro} out of "
                + "defines.",
            at
        );

    /// <summary>PG1015: a project uses the gate and lists no kernel source.</summary>
    public static Diagnostic NothingToGate(SourceLocation project) =>
        Error("PG1015", "this project uses PerfGate and lists no CudaKernel, so there is nothing to gate. " +
            "Add <CudaKernel Include=\"*.cu\" />, or set UsePerfGate to false.", project);

    /// <summary>PG1020: a source does not define a benchmark function that a manifest launches.</summary>
    public static Diagnostic FunctionNotInSource(SourceLocation at, string function, IEnumerable<string> known) =>
        Error("PG1020", $"there is no PERFGATE_BENCHMARK({function}) here. " +
            (string.Join(", ", known) is { Length: > 0 } names ? $"Found: {names}. " : "The file defines none. ") +
            "Fix the launch in the manifest, or the name in the source.", at);
}
