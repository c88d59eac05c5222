using System.Reflection;

namespace PerfGate.Tests.Support;

/// <summary>PerfGate's own repository, and what was built in it.</summary>
public static class Checkout
{
    /// <summary>The root of the work tree that the tests were built in, absolute.</summary>
    public static string Root { get; } =
        Path.TrimEndingDirectorySeparator(Metadata("RepositoryRoot"));

    /// <summary>The configuration that the tests were built in: <c>Debug</c> or <c>Release</c>.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The folder of the SDK that built the tests.</summary>
    public static string Sdk { get; } = Path.TrimEndingDirectorySeparator(Metadata("Sdk"));

    /// <summary>The runner, <c>perfgate.dll</c>.</summary>
    public static string Runner { get; } = PathOf($"src/Runner/bin/{Configuration}/net10.0/perfgate.dll");

    /// <summary>The assembly of the MSBuild tasks.</summary>
    public static string Tasks { get; } = PathOf($"src/Tasks/bin/{Configuration}/net10.0/PerfGate.Tasks.dll");

    /// <summary>Absolute path of a file or a folder.</summary>
    /// <param name="path">Its path from the root.</param>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string Metadata(string key) =>
        typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
