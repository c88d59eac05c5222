using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Publishing;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.Optimizing;

namespace PerfGate.Runner.Tests.Optimizing;

/// <summary>Archives that somebody made to do harm: each is refused by the name of what is wrong.</summary>
public sealed class ArchiveReaderTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Files = new(StringComparer.Ordinal)
    {
        ["artifact.json"] = "{}"u8.ToArray(),
        ["sources/kernel.cu"] = "__global__ void k() {}"u8.ToArray(),
    };

    private readonly TemporaryFolder _folder = new();

    private string Archive => Path.Combine(_folder.Root, "artifact.zip");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read()
    {
        File.WriteAllBytes(Archive, ArtifactZip.Write(Files));

        Assert.Equal(Files.Keys.Order(StringComparer.Ordinal), Read().Keys);
    }

    [Fact]
    public void The_archives_of_the_docs_are_whole_and_claim_what_lies_beside_them()
    {
        var examples = Checkout.PathOf("docs/examples");
        foreach (var folder in Directory.Exists(examples) ? Directory.GetDirectories(examples) : [])
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(folder, Publication.ClaimsName)),
                PublishedArchive.Read(Path.Combine(folder, Publication.ArchiveName)).Files[Publication.ClaimsName]
            );
    }

    [Fact]
    public void A_changed_byte_is_refused_by_the_name_of_its_file()
    {
        var list = ArtifactZip.Checksums(Files);
        Write(("artifact.json", "{ }"), ("sources/kernel.cu", "__global__ void k() {}"), ("checksums.txt", list));

        Refused("artifact.json was changed");
    }

    [Fact]
    public void Any_byte_that_is_flipped_is_refused()
    {
        var whole = ArtifactZip.Write(Files);
        for (var i = 0; i < whole.Length; i += 7)
        {
            var bytes = whole.ToArray();
            bytes[i] ^= 0x40;
            File.WriteAllBytes(Archive, bytes);
            try
            {
                // Dates and the like are no content.
                Assert.Equal(Files.Keys.Order(StringComparer.Ordinal), Read().Keys);
            }
            catch (PerfGateException e)
            {
                Assert.Equal("PG2080", e.Diagnostics[0].Code);
            }
        }
    }

    [Theory]
    [InlineData("../outside.cu", "'../outside.cu' in it leads out of the artifact")]
    [InlineData("sources/../../outside.cu", "leads out of the artifact")]
    [InlineData("/etc/passwd", "'/etc/passwd' in it is an absolute path")]
    [InlineData("c:/windows", "is an absolute path")]
    [InlineData("sources\\..\\x", "leads out of the artifact")]
    [InlineData("../folder/", "leads out of the artifact")]
    public void A_name_that_leads_out_is_refused(string name, string words)
    {
        Write(("checksums.txt", ""), (name, name.EndsWith('/') ? "" : "x"));

        Refused(words);
    }

    [Theory]
    [InlineData("sources/kernel.cu")]
    [InlineData("Sources/Kernel.cu")]
    public void A_name_that_is_there_twice_is_refused(string second)
    {
        Write(("sources/kernel.cu", "one"), (second, "two"), ("checksums.txt", ""));

        Refused($"it holds '{second}' twice");
    }

    [Fact]
    public void A_symbolic_link_is_refused()
    {
        using (var zip = ZipFile.Open(Archive, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry("sources/link");
            entry.ExternalAttributes = 0xA1FF << 16;
            using var stream = entry.Open();
            stream.Write("/etc/passwd"u8);
        }

        Refused("'sources/link' is a link");
    }

    [Fact]
    public void A_bomb_is_refused_unread()
    {
        Write(("sources/zeros", new string('0', 3_000_000)), ("checksums.txt", ""));

        Refused("'sources/zeros' unpacks to more than 200 times its size");
    }

    [Fact]
    public void More_files_or_bytes_than_allowed_are_refused()
    {
        File.WriteAllBytes(Archive, ArtifactZip.Write(Files));

        Refused("it has 3 entries; at most 2 are read", new() { Entries = 2 });
        Refused("together larger than 10 bytes", new() { Total = 10 });
        Refused("'artifact.json' is larger than 1 bytes", new() { File = 1 });
        Refused("it is larger than 100 bytes", new() { Zip = 100 });
    }

    [Fact]
    public void An_archive_without_checksums_is_refused()
    {
        Write(("artifact.json", "{}"));

        Refused("it has no checksums.txt");
    }

    [Fact]
    public void What_is_no_zip_file_or_not_there_is_refused()
    {
        Refused("there is no file");
        File.WriteAllText(Archive, "no zip");
        Refused("it cannot be read");
    }

    private ImmutableSortedDictionary<string, byte[]> Read(ArtifactLimits? limits = null) =>
        new ArchiveReader(Archive, limits ?? new()).Read();

    private void Refused(string words, ArtifactLimits? limits = null)
    {
        var e = Assert.Throws<PerfGateException>(() => Read(limits));
        Assert.Equal(("PG2080", ExitCode.Usage), (e.Diagnostics[0].Code, e.ExitCode));
        Assert.Contains(words, e.Diagnostics[0].Message, StringComparison.OrdinalIgnoreCase);
    }

    private void Write(params (string Name, string Text)[] entries)
    {
        using var zip = ZipFile.Open(Archive, ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
