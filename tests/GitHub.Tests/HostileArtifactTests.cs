using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Tests;

public sealed partial class HostileArtifactTests
{
    [Fact]
    public async Task Two_gigabytes_in_one_file_are_refused_unread() => await RefusedFolderAsync("PG5011", results =>
    {
        using var sparse = File.OpenWrite(results.At("measurement.json"));
        sparse.SetLength(2L * 1024 * 1024 * 1024);
    });

    [Fact]
    public async Task A_link_to_a_file_is_refused() => await RefusedFolderAsync("PG5012", results =>
    {
        File.Delete(results.At("measurement.json"));
        File.CreateSymbolicLink(results.At("measurement.json"), "/etc/passwd");
    });

    [Fact]
    public async Task A_link_to_a_folder_is_refused() => await RefusedFolderAsync("PG5012", results =>
        Directory.CreateSymbolicLink(results.At("plots"), "/etc"));

    [Fact]
    public async Task A_link_that_leads_nowhere_is_refused() => await RefusedFolderAsync("PG5012", results =>
        File.CreateSymbolicLink(results.At("plots"), "/nowhere"));

    [Fact]
    public async Task Deep_JSON_is_refused() => await RefusedFolderAsync("PG5013", results =>
        File.WriteAllText(results.At("verdict.json"), new string('[', 100_000) + new string(']', 100_000)));

    [Theory]
    [InlineData("outcome", "\"splendid\"")]
    [InlineData("outcome", "7")]
    [InlineData("cases", "{}")]
    [InlineData("schemaVersion", "2")]
    [InlineData("pullRequest", "8")]
    [InlineData("reference", "null")]
    public async Task A_verdict_that_does_not_fit_its_schema_is_refused(string field, string value) =>
        await RefusedFolderAsync("PG5013", results =>
        {
            var verdict = JsonNode.Parse(File.ReadAllText(results.At("verdict.json")))!;
            verdict[field] = JsonNode.Parse(value);
            File.WriteAllText(results.At("verdict.json"), verdict.ToJsonString());
        });

    [Fact]
    public async Task A_number_that_is_not_finite_is_refused() => await RefusedFolderAsync("PG5013", results =>
    {
        var text = File.ReadAllText(results.At("verdict.json"));
        File.WriteAllText(results.At("verdict.json"), text.Replace("1.123", "1e999", StringComparison.Ordinal));
    });

    [Fact]
    public async Task A_text_of_megabytes_is_refused() =>
        await RefusedFolderAsync(
            "PG5013",
            results =>
            {
                var text = File.ReadAllText(results.At("verdict.json"));
                File.WriteAllText(
                    results.At("verdict.json"),
                    text.Replace("No case", new string('a', 2_000_000), StringComparison.Ordinal)
                        .Replace("1 case", new string('a', 2_000_000), StringComparison.Ordinal)
                );
            }
        );

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused() => await RefusedFolderAsync("PG5013", results =>
        File.WriteAllBytes(results.At("verdict.json"), [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]));

    [Theory]
    [InlineData("verdict.json")]
    [InlineData("measurement.json")]
    public async Task Results_that_are_not_whole_are_refused(string missing) =>
        await RefusedFolderAsync("PG5010", results => File.Delete(results.At(missing)));

    [Fact]
    public async Task A_device_name_that_would_be_a_path_is_refused() =>
        await RefusedFolderAsync(
            "PG5013",
            results =>
            {
                var text = File.ReadAllText(results.At("measurement.json"));
                File.WriteAllText(
                    results.At("measurement.json"),
                    text.Replace("host-test", "../main", StringComparison.Ordinal)
                );
            }
        );

    [Fact]
    public async Task An_empty_file_is_never_opened_as_it_may_be_a_pipe() =>
        await RefusedFolderAsync("PG5010", results => File.WriteAllBytes(results.At("verdict.json"), []));

    [Theory]
    [InlineData("**bold** | `code` <img src=x onerror=alert(1)>")]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("@everyone @acme/team")]
    [InlineData("::error::pwned")]
    [InlineData("\n::set-output name=x::y")]
    [InlineData("##[set-env name=PATH]/tmp")]
    [InlineData("\u001b[31mred\u001b[0m \u001b]0;title\u0007")]
    [InlineData("\u202Egnp.exe")]
    [InlineData("<!-- perfgate:gate --> -->")]
    [InlineData("[click](javascript:alert(1)) ![i](https://evil.example/i.png) <https://evil.example>")]
    [InlineData("```\n# heading\n</details><details open>")]
    [InlineData("a | b `c` ``d`` | e")]
    [InlineData("nul\0bell\a lone \uD800 high \uDC00 low")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("\u2066isolated\u2069 \u200Fmark\u200B\uFEFF")]
    [InlineData("fixes #1, GH-2, acme/other#3 https://evil.example www.evil.example")]
    public async Task A_foreign_name_is_inert_in_everything_that_is_posted_or_printed(string name)
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow(name) with { Reason = name, Name = name });

        var published = await Publication.RunAsync(
            github.Address, results.Folder, results.ForkEvent(), summaryPage: results.SummaryPage, inActions: true);

        Assert.Equal(ExitCode.Passed, published.Exit);
        var markdown = new[]
        {
            (string)Assert.Single(github.Repository.Comments)["body"]!,
            (string)Assert.Single(github.Repository.Checks)["output"]!["summary"]!,
            await File.ReadAllTextAsync(results.SummaryPage, TestContext.Current.CancellationToken),
        };
        Assert.All(markdown.Select(OutsideCode), text =>
        {
            Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
            Assert.DoesNotContain("**bold**", text, StringComparison.Ordinal);
            // The links are ours: to the run, its files and the kernel's line; there is no image.
            Assert.All(
                Regex.Matches(text, @"(?<!\\)\]\(.{0,20}"),
                link => Assert.Equal("](https://github.test/", link.Value)
            );
            Assert.Contains("](https://github.test/", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"(?<!\\)!\[", text);
            Assert.DoesNotContain("https://evil", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"www\.evil|(?<!&)#\d|GH-\d", text);
            // Every fold that opens closes, and none is opened by a name.
            Assert.DoesNotContain("<details open", text, StringComparison.Ordinal);
            Assert.Equal(Regex.Count(text, "<details>"), Regex.Count(text, "</details>"));
            Assert.DoesNotMatch("(?m)^# heading", text);
        });
        Assert.All(markdown, AssertNoControls);
        Assert.Single(OutsideCode(markdown[0]).Split("<!--")[1..]);
        Assert.All(github.Repository.Annotations.Values.Single().Single(), a =>
        {
            AssertNoControls((string)a!["title"]!);
            AssertNoControls((string)a["message"]!);
        });
        AssertNoControls(published.Output);
        Assert.DoesNotContain("##[", published.Output, StringComparison.Ordinal);

        // The one command that is ours names the file; none starts anywhere else.
        Assert.All(
            published.Output.Split('\n').Where(line => line.TrimStart().StartsWith("::", StringComparison.Ordinal)),
            line => Assert.StartsWith("::error file=kernels/softmax.cu,line=31,title=", line, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_name_of_10_KB_is_shortened_wherever_it_is_shown()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow(new string('n', 10_240)));

        var published = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.ForkEvent(),
            inActions: true
        );

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.InRange(((string)github.Repository.Annotations.Values.Single().Single()[0]!["title"]!).Length, 1, 255);
        Assert.All(published.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 2_600));
    }

    // In a code span Markdown, HTML and mentions are plain letters; a backtick or a line's end would close it.
    private static string OutsideCode(string markdown) => Regex.Replace(markdown, "`[^`\n]*`", "");

    private static void AssertNoControls(string text) => Assert.DoesNotContain(
        text, c => (char.IsControl(c) && c is not ('\n' or '\r')) || c is '\u202E' or '\u200F' or '\u2066');

    private static async Task RefusedFolderAsync(string code, Action<GateResults> spoil)
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        spoil(results);

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        AssertRefused(code, github, published);
    }

    private static void AssertRefused(string code, FakeGitHub github, Publication published)
    {
        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains(code, published.Errors, StringComparison.Ordinal);
        Refusal.AssertAlone(github, code);
    }

    private static async Task<FakeGitHub> PullRequestAsync()
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        return github;
    }
}
