using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Git;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Commands;

/// <summary>Resolves the reference that a command line asks for.</summary>
/// <param name="options">The options of the command.</param>
/// <param name="parsed">The command line.</param>
/// <param name="root">The root, absolute.</param>
/// <param name="choice">The reference, where the command leaves no choice; null for what its options say.</param>
internal sealed class ReferenceSource(
    GateOptions options, ParseResult parsed, string root, ReferenceChoice? choice = null) : IReferenceSource
{
    private const string Schema = "perfgate.schema.json";
    private const string DefaultPolicy = "perfgate.json";

    private readonly Lock _gate = new();
    private readonly ReferenceResolver _resolver = new(ReadPolicy);

    public GitState? Git { get; } = StateOf(root, BaselinesFolder(options, parsed, root));

    /// <summary>
    /// The policy in force, for what has to be known before the device is opened: whether its clocks are locked, say.
    /// </summary>
    public GatePolicy Policy() => _resolver.Policy(Request(""));

    /// <summary>The policy in a file.</summary>
    /// <param name="named">
    /// The file that the user named; null for <c>perfgate.json</c> at the root, which may be absent.
    /// </param>
    /// <param name="root">The root, absolute.</param>
    /// <exception cref="PerfGateException">
    /// PG9001-PG9004, PG4101: it is refused, or was named and is not there.
    /// </exception>
    public static GatePolicy ReadPolicyFile(string? named, string root)
    {
        var path = Path.GetFullPath(named ?? DefaultPolicy, root);
        var found = SteeringFile.Read(null, null, path, FileLimit.Policy);
        if (named is not null)
            found.Require();
        return found.Present is { } text ? ReadPolicy(text, path) : new();
    }

    // Several devices may measure at the same time.
    public ResolvedReference Resolve(string deviceSlug)
    {
        lock (_gate)
            return _resolver.Resolve(Request(deviceSlug));
    }

    private ReferenceRequest Request(string deviceSlug)
    {
        var ci = CiEnvironment.Read(Environment.GetEnvironmentVariable);
        return new()
        {
            Root = root,
            BaselinesFolder = BaselinesFolder(options, parsed, root),
            PolicyPath = parsed.GetValue(options.Policy) ?? DefaultPolicy,
            PolicyNamed = parsed.GetValue(options.Policy) is not null,
            DeviceSlug = deviceSlug,
            Project = options.ProjectOf(parsed, root),
            Choice = choice ?? parsed.GetValue(options.Reference),
            Base = parsed.GetValue(options.Base),
            PullRequestBase = ci.PullRequestBase,
            PullRequestVariable = ci.Variable ?? "",
            InCi = ci.InCi,
        };
    }

    /// <summary>The folder of the baselines, absolute.</summary>
    /// <param name="options">The options of the command.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="root">The root, absolute.</param>
    public static string BaselinesFolder(GateOptions options, ParseResult parsed, string root) =>
        Path.GetFullPath(parsed.GetValue(options.Baselines) ?? "baselines", root);

    /// <summary>Reads a policy that has to be in order.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">What to call it in errors.</param>
    /// <exception cref="PerfGateException">PG9002-PG9004: it is refused.</exception>
    public static GatePolicy ReadPolicy(string text, string path)
    {
        var policy = JsonFile.Parse(text, path, PerfGateJson.Default.GatePolicy, Schema);
        var contradictions = PolicyRules.Check(policy, path);
        return contradictions.IsEmpty ? policy : throw new PerfGateException(contradictions, ExitCode.Usage);
    }

    // A refreshed baseline is no change of what was measured. A repository that cannot be read is refused where its
    // base is resolved; who needs no base can do without commit and tag.
    /// <summary>The commit of a work tree; null outside a repository, and where it cannot be read.</summary>
    /// <param name="root">The root, absolute.</param>
    /// <param name="baselines">The folder of the baselines, absolute.</param>
    public static GitState? StateOf(string root, string baselines)
    {
        try
        {
            using var repository = GitRepository.Open(root);
            return repository?.State(repository.PathInTree(baselines) is { } path ? [path] : []);
        }
        catch (PerfGateException)
        {
            return null;
        }
    }
}
