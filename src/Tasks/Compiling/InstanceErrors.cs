using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Says of errors in the template arguments of a manifest which kernel they belong to, and what may stand there. A
/// compiler knows only the line, and counts columns in what PerfGate made of it.
/// </summary>
internal static partial class InstanceErrors
{
    private const string Allowed =
        "A template argument is the name of an axis, a constant or a parameter of tune, or C++ that the source knows.";

    /// <summary>What a compiler said, with such errors made whole.</summary>
    /// <param name="said">What it said.</param>
    /// <param name="module">The module, with the places where manifests name instances.</param>
    /// <param name="paths">How paths are written.</param>
    public static IReadOnlyList<Diagnostic> Find(
        IReadOnlyList<Diagnostic> said, PlannedModule module, SourcePaths paths)
    {
        if (module.Kind != ModuleKind.Kernels)
            return said;
        var names = module
            .Calls.Where(c => c.Line > 0)
            .GroupBy(c => (File: paths.Relative(c.Manifest), c.Line))
            .ToDictionary(g => g.Key, g => g.First().Function);
        // Where an argument is wrong by itself, that no template fits says nothing more.
        var told = said
            .Where(d => NameOf(d) is not null && !NoFit().IsMatch(d.Message))
            .Select(d => d.Location!.Line)
            .ToHashSet();
        return
        [
            .. said
                .Where(d => NameOf(d) is null || !NoFit().IsMatch(d.Message) || !told.Contains(d.Location!.Line))
                .Select(d => NameOf(d) is { } name ? Whole(d, name) : d)
                .Distinct(),
        ];

        string? NameOf(Diagnostic diagnostic) =>
            diagnostic is { Severity: Severity.Error, Location: { } at }
                ? names.GetValueOrDefault((at.File, at.Line))
                : null;
    }

    private static Diagnostic Whole(Diagnostic error, string name) =>
        DiagnosticCatalog.CompilerError(
            error.Location! with { Column = 0 },
            NoFit().IsMatch(error.Message)
                ? $"{name}: the template does not take these arguments. Compare them with its declaration."
                : $"{name}: {error.Message}{(error.Message is [.., '.' or '?'] ? "" : ".")} {Allowed}"
        );

    // g++: unable to deduce 'const auto' from '& f<1>'. clang++: variable 'x' with type 'const auto' has incompatible
    // initializer of type '<overloaded function type>'. nvcc: no instance of function template "f" matches.
    [GeneratedRegex("unable to deduce|incompatible initializer|no matching function|no instance of (?:over|function)")]
    private static partial Regex NoFit();
}
