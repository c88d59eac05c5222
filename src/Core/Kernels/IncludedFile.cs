using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels;

/// <summary>A file that a source includes.</summary>
/// <param name="Name">Its name, as written.</param>
/// <param name="IsQuoted">Whether it is in quotes, so that the folder of the source is searched first.</param>
/// <param name="Line">The line of the directive, counted from 1.</param>
public sealed record IncludedFile(string Name, bool IsQuoted, int Line)
{
    /// <summary>What a directive includes; null if it includes nothing, or a name that a macro makes.</summary>
    internal static IncludedFile? Of(Token directive)
    {
        var text = directive.Text.TrimStart('#', ' ', '\t');
        if (!text.StartsWith("include", StringComparison.Ordinal))
            return null;
        var name = text["include".Length..].Trim();
        return name.Length < 3 ? null
            : name[0] == '"' && name.IndexOf('"', 1) is > 1 and var quote ? new(name[1..quote], true, directive.Line)
            : name[0] == '<' && name.IndexOf('>', 1) is > 1 and var angle ? new(name[1..angle], false, directive.Line)
            : null;
    }
}
