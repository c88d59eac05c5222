using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Runner.Benchmarks.Manifests;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Benchmarks;

/// <summary>Reads manifests and resolves them to cases for a device.</summary>
internal static class ManifestLoader
{
    /// <summary>The schema of a manifest.</summary>
    public const string Schema = "bench.schema.json";

    /// <summary>Reads manifests.</summary>
    /// <param name="paths">The manifests, at least one.</param>
    /// <param name="device">The device that will run the cases.</param>
    /// <param name="root">The repository root: names in cases and messages are relative to it.</param>
    /// <exception cref="PerfGateException">All that is wrong with all of them, by file and line; exit 2.</exception>
    public static BenchmarkSuite Load(IReadOnlyList<string> paths, DeviceFacts device, string root)
    {
        var errors = new ManifestErrors();
        if (paths.Count == 0)
            errors.Add(DiagnosticCatalog.NoManifests());
        var fullRoot = Path.GetFullPath(root);
        var files = paths
            .Select(Path.GetFullPath)
            .Distinct()
            .Select(p => Read(p, fullRoot, errors))
            .OfType<ManifestFile>()
            .ToList();
        var allRead = errors.None;
        var names = BenchmarkNames(files, errors);
        var (sources, budget) = (new SourceCatalog(IncludeDirectories.Of(fullRoot)), new CaseBudget(errors));
        var cases = files.SelectMany(f => new BenchmarkResolver(f, device, sources, budget, errors).Resolve()).ToList();
        // A manifest that was refused may declare what another one names: fix it first.
        if (!allRead)
            errors.ThrowIfAny();
        var linked = new CheckLinker(cases, errors).Link(names);
        errors.ThrowIfAny();
        return new(device, linked, []);
    }

    /// <summary>
    /// Finds what is wrong with manifests on every device: what is no JSON, and what the schema refuses.
    /// </summary>
    /// <param name="paths">The manifests.</param>
    /// <param name="root">The repository root: names in messages are relative to it.</param>
    /// <exception cref="PerfGateException">All that is wrong with all of them, by file and line; exit 2.</exception>
    public static void Check(IEnumerable<string> paths, string root)
    {
        var errors = new ManifestErrors();
        foreach (var path in paths.Select(Path.GetFullPath).Distinct())
            Read(path, Path.GetFullPath(root), errors);
        errors.ThrowIfAny();
    }

    private static ManifestFile? Read(string path, string root, ManifestErrors errors)
    {
        var name = ManifestFile.Display(path, root);
        try
        {
            var utf8 = Utf8Text.Of(InputFile.Bytes(path, FileLimit.Manifest, name));
            var found = JsonSchemas.Validate(utf8, name, Schema);
            errors.AddAll(found);
            if (found.Any(f => f.Code != DiagnosticCatalog.SchemaCode))
                return null;
            var content = PlacedJsonReader.Read(utf8, name);
            Diagnostic[] shape = [.. ManifestShape.Faults(content)];
            errors.AddAll(shape);
            return found.Count + shape.Length > 0 ? null : new(content, path, root);
        }
        catch (PerfGateException e)
        {
            errors.AddAll(e.Diagnostics);
            return null;
        }
        catch (Exception e) when (ForeignFault.Is(e))
        {
            errors.Add(DiagnosticCatalog.NotJson(new(name), $"it cannot be read: {e.Message}"));
            return null;
        }
    }

    private static HashSet<string> BenchmarkNames(IReadOnlyList<ManifestFile> files, ManifestErrors errors)
    {
        var names = files.SelectMany(f => f.Root["benchmarks"]!.Items).Select(b => b["name"]!);
        foreach (var twice in names.GroupBy(n => n.Text).Where(g => g.Count() > 1))
            errors.Add(
                DiagnosticCatalog.DeclaredTwice(twice.ElementAt(1).At, $"the benchmark {twice.Key}", twice.First().At)
            );
        return [.. names.Select(n => n.Text)];
    }
}
