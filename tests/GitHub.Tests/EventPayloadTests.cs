using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.GitHub.Tests;

/// <summary>An event payload that cannot be used is refused as PG5001, whatever is wrong with it.</summary>
public sealed class EventPayloadTests : IDisposable
{
    private const string Sha = "1111111111111111111111111111111111111111";

    private readonly string _path = Path.Combine(
        Directory.CreateTempSubdirectory("perfgate-event-").FullName,
        "event.json"
    );

    public static TheoryData<string> Payloads =>
    [
        "", "null", "[]", "3", "{", "\"text\"", new string('[', 10_000),
        "{\"ref\":\"refs/tags/\\ud800\"}",
        """{"ref":"refs/tags/\ud800","after":"SHA"}""",
        """{"workflow_run":{"head_sha":"SHA","head_branch":"\udc00","event":"push"}}""",
        """{"workflow_run":{"head_sha":"\ud800"}}""",
        """{"workflow_run":{"head_sha":"SHA","html_url":"\ud800"}}""",
        """{"pull_request":{"number":1,"head":{"sha":"SHA","ref":"\ud800"}}}""",
        """{"pull_request":{"number":1e99,"head":{"sha":"SHA"}}}""",
        """{"repository":{"full_name":"\ud800"},"after":"SHA"}""",
        """{"repository":{"default_branch":"\ud800"},"after":"SHA"}""",
        "{\"workflow_run\":[],\"pull_request\":7,\"repository\":\"x\"}",
    ];

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Theory]
    [MemberData(nameof(Payloads))]
    public void A_payload_of_any_other_form_is_refused_by_its_code(string payload)
    {
        File.WriteAllText(_path, payload.Replace("SHA", Sha, StringComparison.Ordinal));

        Refused();
    }

    [Fact]
    public void A_byte_that_is_not_utf_8_is_refused()
    {
        File.WriteAllBytes(
            _path,
            [.. Encoding.UTF8.GetBytes($"{{\"after\":\"{Sha}\",\"ref\":\"refs/tags/v"), 0xFF, .. "\"}"u8]
        );

        Refused();
    }

    [Fact]
    public void A_folder_a_device_and_a_payload_that_is_too_large_are_refused()
    {
        Directory.CreateDirectory(_path);
        Refused();
        Directory.Delete(_path);
        File.WriteAllText(_path, new string(' ', 25_000_001));
        Refused();
        if (OperatingSystem.IsLinux())
            Refused("/dev/zero");
    }

    private void Refused(string? path = null)
    {
        var refused = Assert.Throws<PerfGateException>(() => EventPayload.Read(path ?? _path, new()));
        Assert.Equal(("PG5001", ExitCode.Publish), (refused.Diagnostics[0].Code, refused.ExitCode));
    }
}
