using System.Collections.Concurrent;

namespace PerfGate.Runner.Tests.Devices.Host;

/// <summary>
/// Compiles sources for the host device, each once per test process, into a folder that goes with the process.
/// </summary>
internal static class HostModuleBuilder
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Built = new();

    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("perfgate-host-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return folder.FullName;
    });

    /// <summary>A library of kernels.</summary>
    /// <param name="name">A file name of its own.</param>
    /// <param name="unit">The translation unit: sources included, kernels exported.</param>
    /// <param name="flags">Flags beyond the usual ones.</param>
    public static string Kernels(string name, string unit, params string[] flags) =>
        Build(name, unit, ["-include", "perfgate_host.h", .. flags]);

    /// <summary>A library of reference functions.</summary>
    public static string References(string name, string unit) =>
        Build(name, unit, ["-include", "perfgate_expected.h"]);

    private static string Build(string name, string unit, string[] flags) =>
        Built.GetOrAdd(name, _ => new(() => Compile(name, unit, flags))).Value;

    private static string Compile(string name, string unit, string[] flags)
    {
        var source = Path.Combine(Folder.Value, name + ".cpp");
        var library = Path.Combine(Folder.Value, name + ".so");
        File.WriteAllText(source, unit);
        var compiled = Programs.Run(
            "g++",
            [
                "-std=c++17",
                "-O2",
                "-g1",
                "-fPIC",
                "-shared",
                "-fvisibility=hidden",
                "-Wall",
                "-Wextra",
                "-Wno-unknown-pragmas",
                "-Werror",
                "-I",
                Checkout.PathOf("src/Tasks/build/host/include"),
                .. flags,
                "-pthread",
                source,
                "-o",
                library,
            ]);
        Assert.True(compiled.ExitCode == 0, compiled.Text);
        return library;
    }
}
