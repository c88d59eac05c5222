using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Devices.Host;

/// <summary>
/// Turns the code addresses in a kernel's message, <c>[+0x1a2b]</c>, into <c>(file:line)</c>. The modules keep
/// addresses, not lines, so that their machine code does not change when a comment moves them. <c>addr2line</c> comes
/// with the linker that made the modules; without it, or without line tables in the module, the address is left out.
/// </summary>
internal static partial class CodeAddresses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The message with places instead of addresses.</summary>
    /// <param name="message">What the kernel's module reported.</param>
    /// <param name="module">Path of that module.</param>
    public static string Resolve(string message, string module) =>
        Pattern().Replace(message, match => Place(module, match.Groups[1].Value) is { } place ? $" ({place})" : "");

    [GeneratedRegex(@" \[\+0x([0-9a-f]+)\]")]
    private static partial Regex Pattern();

    private static string? Place(string module, string address)
    {
        // A return address is the one behind the call.
        var call = long.Parse(address, NumberStyles.HexNumber, CultureInfo.InvariantCulture) - 1;
        string[] arguments = ["-i", "-e", module, "0x" + call.ToString("x", CultureInfo.InvariantCulture)];
        try
        {
            var exit = ChildProcess
                .RunAsync(new("addr2line", arguments), Patience, supervised: false, CancellationToken.None)
                .GetAwaiter()
                .GetResult();
            return exit.Code is null ? null : FirstOutsideTheHeader(exit.Lines);
        }
        catch (Win32Exception)
        {
            return null; // not installed
        }
    }

    // Calls that were inlined come innermost first: the header's own wrapper, then the kernel's line.
    private static string? FirstOutsideTheHeader(IEnumerable<string> lines) =>
        lines
            .Select(line => line.Trim())
            .Where(line =>
                line.Length > 0
                && !line.StartsWith('?')
                && !line.EndsWith(":0", StringComparison.Ordinal)
                && !line.EndsWith(":?", StringComparison.Ordinal)
            )
            .Select(line => line.Split(" (discriminator", 2)[0])
            .FirstOrDefault(line =>
                !line.Contains("/perfgate/", StringComparison.Ordinal)
                || !line.Contains(".h:", StringComparison.Ordinal)
            )
            is { } place
            ? $"{Path.GetFileName(place)}"
            : null;
}
