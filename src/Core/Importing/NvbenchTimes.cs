using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Files;
using PerfGate.Core.Text;

namespace PerfGate.Core.Importing;

/// <summary>The times of single samples that nvbench writes beside its JSON: seconds, little-endian float32.</summary>
internal static class NvbenchTimes
{
    private const int Size = sizeof(float);
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Reads a file of times.</summary>
    /// <param name="text">The result file that names it.</param>
    /// <param name="named">Its path, relative to the result file's folder.</param>
    /// <param name="count">How many times the result file promises; null for no promise.</param>
    /// <param name="name">The case's name.</param>
    /// <param name="place">The benchmark's and the state's index.</param>
    /// <returns>Nanoseconds, at least one.</returns>
    public static ImmutableArray<double> Read(
        SuiteText text,
        string named,
        string? count,
        string name,
        (int Benchmark, int State) place
    )
    {
        object[] steps = ["benchmarks", place.Benchmark, "states", place.State];
        var folder = Path.GetDirectoryName(Path.GetFullPath(text.Path))!;
        var path = ForeignPath.Full(named, folder);
        // A result file comes from somewhere else: it does not lead out of its folder.
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw text.Refuse(
                $"{name} names the file {PlainText.LogLine(named, 200)}, which is not below this file's folder.",
                steps
            );
        if (!InputFile.IsThere(path))
            throw text.Refuse(
                $"{name} has its times in {PlainText.LogLine(named, 200)}, and there is no such file. Copy the folder "
                    + $"{Path.GetFileName(text.Path)}-bin along with this file.",
                steps
            );
        var bytes = InputFile.Bytes(path, FileLimit.SuiteResult);
        if (bytes.Length == 0 || bytes.Length % Size != 0 || Differs(count, bytes.Length / Size))
            throw text.Refuse(
                $"{name} promises {count ?? "some"} times in {named}, and that file has {bytes.Length} bytes, where a "
                    + $"time takes {Size}. Run the benchmark again.",
                steps
            );
        var times = ImmutableArray.CreateBuilder<double>(bytes.Length / Size);
        for (var at = 0; at < bytes.Length; at += Size)
        {
            var time = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at)) * NanosecondsPerSecond;
            if (!(time > 0 && double.IsFinite(time)))
                throw text.Refuse(
                    $"sample {at / Size + 1} of {name} in {named} is {Numbers.Number(time)} ns, and a time is "
                        + $"positive. Run the benchmark again.",
                    steps
                );
            times.Add(time);
        }

        return times.MoveToImmutable();
    }

    private static bool Differs(string? count, int found) =>
        count is not null
        && !(
            int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var promised) && promised == found
        );
}
