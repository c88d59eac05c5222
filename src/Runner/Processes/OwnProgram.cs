using System.Diagnostics;
using System.Reflection;

namespace PerfGate.Runner.Processes;

/// <summary>perfgate itself, to be started once more.</summary>
internal static class OwnProgram
{
    /// <summary>perfgate's assembly beside this one, whatever program has loaded it.</summary>
    /// <param name="arguments">The arguments.</param>
    public static ProcessStartInfo Start(params IEnumerable<string> arguments)
    {
        var assembly = Assembly.GetExecutingAssembly().Location;
        return Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == Path.GetFileNameWithoutExtension(assembly)
            ? new(path, arguments)
            : new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", [assembly, .. arguments]);
    }
}
