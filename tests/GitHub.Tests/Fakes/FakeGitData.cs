using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>Blobs, trees, commits and branches, named by their content as git names them.</summary>
internal sealed class FakeGitData
{
    private readonly Dictionary<string, byte[]> _blobs = [];
    private readonly Dictionary<string, SortedDictionary<string, string>> _trees = [];
    private readonly Dictionary<string, (string Tree, string[] Parents)> _commits = [];

    /// <summary>Commits by branch.</summary>
    public Dictionary<string, string> Refs { get; } = [];

    /// <summary>Commits files to a branch, as somebody else would.</summary>
    public string Commit(string branch, params (string Path, string Text)[] files)
    {
        var parent = Refs.GetValueOrDefault(branch);
        var tree = new SortedDictionary<string, string>(
            parent is null ? [] : _trees[_commits[parent].Tree],
            StringComparer.Ordinal
        );
        foreach (var (path, text) in files)
            tree[path] = Blob(Encoding.UTF8.GetBytes(text));
        return Refs[branch] = Commit(Tree(tree), parent is null ? [] : [parent]);
    }

    /// <summary>The files at the head of a branch.</summary>
    public IReadOnlyDictionary<string, string> Files(string branch) =>
        _trees[_commits[Refs[branch]].Tree].ToDictionary(f => f.Key, f => Encoding.UTF8.GetString(_blobs[f.Value]));

    /// <summary>How many commits a branch has.</summary>
    public int Depth(string branch)
    {
        var depth = 0;
        for (var at = Refs.GetValueOrDefault(branch); at is not null; at = _commits[at].Parents.FirstOrDefault())
            depth++;
        return depth;
    }

    public FakeAnswer Answer(string method, string path, JsonObject? body) =>
        (method, path) switch
        {
            ("POST", "git/blobs") => Named(Blob(Convert.FromBase64String((string)body!["content"]!))),
            ("POST", "git/trees") => CreateTree(body!),
            ("POST", "git/commits") => Named(
                Commit((string)body!["tree"]!, [.. ((JsonArray?)body["parents"] ?? []).Select(p => (string)p!)])
            ),
            ("GET", _) when path.StartsWith("git/commits/", StringComparison.Ordinal) => _commits.TryGetValue(
                path[12..],
                out var commit
            )
                ? FakeAnswer.Ok(
                    new JsonObject
                    {
                        ["sha"] = path[12..],
                        ["tree"] = new JsonObject { ["sha"] = commit.Tree },
                    }
                )
                : FakeAnswer.Refuse(404, "Not Found"),
            ("GET", _) when path.StartsWith("git/ref/heads/", StringComparison.Ordinal) => Refs.TryGetValue(
                path[14..],
                out var sha
            )
                ? FakeAnswer.Ok(Reference(path[14..], sha))
                : FakeAnswer.Refuse(404, "Not Found"),
            ("POST", "git/refs") => CreateRef((string)body!["ref"]!, (string)body["sha"]!),
            ("PATCH", _) when path.StartsWith("git/refs/heads/", StringComparison.Ordinal) => MoveRef(
                path[15..],
                (string)body!["sha"]!
            ),
            _ => FakeAnswer.Refuse(404, "Not Found"),
        };

    private FakeAnswer CreateTree(JsonObject body)
    {
        var onto = (string?)body["base_tree"];
        var tree = new SortedDictionary<string, string>(onto is null ? [] : _trees[onto], StringComparer.Ordinal);
        foreach (var item in (JsonArray)body["tree"]!)
            tree[(string)item!["path"]!] = (string)item["sha"]!;
        return Named(Tree(tree));
    }

    private FakeAnswer CreateRef(string name, string sha)
    {
        var branch = name["refs/heads/".Length..];
        return Refs.TryAdd(branch, sha)
            ? FakeAnswer.Created(Reference(branch, sha)) : FakeAnswer.Refuse(422, "Reference already exists");
    }

    private FakeAnswer MoveRef(string branch, string sha)
    {
        if (!Refs.TryGetValue(branch, out var old))
            return FakeAnswer.Refuse(422, "Reference does not exist");
        if (old != sha && !_commits[sha].Parents.Contains(old))
            return FakeAnswer.Refuse(422, "Update is not a fast forward");
        Refs[branch] = sha;
        return FakeAnswer.Ok(Reference(branch, sha));
    }

    private string Blob(byte[] content)
    {
        var sha = Name("blob", Convert.ToBase64String(content));
        _blobs[sha] = content;
        return sha;
    }

    private string Tree(SortedDictionary<string, string> files)
    {
        var sha = Name("tree", string.Join('\n', files.Select(f => $"{f.Key} {f.Value}")));
        _trees[sha] = files;
        return sha;
    }

    private string Commit(string tree, string[] parents)
    {
        var sha = Name("commit", $"{tree} {string.Join(' ', parents)}");
        _commits[sha] = (tree, parents);
        return sha;
    }

    private static FakeAnswer Named(string sha) => FakeAnswer.Created(new JsonObject { ["sha"] = sha });

    private static JsonObject Reference(string branch, string sha) =>
        new() { ["ref"] = $"refs/heads/{branch}", ["object"] = new JsonObject { ["sha"] = sha, ["type"] = "commit" } };

    // Forty hexadecimal digits, like git's own names.
    private static string Name(string kind, string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {content}")))[..40];
}
