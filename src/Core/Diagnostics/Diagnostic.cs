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
