namespace PerfGate.Core.Diagnostics;

// PG90xx: usage and files.
public static partial class DiagnosticCatalog
{
    /// <summary>PG9000: a fault of PerfGate itself.</summary>
    public static Diagnostic InternalError(string what, string more) =>
        Error("PG9000", $"an error inside PerfGate: {what} This is a bug. {more}");

    /// <summary>PG9001: a file cannot be read or written.</summary>
    public static Diagnostic FileUnusable(string path, string why) =>
        Error("PG9001", $"{why} Check that the path exists and that this user may read and write it.", new(path));

    /// <summary>PG9002: a JSON file does not parse.</summary>
    public static Diagnostic NotJson(SourceLocation at, string why, bool isLfsPointer = false) =>
        Error(
            "PG9002",
            isLfsPointer
                ? "this is a Git LFS pointer and not the file itself. If it lies in the work tree, run 'git lfs pull'. "
                    + "A baseline or policy is also read from the base's commit, where LFS keeps only pointers: on the "
                    + "base's branch, take its path out of .gitattributes and commit the file itself."
                : $"this is not JSON: {why} Fix the file, or restore it from git. If a program wrote it, run that "
                    + "program again.",
            at
        );

    /// <summary>The code of <see cref="DoesNotFitSchema"/>.</summary>
    public const string SchemaCode = "PG9003";

    /// <summary>PG9003: a JSON file does not fit its schema.</summary>
    public static Diagnostic DoesNotFitSchema(SourceLocation at, string field, string why) =>
        Error("PG9003", $"{field}: {why}", at);

    /// <summary>PG9004: a file was written by a newer PerfGate.</summary>
    public static Diagnostic NewerSchema(SourceLocation at, int found, int supported) =>
        Error(
            "PG9004",
            $"this file has schema version {found}, and this perfgate reads up to {supported}. Update perfgate.",
            at
        );

    /// <summary>PG9010: a file of samples holds something else.</summary>
    public static Diagnostic NotSamples(SourceLocation at, string what) =>
        Error(
            "PG9010",
            $"{what} Write one run a line, its samples in nanoseconds, positive, separated by blanks or commas.",
            at
        );

    /// <summary>PG9011: there are too few runs to compare.</summary>
    public static Diagnostic TooFewRuns(SourceLocation at, int found) =>
        Error(
            "PG9011",
            $"the number of runs is {found}, which does not show how much runs differ: a comparison needs at least "
                + $"two, and a decision five. Take more runs, or write --unit sample if every number is a run of its "
                + $"own.",
            at
        );

    /// <summary>PG9012: both files hold the same samples.</summary>
    public static Diagnostic ComparedWithItself(string reference, string candidate) =>
        Error(
            "PG9012",
            $"{reference} and {candidate} hold the same samples: a file was compared with itself. Name the candidate's "
                + $"file."
        );

    /// <summary>PG9013: an option has an invalid value.</summary>
    public static Diagnostic BadOption(string option, string value, string expected) =>
        Error("PG9013", $"{option} is '{value}': {expected}");

    /// <summary>PG9022: a command line lacks something, or says too much.</summary>
    public static Diagnostic WrongUsage(string what, string command) =>
        Error("PG9022", $"{what} Run '{command} --help' to see what it takes.");

    /// <summary>PG9014: a file is larger than any of its kind should be.</summary>
    public static Diagnostic FileTooLarge(string path, string what, string has, string limit, string remedy) =>
        Error("PG9014", $"the file is too large: {what} may have {limit}, and this has {has}. {remedy}", new(path));

    /// <summary>PG9015: a folder, a pipe or a device where a file is needed.</summary>
    public static Diagnostic NotAFile(string path, string what, string isA) =>
        Error("PG9015", $"this is {isA}, and {what} must be a regular file. Name a file.", new(path));

    /// <summary>PG9020: there are more errors than are printed.</summary>
    public static Diagnostic MoreErrors(SourceLocation at, int more) =>
        Error("PG9020", $"{more} more errors are not printed. Fix those above first.", at);

    /// <summary>PG9021: a file of samples can be read in two ways.</summary>
    public static Diagnostic AmbiguousSamples(SourceLocation at, string word) =>
        Error(
            "PG9021",
            $"'{word}' may be one number or several samples. Write a point before decimals, nothing between thousands, "
                + $"and a blank after the comma between two samples.",
            at
        );

    /// <summary>PG9018: a command was cancelled.</summary>
    public static Diagnostic CommandCancelled() => Error("PG9018", "the command was cancelled. Run it again.");

    /// <summary>PG9019: there is too little memory.</summary>
    public static Diagnostic OutOfMemory() =>
        Error("PG9019", "there is not enough memory. Measure fewer or smaller cases, or end other programs.");

    /// <summary>PG9016: a source and what it includes are too large together.</summary>
    public static Diagnostic SourcesTooLarge(SourceLocation at, long characters) =>
        Error(
            "PG9016",
            $"this source and the files that it includes in quotes have more than {characters / 1_000_000} million "
                + $"characters. Include less, or include large libraries in angle brackets.",
            at
        );

    /// <summary>PG9017: manifests declare more cases than can be measured.</summary>
    public static Diagnostic TooManyCases(SourceLocation at, string why) =>
        Error("PG9017", $"{why}. Give the axes fewer values, or measure some of the manifests at a time.", at);
}
