using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PerfGate.Tasks.Compiling;

/// <summary>What the compiler read for a module, and where it looked or may have looked and found nothing.</summary>
/// <param name="Files">Hash of the content of every file that was read, by written path.</param>
/// <param name="Absent">Paths where no file was. One that ends in a slash is a directory that was not there.</param>
/// <param name="Present">Paths where a file was, whose existence alone was asked for.</param>
/// <param name="Untraceable">Why the rest is unknown, so that the module is compiled in each build; null if it
/// can.</param>
internal sealed partial record ModuleInputs(
    ImmutableSortedDictionary<string, string> Files, ImmutableArray<string> Absent, ImmutableArray<string> Present,
    string? Untraceable)
{
    /// <summary>Finds the inputs of a module that was just compiled.</summary>
    /// <param name="read">The files that the compiler read.</param>
    /// <param name="toolchain">Where it searches.</param>
    /// <param name="facts">What is known about files.</param>
    /// <param name="paths">How paths are written.</param>
    /// <param name="started">When the compiler was started.</param>
    /// <param name="assembled">Whether the files that its assembler read are among <paramref name="read"/>, or there
    /// are none.</param>
    public static ModuleInputs Find(
        IEnumerable<string> read, Toolchain toolchain, FileFacts facts, SourcePaths paths, DateTime started,
        bool assembled)
    {
        var files = read.Select(paths.Absolute).Distinct().ToList();
        var scans = files.Where(facts.IsFile).Select(f => (Path: f, Scan: facts.Scan(f))).ToList();
        var search = toolchain.SearchDirectories;
        var found = new Places(facts, paths);
        foreach (var (path, scan) in scans)
        {
            foreach (var lookup in scan.Lookups)
                found.Look(lookup, Path.GetDirectoryName(path)!, search);
        }

        foreach (var file in files)
            found.Look(new(file, false), facts.Root, [facts.Root]);
        foreach (var forced in toolchain.ForcedIncludes)
            found.Look(new(forced, true), facts.Root, search);
        if (scans.Any(s => s.Scan.HasComputedInclude || s.Scan.MayIncludeInAssembly))
            found.LookForAll(files, search.Append(facts.Root));
        var untraceable = toolchain.Untraceable ?? ChangedMeanwhile(files, started, paths)
            ?? scans.Where(s => s.Scan.Clock is not null)
                .Select(s => $"{paths.Relative(s.Path)} names {s.Scan.Clock}").FirstOrDefault()
            ?? (assembled ? null : scans.Where(s => s.Scan.MayIncludeInAssembly)
                .Select(s => $"{paths.Relative(s.Path)} names .incbin or .include, which this compiler does not report")
                .FirstOrDefault())
            ?? Probes(scans, toolchain, found)
            ?? (found.Folder is { } folder ? $"{paths.Relative(folder)} is a folder of precompiled headers" : null);
        var hashes = files.Select(paths.Relative).Concat(found.Precompiled).Distinct()
            .Where(f => facts.Hash(paths.Absolute(f)) is not null)
            .ToImmutableSortedDictionary(f => f, f => facts.Hash(paths.Absolute(f))!, StringComparer.Ordinal);
        return new(hashes, found.Absent, found.Present, untraceable);
    }

    /// <summary>Whether the compiler would read the same now.</summary>
    public bool Stand(FileFacts facts, SourcePaths paths) =>
        Untraceable is null
        && Files.All(f => facts.Hash(paths.Absolute(f.Key)) == f.Value)
        && Absent.Select(paths.Absolute).All(p => !facts.IsFile(p) && !(p.EndsWith('/') && facts.IsDirectory(p)))
        && Present.All(p => facts.IsFile(paths.Absolute(p)));

    private static string? ChangedMeanwhile(IEnumerable<string> files, DateTime started, SourcePaths paths)
    {
        var ended = DateTime.UtcNow;
        return files.Where(f => File.GetLastWriteTimeUtc(f) is var time && time >= started && time <= ended)
            .Select(f => $"{paths.Relative(f)} changed while it was compiled").FirstOrDefault();
    }

    // A name that a macro gives to __has_include is a literal in some directive. If the macro puts it together, it is
    // unknown.
    private static string? Probes(
        IReadOnlyList<(string Path, IncludeScan Scan)> scans, Toolchain toolchain, Places found)
    {
        var uses = scans.SelectMany(s => s.Scan.Probes).ToList();
        if (uses.Count == 0)
            return null;
        var forwarding = uses.Where(u => u.IsParameter || u.Name.Length == 0)
            .Select(u => u.Macro).ToHashSet(StringComparer.Ordinal);
        var operands = uses.Where(u => !u.IsParameter && u.Name.Length > 0)
            .Select(u => u.Name).ToHashSet(StringComparer.Ordinal);
        for (var before = -1; before != forwarding.Count;)
        {
            before = forwarding.Count;
            if (before == 0)
                break;
            var pattern = new Regex($@"\b(?:{string.Join('|', forwarding.Select(Regex.Escape))})\s*\(\s*(?<other>\w+)");
            foreach (var (_, scan) in scans)
            {
                var further = pattern.Matches(scan.Text).Select(m => ProbeOperand.At(scan.Text, m));
                foreach (var use in further.Where(u => !u.IsQuestion))
                {
                    if (use.IsParameter)
                        forwarding.Add(use.Macro);
                    else
                        operands.Add(use.Name);
                }
            }
        }

        var directories = scans.Select(s => Path.GetDirectoryName(s.Path)!).Distinct().ToList();
        var literals = scans.SelectMany(s => s.Scan.LiteralsOfDirectives()).Concat(toolchain.DefinedNames).Distinct();
        foreach (var lookup in literals)
        {
            foreach (var directory in directories)
                found.Look(lookup, directory, toolchain.SearchDirectories);
        }

        foreach (var operand in operands)
        {
            var definition = new Regex(
                $@"(?:\#|%:)[ \t]*define[ \t]+{Regex.Escape(operand)}\b" +
                @"(?<literal>[ \t]+""[^""\n]+""[ \t]*(?://.*|/\*.*)?\r?$)?", RegexOptions.Multiline);
            var definitions = scans.SelectMany(s => definition.Matches(s.Scan.Text)).ToList();
            if (definitions.Any(d => !d.Groups["literal"].Success)
                || (definitions.Count == 0 && !toolchain.Defines(operand)))
                return $"__has_include is asked for a name that the macro {operand} makes";
        }

        return null;
    }
}
