using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Core.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-atomic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "file.json");

    private string Temporary => $"{Target}.{Environment.ProcessId}{AtomicFile.Unfinished}";

    // What a full disk, a full quota and a file system without inodes have in common.
    [Theory]
    [InlineData("No space left on device")]
    [InlineData("Disk quota exceeded")]
    public void A_file_that_cannot_be_written_to_its_end_leaves_the_old_one_whole(string why)
    {
        File.WriteAllText(Target, "old");

        var refused = Assert.Throws<PerfGateException>(() => AtomicFile.Write(
            Target,
            stream =>
            {
                stream.Write("new, and half"u8);
                throw new IOException(why);
            }
        ));

        var error = Assert.Single(refused.Diagnostics);
        Assert.Equal(("PG9001", ExitCode.Usage), (error.Code, refused.ExitCode));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_first_file_that_cannot_be_written_to_its_end_is_not_there()
    {
        Assert.Throws<PerfGateException>(() => AtomicFile.Write(Target, _ => throw new IOException("No space left")));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_link_at_the_name_of_the_unfinished_file_is_not_written_through()
    {
        var other = Path.Combine(_folder, "other");
        File.WriteAllText(other, "mine");
        File.CreateSymbolicLink(Temporary, other);

        AtomicFile.Write(Target, "new"u8);

        Assert.Equal(("new", "mine"), (File.ReadAllText(Target), File.ReadAllText(other)));
        Assert.Equal([Target, other], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_killed_process_left_unfinished_is_in_nobodys_way()
    {
        File.WriteAllText(Temporary, "half of a longer content");

        AtomicFile.Write(Target, "new"u8);

        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("file.json/below.json")]
    [InlineData("LONG")]
    public void A_path_where_no_file_can_be_is_an_error_and_nothing_is_left(string name)
    {
        File.WriteAllText(Target, "old");
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
        var path = Path.Combine(_folder, name == "LONG" ? new string('x', 5000) : name);

        var refused = Assert.Throws<PerfGateException>(() => AtomicFile.Write(path, "new"u8));

        Assert.Equal("PG9001", Assert.Single(refused.Diagnostics).Code);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Whoever_reads_meanwhile_sees_one_version_whole()
    {
        const int Length = 300_000;
        byte[] One(char letter) => Encoding.ASCII.GetBytes(new string(letter, Length));
        AtomicFile.Write(Target, One('a'));
        using var end = new CancellationTokenSource();
        var reader = Task.Run(
            () =>
            {
                var seen = new HashSet<string>(StringComparer.Ordinal);
                while (!end.IsCancellationRequested || seen.Count == 0)
                {
                    var text = File.ReadAllText(Target);
                    seen.Add($"{text.Length} {string.Concat(text.Distinct())}");
                }

                return seen;
            },
            TestContext.Current.CancellationToken
        );

        for (var i = 0; i < 60; i++)
            AtomicFile.Write(Target, One(i % 2 == 0 ? 'b' : 'a'));
        await end.CancelAsync();

        Assert.Subset(new HashSet<string> { $"{Length} a", $"{Length} b" }, await reader);
    }

    [Fact]
    public void A_file_with_the_same_bytes_is_left_alone()
    {
        Assert.True(AtomicFile.Write(Target, "text"u8));
        var before = File.GetLastWriteTimeUtc(Target);

        Assert.False(AtomicFile.Write(Target, "text"u8));
        Assert.False(AtomicFile.Write(Target, stream => stream.Write("text"u8)));
        Assert.Equal(before, File.GetLastWriteTimeUtc(Target));
    }
}
