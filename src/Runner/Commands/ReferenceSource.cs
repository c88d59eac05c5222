using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Git;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Commands;

/// <summary>Resolves the reference that a command line asks for.</summary>
internal sealed class ReferenceSource(GateOptions options, ParseResult parsed, string root) : IReferenceSource
{
    private const string Schema = "perfgate.schema.json";

    private readonly ReferenceResolver resolver = new(ReadPolicy);

    public GitState? Git { get; } = StateOf(root, BaselinesFolder(options, parsed, root));

    private string PolicyPath => Path.GetFullPath(parsed.GetValue(options.Policy) ?? "perfgate.json", root);

    /// <summary>The policy in force, for what has to be known before the device is opened: whether its clocks are locked, say.</summary>
    public GatePolicy Policy() => resolver.Policy(Request(""));

    /// <summary>The policy in a file; the defaults where there is none.</summary>
    /// <exception cref="PerfGateException">PG9001-PG9004, PG4101: it is there and is refused.</exception>
    public static GatePolicy ReadPolicyFile(string path) => GateInput.Read(null, null, path).Present is { } text ? ReadPolicy(text, path) : new();

    public ResolvedReference Resolve(string deviceSlug) => resolver.Resolve(Request(deviceSlug));

    private ReferenceRequest Request(string deviceSlug) => new()
    {
        Root = root,
        BaselinesFolder = BaselinesFolder(options, parsed, root),
        PolicyPath = PolicyPath,
        DeviceSlug = deviceSlug,
        Choice = parsed.GetValue(options.Reference),
        Base = parsed.GetValue(options.Base),
        PullRequestBase = Environment.GetEnvironmentVariable("GITHUB_BASE_REF"),
    };

    private static string BaselinesFolder(GateOptions options, ParseResult parsed, string root) =>
        Path.GetFullPath(parsed.GetValue(options.Baselines) ?? "baselines", root);

    private static GatePolicy ReadPolicy(string text, string path)
    {
        var policy = JsonFile.Parse(text, path, PerfGateJson.Default.GatePolicy, Schema);
        var contradictions = PolicyRules.Check(policy, path);
        return contradictions.IsEmpty ? policy : throw new PerfGateException(contradictions, ExitCode.Usage);
    }

    // A refreshed baseline is no change of what was measured.
    private static GitState? StateOf(string root, string baselines)
    {
        using var repository = GitRepository.Open(root);
        return repository?.State(repository.PathInTree(baselines) is { Length: > 0 } path ? [path] : []);
    }
}
