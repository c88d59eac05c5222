using System.Reflection;
using System.Runtime.CompilerServices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Has .NET compile what a worker will run, before it has to: a worker that waits for its job has the time, and one
/// that is at it has not. Compiling alone runs none of the code, so that no device is touched.
/// </summary>
internal static class CompiledAhead
{
    private const BindingFlags All =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    // What takes part in a run on a GPU, its result's form included.
    private static readonly string[] Namespaces =
    [
        "PerfGate.Runner.Devices",
        "PerfGate.Runner.Measuring.Worker",
        "PerfGate.Runner.Benchmarks.Data",
        "PerfGate.Core.Statistics",
    ];

    /// <summary>Compiles the methods of these namespaces that are not generic.</summary>
    /// <returns>How many were compiled.</returns>
    public static int Compile()
    {
        var compiled = 0;
        foreach (
            var type in new[]
            {
                typeof(CompiledAhead).Assembly,
                typeof(Core.Statistics.InterquartileMean).Assembly,
            }.SelectMany(a => a.GetTypes())
        )
        {
            if (
                type.ContainsGenericParameters
                || !Namespaces.Any(n => type.Namespace?.StartsWith(n, StringComparison.Ordinal) == true)
            )
                continue;
            foreach (var method in type.GetMembers(All).OfType<MethodBase>())
            {
                if (TryCompile(method))
                    compiled++;
            }
        }

        return compiled;
    }

    private static bool TryCompile(MethodBase method)
    {
        if (method.IsAbstract || method.ContainsGenericParameters || method.GetMethodBody() is null)
            return false;
        try
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever .NET has against it now, it will say when the method is called.
            return false;
        }
    }
}
