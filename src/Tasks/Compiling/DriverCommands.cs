using System.Text.RegularExpressions;

namespace PerfGate.Tasks.Compiling;

/// <summary>One command that a driver would run.</summary>
/// <param name="Program">The program, absolute.</param>
/// <param name="Words">Its arguments.</param>
internal sealed record DriverCommand(string Program, IReadOnlyList<string> Words);

/// <summary>
/// The answer of a compiler driver to <c>-###</c>, <c>-v</c> or <c>--dryrun</c>: the commands, where they search, and
/// the files that they name.
/// </summary>
internal sealed partial class DriverCommands
{
    // collect2 searches for these itself, in the driver's directories and on the PATH.
    private static readonly string[] Linkers = ["real-ld", "collect-ld", "ld"];

    private static readonly string[] SearchOptions =
    [
        "-I",
        "-iquote",
        "-isystem",
        "-idirafter",
        "-internal-isystem",
        "-internal-externc-isystem",
        "-c-isystem",
        "-cxx-isystem",
        "--embed-dir=",
    ];

    private const int LongestExpanded = 1 << 16;

    // A compiler runs about twenty programs and searches them in about ten folders. Each program may be looked for in
    // each folder, so both are bounded.
    private const int MostCommands = 1_000;
    private const int MostProgramDirectories = 500;
    private const long MostExpanded = 16_000_000;

    private readonly FileFacts _facts;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _programs = new(StringComparer.Ordinal);
    private readonly List<DriverCommand> _commands = [];
    private readonly List<string> _directories = [];
    private IReadOnlyList<string>? _programDirectories;
    private int _asked;
    private long _expanded;

    /// <summary>Reads an answer.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="facts">What is known about files.</param>
    public DriverCommands(IEnumerable<string> lines, FileFacts facts)
    {
        _facts = facts;
        var searching = false;
        // No path holds a NUL, and no system call takes one.
        foreach (var line in lines.Select(l => l.Replace('\0', ' ')))
        {
            if (Ignoring().Match(line) is { Success: true } ignored)
                _directories.Add(ignored.Groups["directory"].Value);
            else if (line.StartsWith("#include ", StringComparison.Ordinal))
                searching = true;
            else if (line.StartsWith("End of search list", StringComparison.Ordinal))
                searching = false;
            else if (searching && line.StartsWith(' '))
                _directories.Add(Framework().Replace(line.Trim(), ""));
            else if (Assignment().Match(line) is { Success: true } assignment)
                Assign(assignment.Groups["name"].Value, Expand(assignment.Groups["value"].Value.Trim()));
            else if (line.StartsWith(' ') || line.StartsWith("#$ ", StringComparison.Ordinal))
                AddCommand(Expand(line.StartsWith('#') ? line[3..] : line));
        }
    }

    /// <summary>The commands, in their order.</summary>
    public IReadOnlyList<DriverCommand> Commands => _commands;

    /// <summary>
    /// Whether the answer has more commands, more folders of programs, or longer variables than any compiler's. What is
    /// beyond was not read, so the answer does not say what the compiler reads.
    /// </summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The commands of nvcc that preprocess with a driver of the kind of g++ and clang++.</summary>
    public IEnumerable<DriverCommand> Preprocessors => _commands.Where(c => c.Words.Contains("-E"));

    /// <summary>Where headers are searched, absolute, those that do not exist included.</summary>
    public IReadOnlyList<string> SearchDirectories => [.. _directories
        .Concat(_commands.SelectMany(c => Values(c, SearchOptions)))
        .Concat(OperatingSystem.IsWindows() ? Split(Environment.GetEnvironmentVariable("INCLUDE")) : [])
        .Select(_facts.Absolute).Distinct()];

    /// <summary>The headers that are included by the command line.</summary>
    public IReadOnlyList<string> ForcedIncludes =>
        [.. _commands.SelectMany(c => Values(c, "-include", "-imacros")).Distinct()];

    /// <summary>The macros that the command line defines.</summary>
    public IReadOnlyList<string> Definitions => [.. _commands.SelectMany(c => Values(c, "-D")).Distinct()];

    /// <summary>The programs, and every file that an argument names or may name.</summary>
    public IReadOnlyList<string> Files => [.. _commands
        .SelectMany(c => Named(c).Prepend(c.Program).Concat(Libraries(c)).Concat(LinkersOf(c)))
        .Distinct()];

    /// <summary>A line without the names of temporary files, which differ from run to run.</summary>
    public static string WithoutTemporary(string line) => Temporary().Replace(line, "temporary");

    private IReadOnlyList<string> ProgramDirectories => _programDirectories ??= FindProgramDirectories();

    private List<string> FindProgramDirectories()
    {
        var all = Split(_variables.GetValueOrDefault("COMPILER_PATH"))
            .Concat(Split(_variables.GetValueOrDefault("PATH")))
            .Concat(Split(Environment.GetEnvironmentVariable("PATH")))
            .Distinct()
            .Take(MostProgramDirectories + 1)
            .ToList();
        IsTooLong |= all.Count > MostProgramDirectories;
        return all;
    }

    private static string[] Split(string? directories) =>
        (directories ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private void Assign(string name, string value)
    {
        _variables[name] = value;
        if (name is not ("PATH" or "COMPILER_PATH"))
            return;
        _programDirectories = null;
        _programs.Clear();
    }

    private void AddCommand(string line)
    {
        if (IsTooLong |= ++_asked > MostCommands)
            return;
        var words = CommandWords.Split(line);
        if (words.Count > 0 && FindProgram(words[0]) is { } program)
            _commands.Add(new(program, [.. words.Skip(1)]));
    }

    private string? FindProgram(string name)
    {
        if (Path.GetFileName(name) != name)
            return ToolSearch.Find(_facts.Absolute(name));
        if (!_programs.TryGetValue(name, out var program))
            _programs[name] = program = ToolSearch.In(ProgramDirectories, name);
        return program;
    }

    // #$ TOP=$_HERE_/.. and then "$CICC_PATH/cicc".
    private string Expand(string text)
    {
        if (IsTooLong || !text.Contains('$', StringComparison.Ordinal))
            return text;
        // A variable made of itself twice doubles with every line.
        var left = LongestExpanded;
        var expanded = Variable().Replace(text, m =>
        {
            var value = _variables.GetValueOrDefault(m.Groups["name"].Value) ?? m.Value;
            return (left -= value.Length) >= 0 ? value : m.Value;
        });
        IsTooLong |= (_expanded += expanded.Length) > MostExpanded;
        return expanded;
    }

    private IEnumerable<string> Named(DriverCommand command) => command.Words
        .SelectMany(w => w.Split(',').Prepend(w))
        .SelectMany(w => new[] { w, After(w, '='), w.TrimStart('@'), w.Length > 2 && w[0] == '-' ? w[2..] : "" })
        .Where(w => w.Length > 0 && w.IndexOf('\0', StringComparison.Ordinal) < 0)
        .Concat(Plugins(command))
        .Select(_facts.Absolute)
        .Where(_facts.IsFile)
        .SelectMany(f => new ResponseFile(_facts).WithNested(f));

    private static string After(string word, char sign) => word[(word.IndexOf(sign, StringComparison.Ordinal) + 1)..];

    // -fplugin=name stands for name.so in the compiler's own folder of plugins.
    private static IEnumerable<string> Plugins(DriverCommand command) =>
        from folder in Values(command, "-iplugindir=")
        from name in Values(command, "-fplugin=")
        select Path.Combine(folder, name + ".so");

    private IEnumerable<string> Libraries(DriverCommand command) =>
        from directory in Values(command, "-L").Distinct()
        from name in Values(command, "-l").Distinct()
        from file in name.StartsWith(':') ? new[] { name[1..] } : [$"lib{name}.so", $"lib{name}.a"]
        let path = _facts.Absolute(Path.Combine(directory, file))
        where _facts.IsFile(path)
        from read in new LinkedFiles(_facts).With(path)
        select read;

    private IEnumerable<string> LinkersOf(DriverCommand command) =>
        from name in Linkers.Concat(Values(command, "-fuse-ld=").Select(f => "ld." + f))
        where Path.GetFileName(command.Program).Contains("collect2", StringComparison.Ordinal)
        let linker = ProgramDirectories
            .Select(d => _facts.Absolute(Path.Combine(d, name)))
            .FirstOrDefault(_facts.IsFile)
        where linker is not null
        select linker;

    // -Idirectory and -I directory, for each of the options.
    private static IEnumerable<string> Values(DriverCommand command, params string[] options)
    {
        for (var i = 0; i < command.Words.Count; i++)
        {
            var word = command.Words[i];
            foreach (var option in options)
            {
                if (word == option && i + 1 < command.Words.Count)
                    yield return command.Words[i + 1];
                else if (word.Length > option.Length && word.StartsWith(option, StringComparison.Ordinal))
                    yield return word[option.Length..];
            }
        }
    }

    [GeneratedRegex(@"^ignoring (?:nonexistent|duplicate) directory ""(?<directory>.+)""$")]
    private static partial Regex Ignoring();

    [GeneratedRegex(@" \(framework directory\)$")]
    private static partial Regex Framework();

    [GeneratedRegex(@"^(?:\#\$ )?(?<name>[A-Za-z_]\w*)=(?<value>.*)$")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]\w*)\}?")]
    private static partial Regex Variable();

    // /tmp/ccXq3rT0.s of g++, unit-1f2e3d.o of clang++, tmpxft_0000abcd_00000000-6_x.ptx of nvcc.
    [GeneratedRegex(
        @"[^\s""'=@]*(?:[/\\]cc[A-Za-z0-9]{6}(?=[.""'\s,]|$)|" +
        @"-[0-9a-f]{6,10}\.(?:o|s|ii|bc)\b|tmpxft_[0-9a-f]+_[0-9a-f]+)[^\s""',]*")]
    private static partial Regex Temporary();
}
