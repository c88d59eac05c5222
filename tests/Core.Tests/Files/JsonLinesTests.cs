using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Nights;

namespace PerfGate.Core.Tests.Files;

/// <summary>Files of one record a line: what is no record is left out, and said.</summary>
public sealed class JsonLinesTests : IDisposable
{
    private const string Good =
        """{"device":"d","case":"c","good":"1","bad":"2","commits":[{"sha":"2","subject":"s"}]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"device":"d","case":"c","good":"1","bad":"2","commits":[null]}""")]
    [InlineData("""{"device":"d","case":"c","good":"1","bad":"2","commits":[{"sha":"2","subject":"s"},null]}""")]
    [InlineData("""{"device":"d","case":"c","good":"1","bad":"2","commits":null}""")]
    [InlineData("""{"device":"d","case":"c","good":"1","bad":"2","commits":[{"sha":null,"subject":"s"}]}""")]
    [InlineData("""{"device":"d","case":"c","good":"1","bad":"2"}""")]
    [InlineData("""["device","d"]""")]
    [InlineData("null")]
    [InlineData("{")]
    public void A_line_with_something_missing_is_no_record(string line)
    {
        var read = Read($"{Good}\n{line}\n{Good}\n");

        Assert.Equal(2, read.Records.Length);
        Assert.Equal("one line that is no result", read.Ignored);
    }

    [Fact]
    public void A_list_without_elements_is_a_list()
    {
        var read = Read("""{"device":"d","case":"c","good":"1","bad":"2","commits":[]}""" + "\n");

        Assert.Equal(ImmutableArray<NamedCommit>.Empty, Assert.Single(read.Records).Commits);
        Assert.Null(read.Ignored);
    }

    [Fact]
    public void A_last_line_that_an_editor_left_without_its_end_is_read_and_appended_to()
    {
        var path = _folder.Write("commits.jsonl", $"{Good}\n{Good}");

        using (var file = JsonLines.Open(path, NightJson.Default.NamedChange))
        {
            Assert.Null(file.Ignored);
            file.Add(file.Records[0]);
        }

        Assert.Equal($"{Good}\n{Good}\n{Good}\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_last_line_that_was_cut_off_is_left_out_and_replaced()
    {
        var path = _folder.Write("commits.jsonl", $"{Good}\n{Good[..^3]}");

        using (var file = JsonLines.Open(path, NightJson.Default.NamedChange))
        {
            Assert.Equal("its last line, which was cut off", file.Ignored);
            file.Add(Assert.Single(file.Records));
        }

        Assert.Equal($"{Good}\n{Good}\n", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("", "\r\n")]
    [InlineData("", "\r")]
    [InlineData("\n \n", "\n\n")]
    [InlineData("\uFEFF", "")]
    public void Marks_and_line_ends_of_editors_lose_no_line(string before, string end)
    {
        var read = Read($"{before}{Good}{end}");

        Assert.Single(read.Records);
        Assert.Null(read.Ignored);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d\n")]
    [InlineData("<html>")]
    [InlineData("{\0\"\0a\0\n\0")]
    [InlineData("garbage\r")]
    public void A_file_of_another_kind_is_refused_and_left_as_it_is(string text)
    {
        var path = _folder.Write("commits.jsonl", text);

        foreach (
            var read in new Action[]
            {
                () => JsonLines.Read(path, NightJson.Default.NamedChange),
                () => JsonLines.Open(path, NightJson.Default.NamedChange).Dispose(),
            }
        )
        {
            var refused = Assert.Single(Assert.Throws<PerfGateException>(read).Diagnostics);
            Assert.Equal(("PG9002", path), (refused.Code, refused.Location?.File));
            Assert.Equal(text, File.ReadAllText(path));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("{\"device\":\"d\",")]
    public void A_file_that_was_only_begun_is_begun_anew(string text)
    {
        var path = _folder.Write("commits.jsonl", text);

        using var file = JsonLines.Open(path, NightJson.Default.NamedChange);

        Assert.Empty(file.Records);
    }

    private ReadLines<NamedChange> Read(string text) =>
        JsonLines.Read(_folder.Write("commits.jsonl", text), NightJson.Default.NamedChange);
}
