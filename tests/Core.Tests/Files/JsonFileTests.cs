using System.Text;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Files;

public sealed class JsonFileTests : IDisposable
{
    private readonly string _path = Path.Combine(
        Directory.CreateTempSubdirectory("perfgate-json-").FullName,
        "verdict.json"
    );
    private readonly string _text = JsonSerializer.Serialize(
        SampleReports.PullRequest().Verdict,
        PerfGateJson.Default.Verdict
    );

    public static TheoryData<string> Encodings => ["utf-8", "utf-16", "utf-16BE", "utf-32BE"];

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    // Windows PowerShell writes UTF-16 where a user redirects, and many an editor puts a mark before UTF-8.
    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_text_with_a_byte_order_mark_is_read(string encoding)
    {
        var coding = Encoding.GetEncoding(encoding);
        File.WriteAllBytes(_path, [.. coding.GetPreamble(), .. coding.GetBytes(_text)]);

        Assert.Equal(
            _text,
            JsonSerializer.Serialize(
                JsonFile.Read<Verdict>(_path, PerfGateJson.Default, "verdict.schema.json"),
                PerfGateJson.Default.Verdict
            )
        );
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        File.WriteAllText(_path, _text.Replace("\"summary\": \"", "\"summary\": \"\\ud800", StringComparison.Ordinal));

        Refused("PG9002");
    }

    [Fact]
    public void Bytes_that_are_no_utf_8_are_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(_text);
        bytes[_text.IndexOf("\"summary\"", StringComparison.Ordinal) + 14] = 0xFF;
        File.WriteAllBytes(_path, bytes);

        Assert.Equal(
            _text[.._text.IndexOf("\"summary\"", StringComparison.Ordinal)].Split('\n').Length,
            Refused("PG9002").Location!.Line
        );
    }

    [Fact]
    public void A_field_that_stands_there_twice_is_refused_at_its_line()
    {
        File.WriteAllText(
            _path,
            _text.Replace("  \"outcome\"", "  \"outcome\": \"pass\",\n  \"outcome\"", StringComparison.Ordinal)
        );

        var error = Refused("PG9101");
        Assert.StartsWith("the field outcome already appears at line ", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            1 + _text[.._text.IndexOf("\"outcome\"", StringComparison.Ordinal)].Split('\n').Length,
            error.Location!.Line
        );
    }

    [Fact]
    public void A_newer_file_is_called_newer_whatever_else_it_holds()
    {
        File.WriteAllText(
            _path,
            _text.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2, \"invention\": 3", StringComparison.Ordinal)
        );

        Refused("PG9004");
    }

    [Fact]
    public void A_text_that_ends_too_early_is_no_json()
    {
        File.WriteAllText(_path, _text[..^20]);

        Refused("PG9002");
    }

    [Fact]
    public void An_empty_file_is_no_json()
    {
        File.WriteAllText(_path, "");

        Refused("PG9002");
    }

    private Diagnostic Refused(string code)
    {
        var error = Assert
            .Throws<PerfGateException>(() => JsonFile.Read<Verdict>(_path, PerfGateJson.Default, "verdict.schema.json"))
            .Diagnostics[0];
        Assert.Equal(code, error.Code);
        Assert.Equal(_path, error.Location!.File);
        return error;
    }
}
