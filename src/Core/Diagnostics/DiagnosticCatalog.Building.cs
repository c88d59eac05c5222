namespace PerfGate.Core.Diagnostics;

// PG1040-PG1049: what perfgate gate and perfgate refresh build, and what a build asks for.
public static partial class DiagnosticCatalog
{
    /// <summary>PG1040: there is no project to build.</summary>
    /// <param name="path">What was named.</param>
    /// <param name="why">What is there instead, a sentence.</param>
    public static Diagnostic NothingToBuild(string path, string why) =>
        Error(
            "PG1040",
            $"{why} Name a project, a solution or a folder with one; 'perfgate init KERNEL.cu' writes a project.",
            new(path)
        );

    /// <summary>PG1041: there are several projects to build.</summary>
    public static Diagnostic SeveralToBuild(string folder, IEnumerable<string> names) =>
        Error("PG1041", $"this folder has several to build: {Names(names)}. Name one of them.", new(folder));

    /// <summary>PG1042: the build succeeded, and no gate ran.</summary>
    public static Diagnostic NoGateRan(string subject, string target) =>
        Error(
            "PG1042",
            "the build succeeded, and no project measured a case, so nothing was gated. Add the package PerfGate and a "
                + "CudaKernel to the project with the kernels. Check that neither PerfGateSkip nor UsePerfGate "
                + $"switches the gate off, and that no target of your own is named {target}.",
            new(subject)
        );

    /// <summary>PG1043: dotnet cannot be started.</summary>
    public static Diagnostic DotNetMissing(string why) =>
        Error("PG1043", $"dotnet does not start: {why} Install the .NET 10 SDK, and put dotnet on the PATH.");

    /// <summary>PG1044: a target of the user's own is in the place of one of the package's.</summary>
    public static Diagnostic TargetReplaced(SourceLocation project, string target) =>
        Error(
            "PG1044",
            $"this project has a target of its own that is named {target}. It replaces the target of the package "
                + "PerfGate, so the kernels are not gated. Remove it; it is in Directory.Build.targets, or in a file "
                + "that is imported there.",
            project
        );
}
