using System.Globalization;

namespace PerfGate.Core.Diagnostics;

// PG91xx: benchmark manifests.
public static partial class DiagnosticCatalog
{
    /// <summary>PG9101: a field appears twice in one JSON object.</summary>
    public static Diagnostic DuplicateField(SourceLocation at, string field, int firstLine) =>
        Error("PG9101", $"the field {field} already appears at line {firstLine}. Remove one of the two.", at);

    /// <summary>PG9102: a manifest names a file that does not exist.</summary>
    public static Diagnostic NamedFileMissing(SourceLocation at, string path) =>
        Error("PG9102", $"there is no file {path}. Paths are relative to the manifest.", at);

    /// <summary>PG9103: a launch names a kernel that the source does not define.</summary>
    public static Diagnostic UnknownKernel(
        SourceLocation at,
        string kernel,
        string source,
        IEnumerable<string> known
    ) =>
        Error(
            "PG9103",
            $"{source} defines no kernel {kernel}{Suggest(kernel, known)}. Name a __global__ function of this file.",
            at
        );

    /// <summary>PG9104: a check names a function that its source does not define.</summary>
    public static Diagnostic UnknownFunction(SourceLocation at, string function, string source) =>
        Error("PG9104", $"{source} has no function {function}. Name a function that the file defines.", at);

    /// <summary>PG9105: a buffer is used and not declared.</summary>
    public static Diagnostic UnknownBuffer(
        SourceLocation at,
        string buffer,
        IEnumerable<string> known,
        bool isNumber = false
    ) =>
        Error(
            "PG9105",
            isNumber
                ? $"{buffer} is a number, not a buffer. A number is written with its type, such as {{ \"i32\": "
                    + $"\"{buffer}\" }}."
                : $"the benchmark declares no buffer {buffer}{Suggest(buffer, known)}. Add it to buffers.",
            at
        );

    /// <summary>PG9106: an expression cannot be read.</summary>
    public static Diagnostic BadExpression(SourceLocation at, string text, string why) =>
        Error("PG9106", $"\"{text}\" is not an expression: {why}.", at);

    /// <summary>PG9107: an expression uses a name that nothing defines.</summary>
    public static Diagnostic UnknownName(
        SourceLocation at,
        string text,
        string name,
        string? meant,
        IEnumerable<string> known
    ) =>
        Error(
            "PG9107",
            $"nothing defines {name} in "
                + $"\"{text}\"{(meant is null ? Suggest(name, known) : $" (did you mean {meant}?)")}. Known here: "
                + $"{Names(known)}.",
            at
        );

    /// <summary>PG9108: a value is not allowed in its field: not finite, not whole, out of range.</summary>
    public static Diagnostic BadValue(SourceLocation at, string field, string why) =>
        Error("PG9108", $"{field}: {why}.", at);

    /// <summary>PG9109: a block has more threads than any device runs.</summary>
    public static Diagnostic BlockTooLarge(SourceLocation at, string threads, int most) =>
        Error(
            "PG9109",
            $"the block has {threads} threads, and at most {most} run in one. Make block smaller and grid larger.",
            at
        );

    /// <summary>PG9110: a buffer is smaller than a launch or a file of values says.</summary>
    public static Diagnostic BufferTooSmall(SourceLocation at, string buffer, string has, string needs) =>
        Error("PG9110", $"the buffer {buffer} has {has}, and {needs}.", at);

    /// <summary>PG9111: a name is declared twice.</summary>
    public static Diagnostic DeclaredTwice(SourceLocation at, string what, SourceLocation first) =>
        Error("PG9111", $"{what} is declared already at {first}. Rename or remove one of the two.", at);

    /// <summary>PG9112: a check names a benchmark or a case that there is not.</summary>
    public static Diagnostic UnknownExpected(SourceLocation at, string benchmark, string why) =>
        Error("PG9112", $"this cannot be checked against {benchmark}: {why}.", at);

    /// <summary>PG9113: benchmarks are checked against each other in a circle.</summary>
    public static Diagnostic CircularCheck(SourceLocation at, IEnumerable<string> circle) =>
        Error(
            "PG9113",
            $"these cases are checked against each other in a circle: {string.Join(" -> ", circle)}. Check one of them "
                + $"against a function or a file.",
            at
        );

    /// <summary>PG9114: a launch gives a kernel more or fewer arguments than it takes.</summary>
    public static Diagnostic WrongArgumentCount(
        SourceLocation at,
        string kernel,
        int given,
        int taken,
        SourceLocation declared
    ) => Error("PG9114", $"the number of arguments is {given}, and {kernel} takes {taken} ({declared}).", at);

    /// <summary>PG9120: an argument is not what the kernel's parameter takes.</summary>
    public static Diagnostic WrongArgument(
        SourceLocation at,
        string argument,
        string isA,
        string parameter,
        string needs,
        SourceLocation declared
    ) =>
        Error(
            "PG9120",
            $"{argument} is {isA}, and the parameter is '{parameter}' ({declared}). Give it {needs}, or put the "
                + $"arguments in the kernel's order.",
            at
        );

    /// <summary>PG9121: an output that is updated in place has no fill.</summary>
    public static Diagnostic UnfilledBuffer(SourceLocation at, string buffer, string kernel) =>
        Warning(
            "PG9121",
            $"the output {buffer} has no fill, so it starts as NaN (whole numbers: a pattern), and {kernel} reads it "
                + $"before it writes it. Where {buffer} is updated in place, give it a fill, such as "
                + "{ \"normal\": {} } or { \"constant\": 0 }.",
            at
        );

    /// <summary>PG9122: a tuned file does not fit its kernel any more.</summary>
    public static Diagnostic StaleTuning(SourceLocation at, string benchmark, string file, string why, bool isUsed) =>
        Warning(
            "PG9122",
            $"the values of {benchmark} in {file} are out of date: {why}. "
                + (isUsed ? "They are still used" : "They are not used, and the first value of each list is")
                + ". Run 'dotnet build /t:PerfGateTune', or remove the entry.",
            at
        );

    /// <summary>PG9123: a manifest sets a variable that the source does not have.</summary>
    public static Diagnostic UnknownVariable(
        SourceLocation at,
        string variable,
        string source,
        IEnumerable<string> known
    ) =>
        Error(
            "PG9123",
            $"{source} has no variable {variable}{Suggest(variable, known)}. Name a __constant__ or __device__ "
                + "variable of it, with its namespace where it has one.",
            at
        );

    /// <summary>PG9124: a kernel reads a constant that nothing sets.</summary>
    public static Diagnostic UnsetConstant(
        SourceLocation at,
        string benchmark,
        string constant,
        SourceLocation declared
    ) =>
        Warning(
            "PG9124",
            $"{benchmark} reads the constant {constant} ({declared}), which has no initial value and which the "
                + $"manifest does not set, so it is zero. Set it from a buffer: \"symbols\": {{ \"{constant}\": "
                + "\"BUFFER\" }.",
            at
        );

    /// <summary>PG9125: a check passes for an output of zeros.</summary>
    public static Diagnostic WeakBound(SourceLocation at, string output, double relative) =>
        Warning(
            "PG9125",
            $"the relative bound of {output} is {relative.ToString(CultureInfo.InvariantCulture)}, so an output of "
                + "zeros passes. State a fraction of what is expected, such as 1e-5, or an absolute bound as well.",
            at
        );

    /// <summary>PG9126: a launch names a benchmark function that the source does not define.</summary>
    public static Diagnostic UnknownBenchmarkFunction(
        SourceLocation at,
        string function,
        string source,
        IEnumerable<string> known
    ) =>
        Error(
            "PG9126",
            $"{source} defines no benchmark function {function}{Suggest(function, known)}. Define it there as "
                + $"PERFGATE_BENCHMARK({function})(perfgate::Call& call, ...) {{ ... }}, or name another one.",
            at
        );

    /// <summary>PG9127: a launch is neither that of a kernel nor that of a function, or something of both.</summary>
    public static Diagnostic UnclearLaunch(SourceLocation at, string why) =>
        Error(
            "PG9127",
            $"{why}. A launch states kernel, grid and block, or it states function. Launch kernels from the function "
                + "where a benchmark needs both.",
            at
        );

    /// <summary>PG9115: a name cannot be used here.</summary>
    public static Diagnostic BadName(SourceLocation at, string name, string why) =>
        Error("PG9115", $"\"{name}\" cannot be a name here: {why}.", at);

    /// <summary>PG9116: an output's check states no bound.</summary>
    public static Diagnostic CheckWithoutBound(SourceLocation at, string output) =>
        Error(
            "PG9116",
            $"the check of {output} allows any error. State relative, absolute or both, such as {{ \"relative\": 1e-5 "
                + $"}}.",
            at
        );

    /// <summary>
    /// PG9117: a check does not say where its expected outputs come from, says it twice, or leaves out half of it.
    /// </summary>
    public static Diagnostic UnclearExpected(SourceLocation at, string why) =>
        Error("PG9117", $"{why}. State one of: source, function and arguments; benchmark; file.", at);

    /// <summary>PG9118: the filter matches no case.</summary>
    public static Diagnostic FilterMatchesNothing(string filter, IEnumerable<string> near) =>
        Error(
            "PG9118",
            $"the filter \"{filter}\" matches no case. Nearest: {Names(near)}. * matches any text, ? for one "
                + $"character, and commas part alternatives."
        );

    /// <summary>PG9119: no manifest was named, or none declares a case.</summary>
    public static Diagnostic NoManifests() =>
        Error("PG9119", "no manifest was named. Name at least one *.bench.json file.");
}
