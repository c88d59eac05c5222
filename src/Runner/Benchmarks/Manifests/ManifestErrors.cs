using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>What is wrong with a set of manifests, collected so that a user fixes it in one go.</summary>
internal sealed class ManifestErrors
{
    // An error that repeats a thousand times is clear from its first occurrences.
    private const int MostTold = 200;

    private readonly List<Diagnostic> _found = [];
    private readonly HashSet<(string Code, SourceLocation? At)> _told = [];

    /// <summary>Whether nothing was found.</summary>
    public bool None => _found.Count == 0;

    /// <summary>How many were found.</summary>
    public int Count => _found.Count;

    /// <summary>Adds an error. The same error at many points of the axes is reported once.</summary>
    public void Add(Diagnostic error)
    {
        if (_told.Add((error.Code, error.Location)))
            _found.Add(error);
    }

    /// <summary>Adds errors that stand on their own, all of them: an object may lack several fields.</summary>
    public void AddAll(IEnumerable<Diagnostic> errors)
    {
        foreach (var error in errors)
        {
            _told.Add((error.Code, error.Location));
            _found.Add(error);
        }
    }

    /// <summary>Adds what is wrong with a file that a manifest names, at the place that names it.</summary>
    /// <param name="at">The place.</param>
    /// <param name="faults">What is wrong with the file.</param>
    /// <param name="manifest">The manifest.</param>
    public void AddUnreadable(SourceLocation at, IEnumerable<Diagnostic> faults, ManifestFile manifest)
    {
        foreach (var fault in faults)
        {
            var file = fault.Location is { } place ? manifest.Display(place.File) : "";
            Add(fault with { Location = at, Message = $"{file}: {fault.Message}" });
        }
    }

    /// <summary>Throws all that was found, by file and line.</summary>
    /// <exception cref="PerfGateException">Anything was found.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count == 0)
            return;
        var ordered = _found
            .OrderBy(f => f.Location?.File, StringComparer.Ordinal)
            .ThenBy(f => f.Location?.Line)
            .ThenBy(f => f.Location?.Column);
        Diagnostic[] shown = [.. ordered.Take(MostTold)];
        if (_found.Count > MostTold)
            shown[^1] = DiagnosticCatalog.MoreErrors(
                new(shown[^1].Location?.File ?? "perfgate"),
                _found.Count - shown.Length + 1
            );
        throw new PerfGateException(shown, ExitCode.Usage);
    }
}
