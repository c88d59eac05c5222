namespace PerfGate.Runner.Git;

/// <summary>A file of a commit.</summary>
/// <param name="Path">Path in the work tree, forward slashes.</param>
/// <param name="ObjectId">What names its content.</param>
/// <param name="Kind">What it is.</param>
internal sealed record GitFile(string Path, string ObjectId, GitFileKind Kind)
{
    /// <summary>Whether it may be run.</summary>
    public bool IsExecutable { get; init; }
}

/// <summary>What a file of a commit is.</summary>
internal enum GitFileKind
{
    /// <summary>A plain file.</summary>
    Plain,

    /// <summary>A symbolic link; its content is the target.</summary>
    Link,

    /// <summary>A submodule; its object is a commit of another repository.</summary>
    Submodule,
}
