using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace PerfGate.Tests.WarmBuilds;

/// <summary>
/// perfgate in this process. It is the program that the build would start, loaded from where it lies and entered where
/// a process enters it.
/// </summary>
internal static class PerfGateProgram
{
    private const string BaseDirectory = "APP_CONTEXT_BASE_DIRECTORY";

    private static readonly ConcurrentDictionary<string, MethodInfo> Entries = new(StringComparer.Ordinal);

    // One writer for all commands: Spectre.Console keeps the first that it sees.
    private static readonly RoutedWriter Output = new();

    /// <summary>
    /// Makes <see cref="Run"/> known to <see cref="RunPerfGate"/>, of which MSBuild loads a copy of its own.
    /// </summary>
    public static void Offer() =>
        AppContext.SetData(nameof(PerfGateProgram), (Func<string, string[], TextWriter, int>)Run);

    /// <summary>What <see cref="Offer"/> offered.</summary>
    public static Func<string, string[], TextWriter, int> Offered =>
        (Func<string, string[], TextWriter, int>)AppContext.GetData(nameof(PerfGateProgram))!;

    /// <summary>Runs a command.</summary>
    /// <param name="runner">The path of <c>perfgate.dll</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="output">Where both of its streams go.</param>
    /// <returns>What the process would exit with.</returns>
    public static int Run(string runner, string[] arguments, TextWriter output)
    {
        var entry = Entries.GetOrAdd(runner, Load);
        var folder = AppContext.GetData(BaseDirectory);
        using var state = ProcessState.Keep();
        using var to = Output.To(output);
        Console.SetOut(Output);
        Console.SetError(Output);
        Console.SetIn(TextReader.Null);
        AppContext.SetData(BaseDirectory, Path.GetDirectoryName(runner) + Path.DirectorySeparatorChar);
        try
        {
            return (int)entry.Invoke(null, [arguments])!;
        }
        finally
        {
            AppContext.SetData(BaseDirectory, folder);
        }
    }

    private static MethodInfo Load(string runner) => new Context(runner).LoadFromAssemblyPath(runner).EntryPoint!;

    // Its libraries are those beside it.
    private sealed class Context(string path) : AssemblyLoadContext(path)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
    }
}
