using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Importing;

/// <summary>
/// A file of nvbench, written with <c>--jsonbin</c>: one process, with the times of its cold measurement in files
/// beside it. Source: https://github.com/NVIDIA/nvbench/blob/main/nvbench/json_printer.cu.
/// </summary>
internal static class NvbenchResult
{
    private const int KnownMajor = 1;
    private const string SampleTimes = "nv/json/bin:nv/cold/sample_times";
    private const string NotRecorded = "not recorded";

    /// <summary>Reads it.</summary>
    /// <param name="root">The outermost object; it fits its schema.</param>
    /// <param name="text">Its text.</param>
    /// <param name="choice">Which GPU is read, where there are several.</param>
    public static SuiteFile Read(JsonElement root, SuiteText text, SuiteChoice choice)
    {
        var version = root.GetProperty("meta").GetProperty("version");
        if (version.GetProperty("json").GetProperty("major").GetDouble() > KnownMajor)
            throw text.Refuse(
                $"this file has a newer format than version {KnownMajor}, which this perfgate reads. Update perfgate.",
                "meta", "version", "json", "major");
        var gpu = Gpu(root, text, choice);
        HashSet<string> names = new(StringComparer.Ordinal);
        List<SuiteCase> cases = [];
        var b = -1;
        foreach (var benchmark in root.Items("benchmarks"))
        {
            b++;
            var s = -1;
            foreach (var state in benchmark.Items("states"))
            {
                s++;
                if (state.Whole("device") is { } id && id != gpu.Id)
                    continue;
                var read = Case(benchmark.Text("name")!, state, text, b, s);
                if (!names.Add(read.Name))
                    throw text.Refuse($"{read.Name} is in this file twice.", "benchmarks", b, "states", s);
                cases.Add(read);
            }
        }

        return new(text.Path, SuiteTool.Nvbench, version.GetProperty("nvbench").Text("string") ?? "", [.. cases])
        {
            Gpu = gpu.Description,
        };
    }

    private static (int? Id, GpuDescription Description) Gpu(JsonElement root, SuiteText text, SuiteChoice choice)
    {
        HashSet<int> used = [.. root.Items("benchmarks").SelectMany(b => b.Items("states"))
            .Select(s => s.Whole("device")).OfType<int>()];
        ImmutableArray<JsonElement> devices =
            [.. root.Items("devices").Where(d => d.Whole("id") is { } id && (used.Count == 0 || used.Contains(id)))];
        var chosen = choice.Gpu is { } wanted
            ? devices.Where(d => d.Whole("id") == wanted).ToImmutableArray()
            : devices;
        if (chosen is not [var device])
        {
            var known = string.Join(", ", devices.Select(d => $"{d.Whole("id")} ({d.Text("name")})"));
            throw text.Refuse(
                chosen.IsEmpty && choice.Gpu is null
                    ? "this file has times of no GPU."
                    : $"this file has times of these GPUs: {known}. Name one of them with --gpu.",
                "devices");
        }

        var capability = device.Whole("sm_version") ?? 0;
        return (device.Whole("id"), new()
        {
            Name = device.Text("name")!,
            Uuid = NotRecorded,
            ComputeCapability = string.Create(
                CultureInfo.InvariantCulture, $"{capability / 100}.{capability % 100 / 10}"),
            Multiprocessors = device.Whole("number_of_sms") ?? 0,
            MemoryBytes = Long(device, "global_memory_size") ?? 0,
            L2CacheBytes = Long(device, "l2_cache_size"),
            Ecc = device.TryGetProperty("ecc_state", out _) ? device.Flag("ecc_state") : null,
        });
    }

    private static long? Long(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.TryGetInt64(out var number) ? number : null;

    private static SuiteCase Case(string benchmark, JsonElement state, SuiteText text, int b, int s)
    {
        var axes = string.Join(',', state.Items("axis_values").Select(a => $"{a.Text("name")}={a.Text("value")}"));
        var name = axes.Length == 0 ? benchmark : $"{benchmark}/{axes}";
        if (state.Flag("is_skipped"))
            return new(name, benchmark, []) { Skipped = state.Text("skip_reason") ?? "the benchmark skips itself" };
        var summary = state.Items("summaries").FirstOrDefault(m => m.Text("tag") == SampleTimes);
        if (Datum(summary, "filename") is not { } sidecar)
            throw text.Refuse(
                $"{name} has no times of single samples, and a mean alone tells nothing of how they vary. Run the "
                    + $"benchmarks with --jsonbin FILE instead of --json FILE.",
                "benchmarks", b, "states", s);
        return new(name, benchmark, [NvbenchTimes.Read(text, sidecar, Datum(summary, "size"), name, (b, s))]);
    }

    // Of a value that is there twice the first counts.
    private static string? Datum(JsonElement summary, string name) => summary.ValueKind == JsonValueKind.Object
        ? summary.Items("data").Where(d => d.Text("name") == name).Select(d => d.Text("value")).FirstOrDefault()
        : null;
}
