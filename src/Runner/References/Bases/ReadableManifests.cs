using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Manifests;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.References.Bases;

/// <summary>
/// Those of some manifests that can be read, so that one which cannot takes only its own cases along.
/// </summary>
/// <param name="Suite">What they declare; null if not one can be read.</param>
/// <param name="Paths">Those that can be read, in the order given.</param>
/// <param name="Refused">The others, each with its first error.</param>
internal sealed record ReadableManifests(
    BenchmarkSuite? Suite, ImmutableArray<string> Paths, ImmutableArray<(string Path, Diagnostic Error)> Refused)
{
    /// <summary>Reads manifests.</summary>
    /// <param name="paths">The manifests, absolute.</param>
    /// <param name="device">The device to resolve them for.</param>
    /// <param name="root">The root, which names in errors are relative to.</param>
    public static ReadableManifests Load(ImmutableArray<string> paths, DeviceFacts device, string root)
    {
        var refused = ImmutableArray.CreateBuilder<(string, Diagnostic)>();
        while (!paths.IsEmpty)
        {
            try
            {
                return new(ManifestLoader.Load(paths, device, root), paths, refused.ToImmutable());
            }
            catch (PerfGateException e)
            {
                var bad = Bad(paths, e, device, root);
                refused.AddRange(bad);
                paths = paths.RemoveRange(bad.Select(b => b.Path));
            }
        }

        return new(null, [], refused.ToImmutable());
    }

    // The manifests with errors. An error may be in a source that a manifest names: then each manifest is read alone.
    // If they contradict each other only together, all are refused.
    private static ImmutableArray<(string Path, Diagnostic Error)> Bad(
        ImmutableArray<string> paths, PerfGateException all, DeviceFacts device, string root)
    {
        Diagnostic? ErrorIn(string path)
        {
            var name = ManifestFile.Display(path, Path.GetFullPath(root));
            return all.Diagnostics.FirstOrDefault(d => d.Location?.File == name);
        }

        ImmutableArray<(string Path, Diagnostic? Error)> placed = [.. paths.Select(p => (p, ErrorIn(p)))];
        if (!placed.Any(p => p.Error is not null))
            placed = [.. paths.Select(p => (p, ByItself(p, device, root)))];
        ImmutableArray<(string Path, Diagnostic Error)> bad =
            [.. placed.Where(p => p.Error is not null).Select(p => (p.Path, p.Error!))];
        return bad.IsEmpty ? [.. paths.Select(p => (p, all.Diagnostics[0]))] : bad;
    }

    private static Diagnostic? ByItself(string path, DeviceFacts device, string root)
    {
        try
        {
            ManifestLoader.Load([path], device, root);
            return null;
        }
        catch (PerfGateException e)
        {
            return e.Diagnostics[0];
        }
    }
}
