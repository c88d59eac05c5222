using System.Diagnostics;
using System.Reflection;

namespace PerfGate.Runner.Processes;

/// <summary>perfgate itself, to start another process of it.</summary>
internal static class OwnProgram
{
    /// <summary>perfgate's assembly beside this one, whatever program has loaded it.</summary>
    /// <param name="arguments">The arguments.</param>
    public static ProcessStartInfo Start(params IEnumerable<string> arguments)
    {
        var assembly = Assembly.GetExecutingAssembly().Location;
        var path = Environment.ProcessPath;
        var name = Path.GetFileNameWithoutExtension(path);
        return path is not null && name == Path.GetFileNameWithoutExtension(assembly) ? new(path, arguments)
            : path is not null && name == "dotnet" ? new(path, [assembly, .. arguments])
            : new(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet",
                [assembly, .. arguments]
            );
    }
}
