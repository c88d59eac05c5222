using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;

namespace PerfGate.Tests.WarmBuilds;

/// <summary>The MSBuild of the SDK, in this process: what <c>dotnet msbuild</c> runs in its own.</summary>
internal static class MSBuildProgram
{
    // What dotnet adds to a command line. One node: the others would be processes of their own.
    private static readonly string[] Always = ["-nologo", "-m:1", "-nodeReuse:false"];

    private static readonly Lazy<MethodInfo> Entry = new(Load);

    /// <summary>Builds.</summary>
    /// <param name="arguments">The arguments of <c>dotnet msbuild</c>.</param>
    /// <returns>What the process would exit with.</returns>
    public static int Run(string[] arguments)
    {
        // The first word is the program's own path.
        string[] line = [Path.Combine(Checkout.Sdk, "MSBuild.dll"), .. Always, .. arguments];
        SetVariables();
        var result = Entry.Value.Invoke(null, [line]);
        return Convert.ToInt32(result, CultureInfo.InvariantCulture) == 0 ? 0 : 1;
    }

    // As dotnet does.
    private static void SetVariables()
    {
        Environment.SetEnvironmentVariable("MSBuildExtensionsPath", Checkout.Sdk + "/");
        Environment.SetEnvironmentVariable("MSBuildSDKsPath", Path.Combine(Checkout.Sdk, "Sdks"));
        Environment.SetEnvironmentVariable("DOTNET_HOST_PATH", Environment.ProcessPath);
    }

    private static MethodInfo Load()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(Checkout.Sdk, name.Name + ".dll") is var path && File.Exists(path)
                ? context.LoadFromAssemblyPath(path)
                : null;
        var program = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(Checkout.Sdk, "MSBuild.dll"));
        return program
            .GetType("Microsoft.Build.CommandLine.MSBuildApp", throwOnError: true)!
            .GetMethod("Execute", [typeof(string[])])!;
    }
}
