using System.Security.Cryptography;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Core.Importing;

/// <summary>Reads a result file of a benchmark suite; the file itself tells which tool wrote it.</summary>
public static class SuiteReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="choice">
    /// Which part of it counts, where it holds more than one kind of time or several GPUs.
    /// </param>
    /// <exception cref="PerfGateException">
    /// PG9001-PG9003, PG9014, PG9015, PG9101: it cannot be read, is not JSON or does not fit its format. PG9131: no
    /// tool that is known wrote it. PG9132: it has nothing that can be judged.
    /// </exception>
    public static SuiteFile Read(string path, SuiteChoice choice)
    {
        var utf8 = Utf8Text.Of(InputFile.Bytes(path, FileLimit.SuiteResult));
        return Parse(utf8, path, choice);
    }

    /// <summary>
    /// Parses the text of a file; <paramref name="path"/> is named in errors, and sidecars lie beside it.
    /// </summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">The file.</param>
    /// <param name="choice">Which part of it counts.</param>
    /// <exception cref="PerfGateException">As <see cref="Read"/>.</exception>
    public static SuiteFile Parse(ReadOnlySpan<byte> utf8, string path, SuiteChoice choice)
    {
        if (JsonText.Fault(utf8, path) is { } fault)
            throw new PerfGateException(fault, ExitCode.Usage);
        var tool = ToolOf(utf8) ?? throw Refused(DiagnosticCatalog.UnknownSuite(path));
        var errors = JsonSchemas.Validate(utf8, path, SuiteTraits.Of(tool).Schema);
        if (errors.Count > 0)
            throw new PerfGateException(errors, ExitCode.Usage);
        var text = new SuiteText(utf8.ToArray(), path);
        using var document = JsonDocument.Parse(text.Utf8, PerfGateJsonDocuments.Options);
        var file = tool switch
        {
            SuiteTool.Nvbench => NvbenchResult.Read(document.RootElement, text, choice),
            SuiteTool.GoogleBenchmark => GoogleBenchmarkResult.Read(document.RootElement, text, choice),
            SuiteTool.BenchmarkDotNet => BenchmarkDotNetResult.Read(document.RootElement, text),
        };
        return file.Cases.IsEmpty
            ? throw Refused(DiagnosticCatalog.NothingInSuite(new(path), Empty))
            : file with { Digest = Convert.ToHexStringLower(SHA256.HashData(utf8)) };
    }

    private const string Empty =
        "this file holds no benchmark. Run the program again, without a filter that matches none.";

    // By the fields of the outermost object: the names of these files are the user's.
    private static SuiteTool? ToolOf(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(
            utf8,
            new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        HashSet<string> fields = [];
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fields.Add(reader.GetString()!);
            reader.Read();
            reader.Skip();
        }

        return Enum.GetValues<SuiteTool>()
            .Where(tool => SuiteTraits.Of(tool).Marks.All(fields.Contains))
            .Select(tool => (SuiteTool?)tool)
            .FirstOrDefault();
    }

    private static PerfGateException Refused(Diagnostic diagnostic) => new(diagnostic, ExitCode.Usage);
}

/// <summary>Which part of a file counts, where it holds more than one thing.</summary>
/// <param name="Time">Which time of Google Benchmark.</param>
/// <param name="Gpu">Which GPU of nvbench, by its number in the file; null if there is one.</param>
public sealed record SuiteChoice(SuiteTime Time = SuiteTime.Real, int? Gpu = null);

/// <summary>The text of a result file, to name places in it.</summary>
/// <param name="Utf8">The text.</param>
/// <param name="Path">The file.</param>
internal sealed record SuiteText(byte[] Utf8, string Path)
{
    /// <summary>PG9132: what is at a place cannot be judged.</summary>
    /// <param name="why">A sentence, and what to do.</param>
    /// <param name="steps">The way to the place, as <see cref="JsonPlace.Of"/> takes it.</param>
    public PerfGateException Refuse(string why, params ReadOnlySpan<object> steps) =>
        new(DiagnosticCatalog.NothingInSuite(JsonPlace.Of(Utf8, Path, steps), why), ExitCode.Usage);
}
