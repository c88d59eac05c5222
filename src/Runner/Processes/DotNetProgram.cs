namespace PerfGate.Runner.Processes;

/// <summary>The program <c>dotnet</c> of the SDK.</summary>
internal static class DotNetProgram
{
    /// <summary>
    /// Its path, or its name for the one on the PATH. The build that started this process says which it is; a perfgate
    /// started by hand may itself be run by one.
    /// </summary>
    public static string Path =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : "dotnet";
}
