using System.IO.Compression;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub.Artifacts;

namespace PerfGate.GitHub.Tests;

/// <content>An artifact that is a zip file.</content>
public sealed partial class HostileArtifactTests
{
    // st_mode of a symbolic link, in the upper half of the external attributes.
    private const int Link = unchecked((int)0xA1FF0000);

    private static readonly ArtifactLimits Small = new()
    {
        File = 64 * 1024,
        Total = 256 * 1024,
        Zip = 512 * 1024,
        Entries = 50,
    };

    [Fact]
    public async Task An_honest_zip_file_is_published_like_the_folder()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Pack(), results.ForkEvent());

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Single(github.Repository.Comments);
    }

    [Theory]
    [InlineData("../../home/runner/.bashrc")]
    [InlineData("badges/../../x.svg")]
    [InlineData("/etc/cron.d/x")]
    [InlineData("C:\\Windows\\x")]
    [InlineData("..\\x")]
    [InlineData("a\u0001b")]
    [InlineData("../folder/")]
    public async Task A_name_that_leads_out_of_the_artifact_is_refused(string name) =>
        await RefusedAsync("PG5012", zip => zip.CreateEntry(name));

    [Fact]
    public async Task A_symbolic_link_in_a_zip_file_is_refused() => await RefusedAsync("PG5012", zip =>
    {
        var entry = zip.CreateEntry("plots/x.svg");
        entry.ExternalAttributes = Link;
        using var writer = new StreamWriter(entry.Open());
        writer.Write("/proc/self/environ");
    });

    [Fact]
    public async Task A_zip_bomb_is_refused() => await RefusedAsync("PG5011", zip =>
    {
        using var stream = zip.CreateEntry("never-read", CompressionLevel.SmallestSize).Open();
        for (var i = 0; i < 40; i++)
            stream.Write(new byte[1024 * 1024]);
    });

    [Fact]
    public async Task A_zip_bomb_that_claims_to_be_small_is_refused()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        File.Delete(results.At("verdict.json"));
        results.Pack(zip =>
        {
            using var stream = zip.CreateEntry("verdict.json", CompressionLevel.SmallestSize).Open();
            stream.Write("{ \"a\": \""u8);
            stream.Write(Encoding.ASCII.GetBytes(new string('a', 8 * 1024 * 1024)));
            stream.Write("\" }"u8);
        });
        ClaimSize(results.Zip, "verdict.json", 1000);

        var published = await Publication.RunAsync(github.Address, results.Zip, results.ForkEvent());

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Matches("PG501[013]", published.Errors);
        Refusal.AssertAlone(github, "PG501[013]");
    }

    [Fact]
    public async Task More_files_than_any_gate_writes_are_refused() => await RefusedAsync("PG5011", zip =>
    {
        for (var i = 0; i < 60; i++)
            zip.CreateEntry($"f{i}");
    }, Small);

    [Fact]
    public async Task Files_that_are_together_too_large_are_refused() => await RefusedAsync("PG5011", zip =>
    {
        for (var i = 0; i < 5; i++)
        {
            using var stream = zip.CreateEntry($"f{i}", CompressionLevel.Fastest).Open();
            stream.Write(new byte[60 * 1024]);
        }
    }, Small);

    [Fact]
    public async Task A_zip_file_that_is_too_large_is_refused() => await RefusedAsync("PG5011", zip =>
    {
        using var stream = zip.CreateEntry("noise", CompressionLevel.NoCompression).Open();
        stream.Write(new byte[600 * 1024]);
    }, Small);

    [Theory]
    [InlineData("verdict.json")]
    [InlineData("Verdict.JSON")]
    public async Task A_file_that_is_there_twice_is_refused(string name) =>
        await RefusedAsync("PG5012", zip => zip.CreateEntry(name));

    [Fact]
    public async Task A_file_that_is_no_zip_file_is_refused()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        await File.WriteAllTextAsync(results.Zip, "PK no zip", TestContext.Current.CancellationToken);

        var published = await Publication.RunAsync(github.Address, results.Zip, results.ForkEvent());

        Assert.Contains("PG5010", published.Errors, StringComparison.Ordinal);
        Refusal.AssertAlone(github, "PG5010");
    }

    private static async Task RefusedAsync(string code, Action<ZipArchive> pack, ArtifactLimits? limits = null)
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(
            github.Address,
            results.Pack(pack),
            results.ForkEvent(),
            limits: limits
        );

        AssertRefused(code, github, published);
    }

    // Overwrites the uncompressed size in the central directory (offset 24 of its header, the name at 46).
    private static void ClaimSize(string zip, string name, int size)
    {
        var bytes = File.ReadAllBytes(zip);
        var header = bytes.AsSpan().LastIndexOf([.. "PK\u0001\u0002"u8]);
        for (var at = 0; (at = IndexOf(bytes, "PK\u0001\u0002"u8, at)) >= 0; at++)
        {
            if (Encoding.ASCII.GetString(bytes, at + 46, name.Length) == name)
                header = at;
        }

        BitConverter.TryWriteBytes(bytes.AsSpan(header + 24), size);
        File.WriteAllBytes(zip, bytes);
    }

    private static int IndexOf(byte[] bytes, ReadOnlySpan<byte> what, int from)
    {
        var found = bytes.AsSpan(from).IndexOf(what);
        return found < 0 ? -1 : found + from;
    }
}
