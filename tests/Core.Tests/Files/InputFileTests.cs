using System.Diagnostics;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;

namespace PerfGate.Core.Tests.Files;

/// <summary>
/// Whatever lies where a file is expected is read within bounds or refused by name, and nothing waits or fills the
/// memory.
/// </summary>
public sealed class InputFileTests : IDisposable
{
    private static readonly FileLimit Small = new("a test", 100, "Write less.");

    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-input-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_of_the_largest_size_is_read_and_one_byte_more_is_refused_with_size_limit_and_remedy()
    {
        Assert.Equal(100, InputFile.Bytes(Written(new string('x', 100)), Small).Length);

        var refused = Refused("PG9014", () => InputFile.Bytes(Written(new string('x', 101)), Small));
        Assert.Equal(
            "the file is too large: a test may have 100 bytes, and this has 101 bytes. Write less.",
            refused.Message
        );
        Assert.Equal(At("file"), refused.Location!.File);
    }

    [Fact]
    public void A_stream_without_a_length_is_read_no_further_than_its_limit()
    {
        using var endless = File.OpenRead(OperatingSystem.IsLinux() ? "/dev/zero" : Written(new string('x', 1000)));

        Refused("PG9014", () => InputFile.Bytes(endless, Small, "standard input"));
    }

    [Fact]
    public void A_file_that_tells_no_length_is_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "files of /proc");

        Assert.NotEmpty(InputFile.Text("/proc/version", FileLimit.Note));
    }

    [Theory]
    [InlineData("sulu.bench.json", " (did you mean silu.bench.json?)")]
    [InlineData("SILU.bench.json", " (did you mean silu.bench.json?)")]
    [InlineData("other.txt", "")]
    [InlineData("folder/silu.bench.json", "")]
    public void A_file_that_is_not_there_is_said_so_with_the_name_that_was_meant(string name, string meant)
    {
        File.WriteAllText(At("silu.bench.json"), "");
        Assert.SkipWhen(File.Exists(At("SILU.bench.json")), "this file system does not tell cases apart");

        var refused = Refused("PG9001", () => InputFile.Bytes(At(name), Small));

        Assert.StartsWith($"there is no file {At(name)}{meant}. ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(At(name), refused.Location!.File);
    }

    [Theory]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/dev/null", "a device")]
    [InlineData("/proc", "a folder")]
    public void A_device_and_a_folder_are_refused(string path, string isA)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "paths of Linux");

        Assert.Contains(
            $"this is {isA}",
            Refused("PG9015", () => InputFile.Bytes(path, Small)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_named_pipe_is_refused_without_waiting_also_through_a_link()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mkfifo");
        using (var make = Process.Start("mkfifo", At("pipe")))
            make.WaitForExit();
        File.CreateSymbolicLink(At("link"), At("pipe"));

        Assert.Contains(
            "a named pipe",
            Refused("PG9015", () => InputFile.Bytes(At("link"), Small)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_link_is_followed_and_one_that_leads_nowhere_is_there_and_refused()
    {
        File.CreateSymbolicLink(At("good"), Written("text"));
        File.CreateSymbolicLink(At("dangling"), At("gone"));
        File.CreateSymbolicLink(At("loop"), At("loop"));

        Assert.Equal("text", InputFile.Text(At("good"), Small));
        Assert.True(
            InputFile.IsThere(At("dangling")) && InputFile.IsThere(At("loop")) && !InputFile.IsThere(At("gone"))
        );
        Assert.Contains(
            "leads to no file",
            Refused("PG9001", () => InputFile.Bytes(At("dangling"), Small)).Message,
            StringComparison.Ordinal
        );
        Refused("PG9001", () => InputFile.Bytes(At("loop"), Small));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_refused(string path) => Refused("PG9001", () => InputFile.Bytes(path, Small));

    [Fact]
    public void A_baseline_that_is_a_folder_or_a_dangling_link_is_not_taken_for_none()
    {
        Directory.CreateDirectory(At("host-x.json"));
        File.CreateSymbolicLink(At("host-y.json"), At("gone"));

        Refused("PG9015", () => BaselineFile.Read(At("host-x.json")));
        Refused("PG9001", () => BaselineFile.Read(At("host-y.json")));
        Assert.Null(BaselineFile.Read(At("host-z.json")));
    }

    // Deep, huge, doubled, cut, of the wrong type: each is refused as what it is, and never by a reader's own
    // exception.
    [Theory]
    [InlineData("", "PG9002")]
    [InlineData("{\"a\":1e999,", "PG9002")]
    [InlineData("[1e999]", "PG9003")]
    [InlineData("{\"summary\":\"\\ud800\"}", "PG9002")]
    [InlineData("{\"\\udc00\":1}", "PG9002")]
    [InlineData("{\"a\":\"\\u12\"}", "PG9002")]
    [InlineData("null", "PG9003")]
    [InlineData("[]", "PG9003")]
    [InlineData("3", "PG9003")]
    [InlineData("\"text\"", "PG9003")]
    [InlineData("\0\0\0", "PG9002")]
    [InlineData("{} {}", "PG9002")]
    [InlineData("{ // it's 3\" wide\n \"cases\": 5 }", "PG9003")]
    [InlineData("{ /* \" */ \"cases\": [1, 2] }", "PG9003")]
    [InlineData("{\"schemaVersion\": 99999999999999999999, \"cases\": {}}", "PG9003")]
    [InlineData("{\"schemaVersion\": -1e308}", "PG9003")]
    [InlineData("{\"schemaVersion\": \"1\", \"outcome\": null}", "PG9003")]
    public void A_text_that_is_no_verdict_is_refused_as_what_it_is(string text, string code) =>
        Refused(code, () => JsonFile.Read<Verdict>(Written(text), PerfGateJson.Default, "verdict.schema.json"));

    [Fact]
    public void Very_deep_nesting_is_no_json()
    {
        Refused(
            "PG9002",
            () =>
                JsonFile.Read<Verdict>(
                    Written(new string('[', 100_000)),
                    PerfGateJson.Default,
                    "verdict.schema.json"
                )
        );
        Refused("PG9002", () => BaselineFile.Parse(new string('[', 100_000), "host-x.json"));
    }

    [Theory]
    [InlineData("{\"schemaVersion\":0}")]
    [InlineData("{\"schemaVersion\":0,\"device\":3,\"measurements\":{}}")]
    [InlineData("{\"schemaVersion\":0,\"a\":1,\"a\":2}")]
    [InlineData("{\"schemaVersion\":0.0}")]
    [InlineData("[{\"schemaVersion\":0}]")]
    public void An_old_baseline_that_is_none_is_refused(string text) =>
        Refused("PG9003", () => BaselineFile.Parse(text, "host-x.json"));

    private static Diagnostic Refused(string code, Action read)
    {
        var refused = Assert.Throws<PerfGateException>(read);
        Assert.Equal((code, ExitCode.Usage), (refused.Diagnostics[0].Code, refused.ExitCode));
        return refused.Diagnostics[0];
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Written(string text)
    {
        File.WriteAllBytes(At("file"), Encoding.UTF8.GetBytes(text));
        return At("file");
    }
}
