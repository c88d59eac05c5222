namespace PerfGate.Core.Diagnostics;

/// <summary>A place in a text file, as compilers print it.</summary>
/// <param name="File">Path, relative to the repository root where the file lies in it, with forward slashes.</param>
/// <param name="Line">Line, counted from 1; 0 where the whole file is meant.</param>
/// <param name="Column">Column, counted from 1; 0 where the whole line is meant.</param>
public sealed record SourceLocation(string File, int Line = 0, int Column = 0)
{
    /// <summary>The canonical MSBuild form, <c>file(line,column)</c>, which editors and build logs link.</summary>
    public override string ToString() =>
        Line == 0 ? File : Column == 0 ? $"{File}({Line})" : $"{File}({Line},{Column})";
}
