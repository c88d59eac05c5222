using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Claims;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Publishing;
using PerfGate.Core.Reports;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Optimizing;

/// <summary>Writes a publication with its archive out of the files of a measurement and the sources.</summary>
/// <param name="project">The project.</param>
/// <param name="catalog">The kernels that were measured.</param>
/// <param name="measured">The folder of the measurement, absolute.</param>
internal sealed class PublicationWriter(PublishedProject project, KernelCatalog catalog, string measured)
{
    /// <summary>The folder's name in the output folder.</summary>
    public const string Folder = "publication";

    private const string CodeFolder = "code";

    private const string BaselinesName = "baseline-measurement.json";

    private static readonly ImmutableArray<string> LicenceNames =
    [
        "LICENSE",
        "LICENSE.md",
        "LICENSE.txt",
        "LICENCE",
        "LICENCE.md",
        "LICENCE.txt",
        "COPYING",
    ];

    /// <summary>The title; null for one made of the names.</summary>
    public string? Title { get; init; }

    /// <summary>The authors.</summary>
    public ImmutableArray<string> Authors { get; init; } = [];

    /// <summary>Folders in which the compilers look for headers, absolute.</summary>
    public ImmutableArray<string> Includes { get; init; } = [];

    /// <summary>What compiling took, seconds; null if that is not known.</summary>
    public double? PrepareSeconds { get; init; }

    /// <summary>Further files for the archive, absolute; those that are not there are left out.</summary>
    public ImmutableArray<string> Beside { get; init; } = [];

    /// <summary>
    /// The folder of the measurement that found the fastest baseline, absolute; null if there was nothing to choose.
    /// </summary>
    public string? Baselines { get; init; }

    /// <summary>The baselines in it.</summary>
    public ImmutableArray<string> BaselineNames { get; init; } = [];

    /// <summary>Why the candidate is faster; null if that is not known.</summary>
    public ExplainReport? Explanation { get; init; }

    /// <summary>What is missing, one sentence each.</summary>
    public ImmutableArray<string> NotAvailable { get; init; } = [];

    /// <summary>Writes it.</summary>
    /// <param name="pair">The two benchmarks.</param>
    /// <param name="folder">Where to, absolute.</param>
    /// <returns>What is claimed.</returns>
    /// <exception cref="PerfGateException">A file cannot be read, or the two cannot be compared.</exception>
    public SpeedClaims Write(ComparedPair pair, string folder)
    {
        var measurement = PairBench.Read(measured);
        var claims = SpeedComparison.Of(measurement, pair, project.Policy, Explanation);
        var files = Contents(measurement, claims, out var licence);
        var rendered = Publication.Render(
            new()
            {
                Measurement = SameClock.Of(measurement, pair.Candidate, pair.Baseline),
                Claims = claims,
                Policy = project.Policy,
                Title = Title,
                Authors = Authors,
                Artifact = new(files.Count, files.Values.Sum(f => (long)f.Length), licence, PrepareSeconds),
                NotAvailable = NotAvailable,
                Baselines = Baselines is { } chosen
                    ? BaselineChoice.Of(PairBench.Read(chosen), BaselineNames, claims.FixedShape)
                    : [],
                Explanation = Why(claims),
            }
        );
        ReportFolder.Write(folder, rendered);
        foreach (var file in rendered)
            files[file.Path] = Encoding.UTF8.GetBytes(file.Text);
        AtomicFile.Write(Path.Combine(folder, Publication.ArchiveName), ArtifactZip.Write(files));
        return claims;
    }

    // At the fixed shape, with the names of the counters: a reader of a publication wants to count again.
    private string? Why(SpeedClaims claims) =>
        Explanation?.Of(
            SpeedComparison.CaseName(claims.Candidate, claims.FixedShape),
            SpeedComparison.CaseName(claims.Baseline, claims.FixedShape)
        )
            is { } explained
            ? string.Join(' ', explained.Sentences.Select(ExplainWords.WithCounters))
            : null;

    // The same files for the same measurement and sources, so that the archive has the same bytes.
    private Dictionary<string, byte[]> Contents(Measurement measurement, SpeedClaims claims, out string? licence)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var sources = new ArchivedSources(project, Includes);
        foreach (var (name, content) in sources.Read())
            files[$"{ArtifactContents.Sources}/{name}"] = content;
        files[$"{ArtifactContents.Sources}/perfgate.json"] = Json(project.Policy, PerfGateJson.Default.GatePolicy);
        var modules = catalog
            .Compiled.Modules.Where(m => IsClaimed(m, measurement, claims))
            .Select(m => (Module: m with { Binary = Archived(m) }, Path: catalog.BinaryOf(m)))
            .ToImmutableArray();
        foreach (var (module, path) in modules)
            files[$"{CodeFolder}/{module.Binary}"] = InputFile.Bytes(path, FileLimit.ObjectFile);
        files[$"{CodeFolder}/kernels.json"] = Json(
            catalog.Compiled with
            {
                Modules = [.. modules.Select(m => m.Module)],
            },
            PerfGateJson.Default.CompiledKernels
        );
        var raw = Path.Combine(measured, "measurement.json");
        foreach (var file in Beside.Prepend(raw).Where(File.Exists))
            files[Path.GetFileName(file)] = InputFile.Bytes(file, FileLimit.Result);
        if (Baselines is { } chosen)
            files[BaselinesName] = InputFile.Bytes(new GateFiles(chosen).Measurement, FileLimit.Result);
        licence = LicenceNames.FirstOrDefault(n => File.Exists(Path.Combine(project.Root, n)));
        if (licence is not null)
            files[licence] = InputFile.Bytes(Path.Combine(project.Root, licence), FileLimit.Source);
        var flags = BuildFlags.Of(project.Response);
        files[ArtifactContents.FileName] = Json(
            new ArtifactContents
            {
                Device = measurement.Environment.Device,
                Runs = claims.Claims.Max(c => c.Runs),
                Manifests = sources.Manifests,
                Includes = sources.Includes,
                NvccFlags = flags.Nvcc,
                HostFlags = flags.Host,
            },
            PerfGateJson.Default.ArtifactContents
        );
        return files;
    }

    // Modules of one source with other macros have the same name, each in a folder of its own.
    private static string Archived(CompiledModule module) =>
        string.Join('/', module.Binary.Split('/').TakeLast(2).Where(p => p is not (".." or ".")));

    private static bool IsClaimed(CompiledModule module, Measurement measurement, SpeedClaims claims)
    {
        var cases = measurement.Cases.Where(c => c.Benchmark == claims.Candidate || c.Benchmark == claims.Baseline);
        return module.Kind == ModuleKind.Expected
            ? cases.Any(c => c.Declaration?.Expected.Source == module.Source)
            : cases
                .SelectMany(c => c.Kernels)
                .Any(k => module.Kernels.Any(m => m.Name == k.Name && m.CodeHash == k.CodeHash));
    }

    private static byte[] Json<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, type) + "\n");
}
