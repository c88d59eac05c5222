using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Tests;

/// <summary>Zip files whose format itself is the attack: what their directory says is not what they hold.</summary>
public sealed class HostileZipTests
{
    // Offsets in a file's header in the central directory (APPNOTE 4.3.12).
    private const int Flags = 8, Method = 10, Packed = 20, Unpacked = 24, Name = 46;
    private static readonly byte[] DirectoryHeader = [.. "PK\u0001\u0002"u8];

    [Fact]
    public async Task Two_gigabytes_that_the_directory_claims_are_refused_unread() =>
        await RefusedAsync(
            "PG5011",
            zip =>
            {
                Patch(zip, "verdict.json", Unpacked, int.MaxValue);
                Patch(zip, "verdict.json", Packed, int.MaxValue / 2);
            }
        );

    [Theory]
    [InlineData(Unpacked, 10)]
    [InlineData(Packed, int.MaxValue)]
    [InlineData(Packed, 0)]
    public async Task A_size_that_is_not_true_is_refused(int field, int size) =>
        await RefusedAsync("PG501[013]", zip => Patch(zip, "verdict.json", field, size));

    [Fact]
    public async Task An_encrypted_file_is_refused() =>
        await RefusedAsync("PG501[03]", zip => Patch16(zip, "verdict.json", Flags, 1));

    [Fact]
    public async Task A_compression_of_another_kind_is_refused() =>
        await RefusedAsync("PG501[03]", zip => Patch16(zip, "verdict.json", Method, 99));

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task A_zip_file_that_ends_too_early_is_refused(double share) =>
        await RefusedAsync(
            "PG5010",
            zip => File.WriteAllBytes(zip, File.ReadAllBytes(zip)[..(int)(new FileInfo(zip).Length * share)])
        );

    [Fact]
    public async Task Damaged_contents_are_refused() => await RefusedAsync("PG501[03]", zip =>
    {
        var bytes = File.ReadAllBytes(zip);
        var start = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("verdict.json"));
        bytes.AsSpan(start + 40, 200).Fill(0xAA);
        File.WriteAllBytes(zip, bytes);
    });

    [Theory]
    [InlineData("verdict.json/x")]
    [InlineData("plots//x.svg")]
    [InlineData("./verdict.json")]
    [InlineData("\\\\server\\share\\x")]
    [InlineData("d:x")]
    [InlineData("~/..")]
    public async Task A_name_that_some_system_reads_otherwise_opens_nothing_of_ours(string name)
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        var before = Directory.GetFileSystemEntries(results.Folder, "*", SearchOption.AllDirectories);

        var published = await Publication.RunAsync(
            github.Address,
            results.Pack(zip => zip.CreateEntry(name)),
            results.ForkEvent()
        );

        // Unknown names are never opened; those that lead elsewhere refuse the whole.
        Assert.True(
            published.Exit == ExitCode.Passed
                ? name == "verdict.json/x"
                : published.Errors.Contains("PG5012", StringComparison.Ordinal),
            published.Errors
        );
        Assert.Equal(before, Directory.GetFileSystemEntries(results.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_zip_file_within_the_zip_file_is_never_opened()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        using var inner = new MemoryStream();
        using (var zip = new ZipArchive(inner, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = zip.CreateEntry("../../x").Open();
            stream.Write(new byte[1_000_000]);
        }

        var published = await Publication.RunAsync(github.Address, results.Pack(zip =>
        {
            using var stream = zip.CreateEntry("more.zip").Open();
            stream.Write(inner.ToArray());
        }), results.ForkEvent());

        Assert.Equal(ExitCode.Passed, published.Exit);
    }

    [Theory]
    [InlineData("\"outcome\":", "\"outcome\": \"pass\", \"outcome\":")]
    [InlineData("\"cases\":", "\"cases\": [], \"cases\":")]
    [InlineData("\"summary\": \"", "\"summary\": \"\\ud83d")]
    [InlineData("{", "\uFEFF{")]
    [InlineData("{", "// a comment\n{")]
    public async Task A_verdict_that_two_programs_would_read_differently_is_refused(string was, string becomes)
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        var text = await File.ReadAllTextAsync(results.At("verdict.json"), TestContext.Current.CancellationToken);
        var at = text.IndexOf(was, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            results.At("verdict.json"),
            string.Concat(text.AsSpan(0, at), becomes, text.AsSpan(at + was.Length)),
            TestContext.Current.CancellationToken
        );

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5013", published.Errors, StringComparison.Ordinal);
        Refusal.AssertAlone(github, "PG5013");
    }

    private static async Task RefusedAsync(string code, Action<string> spoil)
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        spoil(results.Pack());

        var published = await Publication.RunAsync(github.Address, results.Zip, results.ForkEvent());

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Matches(code, published.Errors);
        Refusal.AssertAlone(github, code);
    }

    private static void Patch(string zip, string name, int field, int value) =>
        Patch(zip, name, header => BinaryPrimitives.WriteInt32LittleEndian(header[field..], value));

    private static void Patch16(string zip, string name, int field, short value) =>
        Patch(zip, name, header => BinaryPrimitives.WriteInt16LittleEndian(header[field..], value));

    private delegate void Write(Span<byte> header);

    private static void Patch(string zip, string name, Write write)
    {
        var bytes = File.ReadAllBytes(zip);
        for (var at = 0; bytes.AsSpan(at).IndexOf(DirectoryHeader) is >= 0 and var found; at += DirectoryHeader.Length)
        {
            at += found;
            if (bytes.AsSpan(at + Name).StartsWith(Encoding.ASCII.GetBytes(name)))
                write(bytes.AsSpan(at));
        }

        File.WriteAllBytes(zip, bytes);
    }

    private static async Task<FakeGitHub> PullRequestAsync()
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        return github;
    }
}
