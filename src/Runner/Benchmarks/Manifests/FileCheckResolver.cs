using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Text;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the files that a command must write.</summary>
/// <param name="context">The case.</param>
/// <param name="command">The command, which writes them in its folder.</param>
internal sealed class FileCheckResolver(CaseContext context, ProgramSpec command)
{
    private static readonly string[] Bounds = ["relative", "absolute"];

    private readonly ProgramResolver _texts = new(context);

    /// <summary>The check, without files where none is stated; null if it has an error.</summary>
    public CheckSpec? Resolve()
    {
        PlacedJson[] stated = [.. context.Benchmark["check"]?["files"]?.Items ?? []];
        var files = stated.Select(File).ToImmutableArray();
        if (files.Contains(null))
            return null;
        var outputs = stated.Zip(files, (node, file) => Tolerance(node, file!)).ToImmutableArray();
        return outputs.Contains(null) | !AreApart(stated, files!)
            ? null
            : new(null, null, null, [.. outputs.Select(o => o!)]) { Files = [.. files.Select(f => f!)] };
    }

    private OutputFile? File(PlacedJson node)
    {
        var (name, other) = (_texts.Text(node["path"], "path"), _texts.Text(node["expected"], "expected"));
        if (name is null || other is null)
            return null;
        var (path, expected) = (ForeignPath.Full(name, command.Folder), context.File.Resolve(other));
        var folder = Path.TrimEndingDirectorySeparator(command.Folder) + Path.DirectorySeparatorChar;
        if (!path.StartsWith(folder, StringComparison.Ordinal))
            return Refuse(
                node["path"]!,
                "path",
                $"{name} lies outside of the command's folder {command.FolderName}; it is deleted before each run, so "
                    + "let the program write it there"
            );
        var file = new FileInfo(expected);
        if (!file.Exists)
        {
            context.Errors.Add(
                DiagnosticCatalog.NamedFileMissing(node["expected"]!.At, context.File.Display(expected))
            );
            return null;
        }

        var form = node["type"]!.Text switch
        {
            "bytes" => OutputForm.Bytes,
            "text" => OutputForm.Text,
            _ => OutputForm.Elements,
        };
        var type = form == OutputForm.Elements ? ElementRange.Parse(node["type"]!.Text) : ElementType.U8;
        return file.Length % type.Size() == 0 && (form != OutputForm.Elements || file.Length > 0)
            ? new(name, path, expected, form, type)
            : Refuse(
                node["expected"]!,
                "expected",
                $"{context.File.Display(expected)} has {Numbers.Things(file.Length, "byte")}, which are no elements of "
                    + type.Name()
            );
    }

    private OutputTolerance? Tolerance(PlacedJson node, OutputFile file)
    {
        var (relative, absolute) = (node["relative"]?.Number, node["absolute"]?.Number);
        if (file.Form != OutputForm.Elements)
        {
            if (Bounds.FirstOrDefault(b => node[b] is not null) is not { } bound)
                return new(file.Name, null, null);
            context.Evaluate.Refuse(
                node[bound]!,
                bound,
                $"{node["type"]!.Text} is compared exactly; take it out, or state the type of the elements, such as f32"
            );
            return null;
        }

        if (relative is not null || absolute is not null)
            return new(file.Name, relative, absolute);
        if (!file.Type.IsFloatingPoint())
            return new(file.Name, null, 0);
        context.Errors.Add(DiagnosticCatalog.CheckWithoutBound(node.At, file.Name));
        return null;
    }

    // What is deleted before a run must be nothing that the run needs.
    private bool AreApart(PlacedJson[] stated, ImmutableArray<OutputFile> files)
    {
        foreach (var (node, file) in stated.Zip(files))
        {
            var why =
                files.Any(f => f.Expected == file.Path)
                    ? "is a file of expected values, and would be deleted before each run; let the program write "
                        + "another file"
                : files.First(f => f.Path == file.Path) != file ? "is compared twice; take one of the two out"
                : null;
            if (why is null)
                continue;
            context.Evaluate.Refuse(node["path"]!, "path", $"{file.Name} {why}");
            return false;
        }

        return true;
    }

    private OutputFile? Refuse(PlacedJson at, string field, string why)
    {
        context.Evaluate.Refuse(at, field, why);
        return null;
    }
}
