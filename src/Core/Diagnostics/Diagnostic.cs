using PerfGate.Core.Text;

namespace PerfGate.Core.Diagnostics;

/// <summary>One thing that PerfGate has to say, with its code, its place and what to do about it.</summary>
/// <param name="Code">The documented code, <c>PG</c> and four digits.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Message">What is wrong and what to do about it, in one line.</param>
/// <param name="Location">Where, if it has a place.</param>
public sealed record Diagnostic(string Code, Severity Severity, string Message, SourceLocation? Location = null)
{
    /// <summary>The message in one line, without anything that a terminal would obey.</summary>
    public string PlainMessage => PlainText.Whole(Message);

    /// <summary>Code and message, for a text that another one quotes: the code leads to the remedy.</summary>
    public string Coded => $"{Code}: {Message}";

    /// <summary>The canonical form <c>file(line): error PG1234: message</c> that MSBuild and editors parse.</summary>
    public override string ToString()
    {
        var kind = Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            Severity.Message => "message",
        };
        return PlainText.Whole($"{Location?.ToString() ?? "perfgate"}: {kind} {Code}: {Message}");
    }
}

/// <summary>How much a <see cref="Diagnostic"/> weighs.</summary>
public enum Severity
{
    /// <summary>Stops the step or fails the gate.</summary>
    Error,

    /// <summary>Worth a person's attention; the gate goes on.</summary>
    Warning,

    /// <summary>Said for the record.</summary>
    Message,
}

/// <summary>A place in a text file, as compilers print it.</summary>
/// <param name="File">Path, relative to the repository root where the file lies in it, with forward slashes.</param>
/// <param name="Line">Line, counted from 1; 0 if the whole file is meant.</param>
/// <param name="Column">Column, counted from 1; 0 if the whole line is meant.</param>
public sealed record SourceLocation(string File, int Line = 0, int Column = 0)
{
    /// <summary>The canonical MSBuild form, <c>file(line,column)</c>, which editors and build logs link.</summary>
    public override string ToString() =>
        Line == 0 ? File : Column == 0 ? $"{File}({Line})" : $"{File}({Line},{Column})";
}

/// <summary>
/// Lines in which a message of a tool is looked for. The search takes longer than the line is long, so a line has an
/// end.
/// </summary>
public static class MessageLine
{
    /// <summary>The longest line, characters. What comes behind is not read.</summary>
    public const int Longest = 4096;

    /// <summary>The part of a line that is read.</summary>
    /// <param name="line">A line that a tool printed.</param>
    public static string Head(string line) => line.Length <= Longest ? line : line[..Longest];
}
