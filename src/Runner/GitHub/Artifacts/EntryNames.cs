namespace PerfGate.Runner.GitHub.Artifacts;

/// <summary>Which names a file of an artifact may have.</summary>
internal static class EntryNames
{
    private const int MaximumLength = 400;

    /// <summary>Why a name leads out of the artifact, or would on some system; null if it does not.</summary>
    public static string? Fault(string name)
    {
        if (name.Length is 0 or > MaximumLength)
            return "is empty or too long";
        if (name.StartsWith('/') || name.StartsWith('\\') || (name.Length > 1 && name[1] == ':'))
            return "is an absolute path";
        if (name.Split('/', '\\').Any(part => part is ".." or "."))
            return "leads out of the artifact";
        if (name.Contains('\\', StringComparison.Ordinal) || name.Contains("//", StringComparison.Ordinal))
            return "is not a plain path";
        return name.Any(char.IsControl) ? "holds control characters" : null;
    }
}
