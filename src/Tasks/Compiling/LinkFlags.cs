namespace PerfGate.Tasks.Compiling;

/// <summary>The flags of a user that concern the linker; the others have no meaning there, or another one.</summary>
internal static class LinkFlags
{
    private static readonly string[] Beginnings = ["-L", "-l", "-Wl,", "-fuse-ld=", "-fsanitize="];

    /// <summary>Those among some flags, in their order, <c>-L FOLDER</c> in two words too.</summary>
    /// <param name="flags">The flags, a word each.</param>
    public static IEnumerable<string> Of(IReadOnlyList<string> flags) =>
        flags.Where((flag, i) =>
            Beginnings.Any(b => flag.StartsWith(b, StringComparison.Ordinal))
            || (i > 0 && flags[i - 1] is ("-L" or "-l")));
}
