using System.Collections.Immutable;

namespace PerfGate.Runner.References.Bases;

/// <summary>Sources, headers and manifests of a commit, in a folder of their own.</summary>
/// <param name="Commit">The commit, full SHA.</param>
/// <param name="Folder">The folder that takes the place of the root of the work tree, absolute.</param>
/// <param name="Build">
/// A folder for what is made from it, absolute; shared by all commits with the same content.
/// </param>
/// <param name="LeftOut">Files that could not be exported, with the reason, one line each.</param>
internal sealed record ExportedTree(string Commit, string Folder, string Build, ImmutableArray<string> LeftOut);
