using PerfGate.Core.Files;

namespace PerfGate.Tasks.Compiling;

/// <summary>A file of further arguments, <c>@file</c>, which may name others.</summary>
internal sealed class ResponseFile(FileFacts facts)
{
    // Larger files are no lists of arguments.
    private const long Largest = 1 << 20;

    /// <summary>A file, and the files that it names with <c>@</c>.</summary>
    /// <param name="path">The file, absolute.</param>
    public IReadOnlyCollection<string> WithNested(string path)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Add(path, found);
        return found;
    }

    private void Add(string path, HashSet<string> found)
    {
        if (!found.Add(path) || new FileInfo(path).Length is 0 or > Largest || facts.Hash(path) is null)
            return;
        var text = InputFile.Text(path, FileLimit.Arguments);
        if (text.Contains('\0', StringComparison.Ordinal) || !text.Contains('@', StringComparison.Ordinal))
            return;
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in words.Where(w => w.Length > 1 && w[0] == '@').Select(w => w[1..].Trim('"', '\'')))
        {
            foreach (var nested in new[] { facts.Absolute(name), Path.GetFullPath(name, Path.GetDirectoryName(path)!) })
            {
                if (facts.IsFile(nested))
                    Add(nested, found);
            }
        }
    }
}
