using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
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
    public void A_whole_number_that_is_too_large_is_refused_at_its_field_without_a_word_of_dotnet()
    {
        var line = Regex.Replace(_text, "\"line\": ?[0-9]+", "\"line\": 9223372036854775807");
        File.WriteAllText(_path, line);

        var refused = Refused("PG9003");

        Assert.Matches(@"^cases\[\d\]\.source\.line: .* too large", refused.Message);
        Assert.DoesNotContain("System.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("PerfGate.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_ends_too_early_is_no_json()
    {
        File.WriteAllText(_path, _text[..^20]);

        Refused("PG9002");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_file_that_git_could_not_merge_is_said_so_at_the_marker(int before)
    {
        var lines = _text.ReplaceLineEndings("\n").Split('\n');
        Assert.True(lines.Length > before);
        File.WriteAllLines(
            _path,
            [
                .. lines[..before],
                "<<<<<<< HEAD",
                lines[before],
                "=======",
                lines[before],
                ">>>>>>> branch",
                .. lines[(before + 1)..],
            ]
        );

        var refused = Refused("PG9002");
        Assert.Equal((before + 1, 1), (refused.Location!.Line, refused.Location.Column));
        Assert.Contains("a merge left its conflict markers here.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    public void A_file_with_nothing_in_it_is_called_empty(string text)
    {
        File.WriteAllText(_path, text);

        Assert.StartsWith("this is not JSON: the file is empty. ", Refused("PG9002").Message, StringComparison.Ordinal);
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
