using System.IO.Compression;
using System.Text;
using PerfGate.Core.Publishing;

namespace PerfGate.Core.Tests.Publishing;

public sealed class ArtifactZipTests
{
    private static readonly Dictionary<string, byte[]> Files = new(StringComparer.Ordinal)
    {
        ["sources/b.cu"] = "two"u8.ToArray(),
        ["measurement.json"] = "one"u8.ToArray(),
    };

    [Fact]
    public void The_same_files_give_the_same_bytes_in_whatever_order()
    {
        var reversed = Files.Reverse().ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);

        Assert.Equal(ArtifactZip.Write(Files), ArtifactZip.Write(reversed));
    }

    [Fact]
    public void It_holds_the_files_and_their_checksums()
    {
        using var zip = new ZipArchive(new MemoryStream(ArtifactZip.Write(Files)));

        Assert.Equal(["measurement.json", "sources/b.cu", "checksums.txt"], zip.Entries.Select(e => e.FullName));
        Assert.All(zip.Entries, e => Assert.Equal(1980, e.LastWriteTime.Year));
        using var list = new StreamReader(zip.Entries[2].Open());
        // As sha256sum writes them.
        Assert.Equal(
            "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  measurement.json\n"
                + "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  sources/b.cu\n",
            list.ReadToEnd()
        );
    }

    [Fact]
    public void Each_fault_is_named()
    {
        var list = ArtifactZip.Checksums(Files);
        var changed = new Dictionary<string, byte[]>(Files, StringComparer.Ordinal)
        {
            ["measurement.json"] = "onf"u8.ToArray(),
            ["more"] = Encoding.UTF8.GetBytes("x"),
        };
        changed.Remove("sources/b.cu");

        Assert.Empty(ArtifactZip.Faults(Files, list));
        Assert.Equal(
            [
                "measurement.json was changed: its checksum is not the one in checksums.txt",
                "sources/b.cu is missing",
                "more is not in checksums.txt",
            ],
            ArtifactZip.Faults(changed, list)
        );
        Assert.Contains("measurement.json is in checksums.txt twice", ArtifactZip.Faults(Files, list + list));
        Assert.Contains("checksums.txt has a line that is no checksum", ArtifactZip.Faults(Files, list + "short\n"));
    }
}
