using System.Text.RegularExpressions;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Optimizing;

/// <summary>The flags of a project's build, out of the response file that the build wrote.</summary>
/// <param name="Nvcc">Further flags of nvcc; null for none.</param>
/// <param name="Host">Further flags of the C++ compiler; null for none.</param>
internal sealed partial record BuildFlags(string? Nvcc, string? Host)
{
    /// <summary>Reads them.</summary>
    /// <param name="response">The response file; where it is not there, there are no flags.</param>
    public static BuildFlags Of(string response)
    {
        if (!File.Exists(response))
            return new(null, null);
        var text = InputFile.Text(response, FileLimit.Arguments);
        return new(Value(text, "PerfGateNvccFlags"), Value(text, "PerfGateHostFlags"));
    }

    private static string? Value(string text, string property) =>
        Setting().Matches(text).FirstOrDefault(m => m.Groups["name"].Value == property) is { } found
            // The build escapes twice.
            ? Uri.UnescapeDataString(Uri.UnescapeDataString(found.Groups["value"].Value))
            : null;

    [GeneratedRegex("^\"-p:(?<name>[A-Za-z]+)=(?<value>.*)\"\r?$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
