using System.Runtime.Intrinsics.X86;

namespace PerfGate.Tests.Support;

/// <summary>
/// The host device's header, compiled once for the kernels of all tests of a project. g++ reads it in place of the
/// header, which takes half of the time of a small kernel. With another compiler each kernel reads the header itself.
/// </summary>
public static class PrecompiledHeader
{
    // Optimizing a small kernel thoroughly takes longer than reading its header, and no test asks how fast one is.
    private const string Level = "-O1";

    // A precompiled header serves those who compile with the same flags, so these are the gate's own.
    private static readonly string[] Flags =
    [
        "-std=c++17",
        "-O3",
        "-fPIC",
        "-ffunction-sections",
        "-fdata-sections",
        "-fvisibility=hidden",
        "-fno-extern-tls-init",
        "-fno-gnu-unique",
        "-g1",
        "-pthread",
        .. Avx2.IsSupported && Fma.IsSupported ? (string[])["-march=x86-64-v3"] : [],
        Level,
    ];

    private static readonly Lazy<string?> Folder = new(Compile);

    /// <summary>Whether there is one on this machine.</summary>
    public static bool Exists => Folder.Value is not null;

    /// <summary>What a project sets as <c>PerfGateHostFlags</c>.</summary>
    public static string HostFlags => Exists ? $"{Level} -I {Folder.Value}" : Level;

    private static string? Compile()
    {
        var compilers = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        // Flags are separated by blanks.
        if (!compilers.Any(d => File.Exists(Path.Combine(d, "g++"))) || Path.GetTempPath().Contains(' '))
            return null;
        var folder = Directory.CreateTempSubdirectory("perfgate-header-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var headers = Checkout.PathOf("src/Tasks/build/host/include");
        var compiled = Programs.Run(
            "g++",
            [
                .. Flags,
                "-I",
                headers,
                "-x",
                "c++-header",
                Path.Combine(headers, "perfgate_host.h"),
                "-o",
                Path.Combine(folder, "perfgate_host.h.gch"),
            ]
        );
        return compiled.ExitCode == 0 ? folder : throw new InvalidOperationException(compiled.Text);
    }
}
