using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Bytes;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>The files that a command must write: they are deleted before it runs, and compared after that.</summary>
internal static class WrittenFiles
{
    private const int ShownCharacters = 60;

    /// <summary>Deletes what an earlier run wrote, so that only what this one writes is compared.</summary>
    /// <param name="check">The check.</param>
    /// <exception cref="ObservationException">A file cannot be deleted.</exception>
    public static void Delete(CheckSpec check)
    {
        foreach (var file in check.Files)
        {
            try
            {
                File.Delete(file.Path);
            }
            catch (DirectoryNotFoundException)
            {
                // Then the file is not there either.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ObservationException(
                    $"{file.Path}, which it is to write, cannot be deleted before it runs: {e.Message}"
                );
            }
        }
    }

    /// <summary>Compares what the command wrote.</summary>
    /// <param name="check">The check.</param>
    /// <param name="known">What was right before; null for nothing.</param>
    /// <returns><paramref name="known"/> where the bytes are the same.</returns>
    /// <exception cref="ObservationException">A file cannot be read.</exception>
    public static CheckedOutputs Check(CheckSpec check, CheckedOutputs? known = null)
    {
        try
        {
            var found = check.Outputs.Select(o => (Bound: o, File: check.Files.Single(f => f.Name == o.Buffer)))
                .Select(o => (o.Bound, o.File, Bytes: Read(o.File)))
                .ToArray();
            ImmutableArray<UInt128> digests = [.. found.Select(f => MemoryDigest.Of(f.Bytes))];
            return known is not null && known.Digests.SequenceEqual(digests)
                ? known
                : new(digests, [.. found.Select(f => Compare(f.File, f.Bytes, f.Bound))]);
        }
        catch (PerfGateException e)
        {
            throw new ObservationException($"what it wrote cannot be compared: {e.Diagnostics[0].Message}");
        }
    }

    /// <summary>What is wrong with the output of a command, as a sentence without its end; null for nothing.</summary>
    /// <param name="found">What was found.</param>
    public static string? Fault(CheckedOutputs found) =>
        found.Wrong is { } wrong ? $"output {wrong.Buffer} is wrong: {wrong.Detail}" : null;

    // Nothing where the file is not there, which is compared as such.
    private static byte[] Read(OutputFile file) =>
        File.Exists(file.Path)
            ? InputFile.Bytes(file.Path, FileLimit.Exactly("a file that a command writes", Array.MaxLength), file.Name)
            : [];

    private static OutputCheck Compare(OutputFile file, byte[] actual, OutputTolerance bound)
    {
        if (!File.Exists(file.Path))
            return Exactly(file, "the command did not write it");
        var expected = InputFile.Bytes(
            file.Expected,
            FileLimit.Exactly("a file of expected values", Array.MaxLength)
        );
        return file.Form switch
        {
            OutputForm.Bytes => Exactly(file, Lengths(actual, expected) ?? OtherByte(actual, expected)),
            OutputForm.Text => Exactly(file, OtherLine(Lines(actual), Lines(expected))),
            OutputForm.Elements => Lengths(actual, expected) is { } other
                ? Exactly(file, other)
                : OutputComparison.Compare(actual, file.Type, Decoded(expected, file.Type), bound, poisoned: false),
        };
    }

    private static OutputCheck Exactly(OutputFile file, string? fault) =>
        fault is null
            ? new(file.Name, 0, 0, Passed: true) { ExactShare = 1 }
            : new(file.Name, double.MaxValue, double.MaxValue, Passed: false, fault);

    private static string? Lengths(byte[] actual, byte[] expected) =>
        actual.Length == expected.Length ? null : Instead(actual.Length, expected.Length, "byte");

    private static string Instead(int actual, int expected, string thing) =>
        $"it has {Numbers.Things(actual, thing)} instead of {Numbers.Things(expected, thing)}";

    private static string? OtherByte(byte[] actual, byte[] expected)
    {
        var first = actual.AsSpan().CommonPrefixLength(expected);
        return first == actual.Length
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"byte [{first}] is 0x{actual[first]:x2} instead of 0x{expected[first]:x2}"
            );
    }

    private static string[] Lines(byte[] text)
    {
        var lines = Utf8Text.Decode(text).ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static string? OtherLine(string[] actual, string[] expected)
    {
        for (var i = 0; i < Math.Min(actual.Length, expected.Length); i++)
        {
            if (actual[i] != expected[i])
                return $"line {i + 1} is \"{Shown(actual[i])}\" instead of \"{Shown(expected[i])}\"";
        }

        return actual.Length == expected.Length
            ? null
            : Instead(actual.Length, expected.Length, "line");
    }

    private static string Shown(string line) => PlainText.LogLine(line, ShownCharacters);

    private static double[] Decoded(byte[] bytes, ElementType type)
    {
        var values = new double[bytes.Length / type.Size()];
        ElementConversion.ToDoubles(bytes, type, values);
        return values;
    }
}
