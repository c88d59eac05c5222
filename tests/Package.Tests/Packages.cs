using System.Collections.Immutable;
using PerfGate.Package.Tests;

[assembly: AssemblyFixture(typeof(Packages))]

namespace PerfGate.Package.Tests;

/// <summary>
/// The packages, packed once for all tests as a release packs them: from a fresh clone with a tag, where nothing has
/// been restored or built. Their assemblies hold machine code too, so that the commands under test start sooner. The
/// tool is installed from them.
/// </summary>
public sealed class Packages : IAsyncLifetime
{
    /// <summary>The version that the clone's tag names.</summary>
    public const string Version = "9.8.7";

    /// <summary>The repository that the clone says it comes from.</summary>
    public const string Repository = "https://github.com/owner/PerfGate";

    // What a clone needs to pack; its tests and kernels are not packed.
    private static readonly string[] _packed =
    [
        "src",
        "tests/Precompile.targets",
        "baselines/schema",
        "README.md",
        "LICENSE",
        "Gate.sln",
        "global.json",
        "Directory.*",
    ];

    private readonly TemporaryFolder _folder = new("perfgate packages ");

    /// <summary>The folder with the packages.</summary>
    public string Feed => _folder.PathOf("feed");

    /// <summary>A package cache of this run alone, so that nothing comes from another PerfGate.</summary>
    public string Cache => _folder.PathOf("cache");

    /// <summary>The installed command.</summary>
    public string Tool => _folder.PathOf(OperatingSystem.IsWindows() ? "tool/perfgate.exe" : "tool/perfgate");

    /// <summary>The commit that was packed.</summary>
    public string Commit { get; private set; } = "";

    /// <summary>Variables for consumers: where packages come from, beside the sources of this machine.</summary>
    public ImmutableArray<KeyValuePair<string, string?>> Variables =>
        [
            new("NUGET_PACKAGES", Cache),
            new("RestoreAdditionalProjectSources", Feed),
            // NuGet's locks lie here. Consumers have temporary folders of their own, and one cache for all of them.
            new("NUGET_SCRATCH", Directory.CreateDirectory(_folder.PathOf("scratch")).FullName),
            // A build server's own; what the tests are about is a user's machine.
            new("GITHUB_ACTIONS", null),
            new("GITHUB_BASE_REF", null),
            new("CI", null),
            new("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
            new("MSBUILDDISABLENODEREUSE", "1"),
        ];

    /// <summary>The path of a package in the feed.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="extension">Its extension.</param>
    public string PathOf(string id, string extension = "nupkg") => Path.Combine(Feed, $"{id}.{Version}.{extension}");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var clone = _folder.PathOf("clone");
        foreach (var file in await GitAsync(Checkout.Root, ["ls-files", "-co", "--exclude-standard", "--", .. _packed]))
        {
            var to = Path.Combine(clone, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            // A file that was deleted and is not committed is still listed.
            if (File.Exists(Checkout.PathOf(file)))
                File.Copy(Checkout.PathOf(file), to);
        }

        await GitAsync(clone, ["init", "-q"]);
        await GitAsync(clone, ["remote", "add", "origin", $"{Repository}.git"]);
        await GitAsync(clone, ["add", "-A"]);
        await GitAsync(
            clone,
            ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", "commit", "-qm", "all"]
        );
        await GitAsync(clone, ["tag", $"v{Version}"]);
        Commit = (await GitAsync(clone, ["rev-parse", "HEAD"])).Single();
        // Analyzers have judged this code when the tests were built.
        await RunAsync(
            "dotnet",
            [
                "pack",
                "src/Packages.slnf",
                "-o",
                Feed,
                "-p:RunAnalyzers=false",
                "-p:UseSharedCompilation=true",
                "-p:PrecompileProduct=true",
                "-p:PrecompileGenerics=false",
                "-tl:off",
                "-v:m",
            ],
            clone,
            Variables.RemoveAll(v => v.Key is "NUGET_PACKAGES" or "RestoreAdditionalProjectSources")
        );
        await RunAsync(
            "dotnet",
            [
                "tool",
                "install",
                "PerfGate.Tool",
                "--version",
                Version,
                "--tool-path",
                _folder.PathOf("tool"),
                "--add-source",
                Feed,
            ],
            _folder.Root,
            Variables
        );
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string[]> GitAsync(string folder, IEnumerable<string> arguments) =>
        (await RunAsync("git", arguments, folder, [])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<ProgramResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        IEnumerable<KeyValuePair<string, string?>> variables
    )
    {
        var result = await Programs.RunAsync(program, arguments, folder, variables);
        return result.ExitCode == 0 ? result : throw new InvalidOperationException(result.Text);
    }
}
