using System.Collections.Immutable;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tuning;

/// <summary>Writes the values that a tuning found beside the manifest, with where they come from.</summary>
internal static class TunedWriter
{
    /// <summary>Writes the values of a benchmark; those of others in the file stay.</summary>
    /// <param name="setting">What was tuned, and on which device.</param>
    /// <param name="use">The section <c>tune</c>.</param>
    /// <param name="result">What was found; with a variant that replaces the one in use.</param>
    /// <param name="toolkit">The compiler, its version and its flags.</param>
    /// <returns>The file.</returns>
    public static string Write(TuneSetting setting, TuneUse use, TuneResult result, string toolkit)
    {
        var path = TunedFile.PathOf(Path.GetDirectoryName(use.Manifest)!, setting.Device.Slug!);
        var file = InputFile.IsThere(path)
            ? JsonFile.Read<TunedFile>(path, PerfGateJson.Default, TunedFile.SchemaName)
            : new()
            {
                Device = setting.Device.Name!,
                Benchmarks = ImmutableSortedDictionary<string, TunedBenchmark>.Empty,
            };
        var space = result.Request.Space;
        var tuned = new TunedBenchmark
        {
            Values = space
                .Parameters.Zip(space.ValuesOf(result.Adopted!.Value))
                .ToImmutableSortedDictionary(p => p.First.Name, p => p.Second, StringComparer.Ordinal),
            Source = use.Source,
            Space = use.Section.Digest,
            Toolkit = toolkit,
            Driver = setting.Device.Driver,
            Commit = setting.Git?.Commit,
            TunedAt = DateTimeOffset.UtcNow,
            Evaluations = result.Tried.Length,
            Strategy = Adoption.Lower(result.Request.Strategy.ToString()),
            Seed = result.Request.Seed,
            Confirmed = result.Confirmed,
        };
        JsonFile.Write(
            path,
            file with
            {
                Benchmarks = file.Benchmarks.SetItem(result.Request.Benchmark, tuned),
            },
            PerfGateJson.Default.TunedFile
        );
        return path;
    }
}
