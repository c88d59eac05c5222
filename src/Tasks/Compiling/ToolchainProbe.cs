using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Utilities;
using PerfGate.Core.Files;

namespace PerfGate.Tasks.Compiling;

/// <summary>Asks compiler drivers what they would run, and looks at every program and file in the answer.</summary>
/// <param name="runs">Runs the drivers.</param>
/// <param name="facts">What is known about files.</param>
/// <param name="intermediate">Where an empty source is put for the questions.</param>
internal sealed class ToolchainProbe(CompilerRuns runs, FileFacts facts, string intermediate)
{
    private readonly ConcurrentDictionary<string, Lazy<ToolResult>> _answers = new(StringComparer.Ordinal);

    /// <summary>What is known about files in this build.</summary>
    public FileFacts Facts => facts;

    /// <summary>An empty source, for questions that need one.</summary>
    /// <param name="ending">The ending of its name.</param>
    public string EmptySource(string ending)
    {
        var path = Path.Combine(intermediate, "empty" + ending);
        lock (_answers)
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(intermediate);
                File.WriteAllBytes(path, []);
            }
        }

        return path;
    }

    /// <summary>Asks a driver of the kind of g++ and clang++.</summary>
    /// <param name="compiler">The driver.</param>
    /// <param name="questions">Its command lines with <c>-###</c>.</param>
    /// <param name="preprocess">
    /// A command line that preprocesses an empty source with <c>-v</c>; null if the other answers say where it
    /// searches.
    /// </param>
    public Toolchain OfHost(
        Compiler compiler, IReadOnlyList<CommandLineBuilder> questions, CommandLineBuilder? preprocess)
    {
        var answers = questions.Select(q => Ask(compiler.Path, q)).ToList();
        var printed = answers.SelectMany(a => a.Lines).ToList();
        var parts = preprocess is null ? answers : [.. answers, Ask(compiler.Path, preprocess)];
        var commands = parts.Select(p => new DriverCommands(p.Lines, facts)).ToList();
        var untraceable = parts.Any(a => a.ExitCode != 0) || commands.Any(c => c.Commands.Count == 0)
            || commands.All(c => c.SearchDirectories.Count == 0)
            ? $"{compiler.Path} does not say with -### and -v which programs it runs"
            : TooLong(compiler, commands);
        return Describe([.. printed, compiler.Path], commands, compiler.Path, untraceable);
    }

    /// <summary>Asks nvcc.</summary>
    /// <param name="compiler">nvcc.</param>
    /// <param name="dryRun">Its command line with <c>--dryrun</c>.</param>
    public Toolchain OfNvcc(Compiler compiler, CommandLineBuilder dryRun)
    {
        var answer = Ask(compiler.Path, dryRun);
        var commands = new DriverCommands(answer.Lines, facts);
        var passes = Passes(commands, "-v");
        var searched = passes.Select(p => new DriverCommands(Ask(p.Program, p.Arguments).Lines, facts)).ToList();
        var microsoft = commands.Preprocessors.Any(IsMicrosoft);
        var untraceable = answer.ExitCode != 0 || commands.Commands.Count == 0
            ? $"{compiler.Path} does not say with --dryrun which programs it runs"
            : microsoft || (searched.Count > 0 && searched.All(s => s.SearchDirectories.Count > 0))
                ? TooLong(compiler, [commands, .. searched])
            : $"{compiler.Path} does not say with --dryrun how it preprocesses";
        return Describe([.. answer.Lines, compiler.Path], [commands, .. searched], compiler.Path, untraceable);
    }

    /// <summary>The files that each pass of nvcc over a source reads, system headers included.</summary>
    /// <param name="compiler">nvcc.</param>
    /// <param name="dryRun">Its command line with <c>--dryrun</c>.</param>
    /// <param name="list">A file to use for the list.</param>
    /// <returns>The files; null if a pass could not be asked.</returns>
    public IReadOnlyList<string>? ReadByPasses(Compiler compiler, CommandLineBuilder dryRun, string list)
    {
        var files = new List<string>();
        var commands = new DriverCommands(Ask(compiler.Path, dryRun).Lines, facts);
        foreach (var preprocessor in commands.Preprocessors)
        {
            var words = WithoutOption(preprocessor.Words, "-o").Concat(["-M", "-MF", list]);
            // A later pass preprocesses what an earlier one wrote, which names no file of its own.
            if (IsMicrosoft(preprocessor)
                || !preprocessor.Words.Any(w => IsSource(w) && File.Exists(facts.Absolute(w))))
                continue;
            if (runs.Run(preprocessor.Program, CommandWords.Join(words)).ExitCode != 0)
                return null;
            files.AddRange(DependencyFile.Parse(InputFile.Text(list, FileLimit.CompilerNote)));
        }

        File.Delete(list);
        return files.Count == 0 && !commands.Preprocessors.Any(IsMicrosoft) ? null : files;
    }

    private static string? TooLong(Compiler compiler, IEnumerable<DriverCommands> answers) =>
        answers.Any(a => a.IsTooLong)
            ? $"{compiler.Path} prints more commands, folders of programs or text of variables than a compiler has"
            : null;

    private ToolResult Ask(string tool, CommandLineBuilder arguments) =>
        _answers.GetOrAdd($"{tool}\n{arguments}", _ => new(() => runs.Run(tool, arguments))).Value;

    // The same command on an empty source and without what is included first tells where it searches, and takes no
    // time.
    private List<(string Program, CommandLineBuilder Arguments)> Passes(DriverCommands commands, string question)
    {
        var empty = EmptySource(".cpp");
        return [.. commands.Preprocessors.Where(p => !IsMicrosoft(p)).Select(p => (p.Program, CommandWords.Join(
            [.. WithoutOption(WithoutOption(WithoutOption(p.Words, "-o"), "-include"), "-imacros")
                .Where(w => w.StartsWith('-') || !IsSource(w)), question, empty])))];
    }

    // cl.exe takes neither question. It searches what the variable INCLUDE names, and nvcc lists what it read.
    private static bool IsMicrosoft(DriverCommand command) =>
        Path.GetFileNameWithoutExtension(command.Program).Equals("cl", StringComparison.OrdinalIgnoreCase);

    private static bool IsSource(string word) => Path.GetExtension(word) is ".cu" or ".cpp" or ".cc" or ".cxx" or ".c";

    private static IEnumerable<string> WithoutOption(IEnumerable<string> words, string option)
    {
        var isValue = false;
        foreach (var word in words)
        {
            if (!isValue && word != option)
                yield return word;
            isValue = !isValue && word == option;
        }
    }

    private Toolchain Describe(
        IReadOnlyList<string> lines, IReadOnlyList<DriverCommands> commands, string driver, string? untraceable)
    {
        var programs = commands.SelectMany(c => c.Commands).Select(c => c.Program).Append(driver).Distinct();
        var files = commands.SelectMany(c => c.Files).Concat(programs.SelectMany(new WrapperFiles(facts).Of)).Distinct()
            .Order(StringComparer.Ordinal).Select(f => facts.Identity(f) ?? $"{f} is not there");
        var text = string.Join('\n', lines.Select(DriverCommands.WithoutTemporary).Concat(files));
        return new(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            [.. commands.SelectMany(c => c.SearchDirectories).Distinct()],
            [.. commands.SelectMany(c => c.ForcedIncludes).Distinct()],
            [.. commands.SelectMany(c => c.Definitions).Distinct()],
            untraceable);
    }
}
