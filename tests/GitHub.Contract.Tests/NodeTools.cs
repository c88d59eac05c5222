using System.Diagnostics;

namespace PerfGate.GitHub.Contract.Tests;

/// <summary>
/// The programs out of <c>tests/github-contract</c>, which npm installs. Where they are missing a test fails, and says
/// how to get them.
/// </summary>
internal static class NodeTools
{
    public static string Folder { get; } = Checkout.PathOf("tests/github-contract");

    /// <summary>A process description for <c>node SCRIPT ARGUMENTS</c>.</summary>
    public static ProcessStartInfo Node(string script, params IEnumerable<string> arguments)
    {
        var path = Path.Combine(Folder, script);
        if (!File.Exists(path))
            throw new InvalidOperationException(
                $"{script} is missing. Install node 20 or later, then run `npm ci` in tests/github-contract."
            );
        return new ProcessStartInfo("node", [path, .. arguments])
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
    }

    /// <summary>Starts a process.</summary>
    public static Process Start(ProcessStartInfo description)
    {
        try
        {
            return Process.Start(description)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException(
                "node is missing. Install node 20 or later, then run `npm ci` in tests/github-contract.", e);
        }
    }
}
