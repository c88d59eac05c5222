using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Tasks.Compiling;

/// <summary>The files behind a compiler: where links lead, and for a script the programs and files that it
/// names.</summary>
internal sealed partial class WrapperFiles(FileFacts facts)
{
    private static readonly char[] Separators = [.. " \t\r\n\"'`;|&()<>=@:,{}[]$"];

    /// <summary>Whether a program is a script, whose answers may differ from one source to the next.</summary>
    public static bool IsScript(string path)
    {
        try
        {
            using var stream = InputFile.Open(path, FileLimit.Hashed);
            return stream.ReadByte() == '#' && stream.ReadByte() == '!';
        }
        catch (PerfGateException)
        {
            return false;
        }
    }

    /// <summary>A program and, where it is a script, what it names, scripts among these followed.</summary>
    /// <param name="path">The program, absolute.</param>
    public IReadOnlyCollection<string> Of(string path)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Add(path, found);
        return found;
    }

    private void Add(string path, HashSet<string> found)
    {
        if (!found.Add(path) || !IsScript(path))
            return;
        var directory = Path.GetDirectoryName(path)!;
        var text = Written().Replace(TextOf(path), " ");
        foreach (var word in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            // "$(dirname "$0")/flags" leaves /flags behind, which lies beside the script.
            string?[] candidates =
            [
                facts.Absolute(word), ForeignPath.Full(word.TrimStart('/'), directory),
                Path.GetFileName(word) == word ? ToolSearch.Find(word) : null,
            ];
            foreach (var file in candidates.OfType<string>().Where(facts.IsFile))
                Add(file, found);
        }
    }

    // A script of megabytes carries a program with it. Its content decides then, and no word of it is looked at.
    private static string TextOf(string path)
    {
        try
        {
            return InputFile.Text(path, FileLimit.Arguments);
        }
        catch (PerfGateException)
        {
            return "";
        }
    }

    // A script that keeps a log would differ in each build. $out>>file is written to; <file is read.
    [GeneratedRegex(@"\d?>>?[|&]?\s*[^\s;|&]+")]
    private static partial Regex Written();
}
