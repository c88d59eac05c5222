using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>
/// The state of one repository, <c>acme/kernels</c>, behind the paths that publishing uses. Guarded by its owner.
/// </summary>
internal sealed class FakeRepository
{
    public const string FullName = "acme/kernels";
    public const string Base = "3333333333333333333333333333333333333333";

    private int _identity = 1000;

    public Uri Address { get; set; } = null!;

    public List<JsonObject> Comments { get; } = [];

    public List<JsonObject> Checks { get; } = [];

    /// <summary>Annotations by check, a list per request.</summary>
    public Dictionary<long, List<JsonArray>> Annotations { get; } = [];

    public List<JsonObject> Pulls { get; } = [];

    /// <summary>The files that pull requests change, by number; as GitHub lists them.</summary>
    public Dictionary<int, List<JsonObject>> Files { get; } = [];

    public List<JsonObject> Releases { get; } = [];

    /// <summary>What people may do, by login, as GitHub names it; nobody else is a collaborator.</summary>
    public Dictionary<string, string> Rights { get; } = [];

    /// <summary>The workflows that were started: file and what they were given.</summary>
    public List<(string Workflow, JsonObject Given)> Dispatches { get; } = [];

    /// <summary>The reactions to comments, by the comment's number.</summary>
    public List<(string Comment, string Reaction)> Reactions { get; } = [];

    public FakeGitData Git { get; } = new();

    public JsonObject AddComment(string login, string body)
    {
        var comment = new JsonObject
        {
            ["id"] = ++_identity,
            ["body"] = body,
            ["user"] = new JsonObject { ["login"] = login },
        };
        comment["html_url"] = $"https://github.test/c/{comment["id"]}";
        Comments.Add(comment);
        return comment;
    }

    public JsonObject AddPull(int number, string sha, string headRepository, string headBranch, string state = "open")
    {
        var owner = headRepository.Split('/')[0];
        var pull = new JsonObject
        {
            ["number"] = number,
            ["state"] = state,
            ["html_url"] = $"https://github.test/pull/{number}",
            ["head"] = new JsonObject
            {
                ["sha"] = sha,
                ["ref"] = headBranch,
                ["label"] = $"{owner}:{headBranch}",
                ["repo"] = new JsonObject { ["full_name"] = headRepository },
            },
            ["base"] = new JsonObject { ["sha"] = Base, ["ref"] = "main" },
        };
        Pulls.Add(pull);
        return pull;
    }

    /// <summary>Has a pull request change files.</summary>
    public void Change(int number, params string[] paths)
    {
        if (!Files.TryGetValue(number, out var files))
            Files[number] = files = [];
        files.AddRange(
            paths.Select(p => new JsonObject
            {
                ["sha"] = "bbcd538c8e72b8c175046e27cc8f907076331401",
                ["filename"] = p,
                ["status"] = "modified",
                ["additions"] = 1,
                ["deletions"] = 1,
                ["changes"] = 2,
                ["blob_url"] = "https://github.test/b",
                ["raw_url"] = "https://github.test/r",
                ["contents_url"] = "https://github.test/c",
            })
        );
    }

    public FakeAnswer Answer(FakeRequest request, string login)
    {
        var question = request.Path.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? request.Path : request.Path[..question];
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(
            question < 0 ? "" : request.Path[question..]
        );
        const string root = "/repos/" + FullName;
        if (path == root)
            return FakeAnswer.Ok(new JsonObject { ["full_name"] = FullName, ["default_branch"] = "main" });
        if (!path.StartsWith(root + "/", StringComparison.Ordinal))
            return FakeAnswer.Refuse(404, "Not Found");
        var below = path[(root.Length + 1)..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var body = request.Body as JsonObject;
        string Id(string pattern) => Regex.Match(below, pattern).Groups[1].Value;
        return (request.Method, below) switch
        {
            ("GET", var p) when Regex.IsMatch(p, @"^issues/\d+/comments$") => Page(Comments, request.Path, query),
            ("POST", var p) when Regex.IsMatch(p, @"^issues/\d+/comments$") => FakeAnswer.Created(
                AddComment(login, (string)body!["body"]!).DeepClone()
            ),
            ("PATCH", var p) when p.StartsWith("issues/comments/", StringComparison.Ordinal) => Edit(
                Comments,
                Id(@"(\d+)$"),
                body!
            ),
            ("DELETE", var p) when p.StartsWith("issues/comments/", StringComparison.Ordinal) => Delete(
                Comments,
                Id(@"(\d+)$")
            ),
            ("POST", var p) when p.StartsWith("issues/comments/", StringComparison.Ordinal) => React(
                Id(@"comments/(\d+)/reactions$"),
                body!
            ),
            ("GET", var p) when p.StartsWith("collaborators/", StringComparison.Ordinal) => Right(
                Id("collaborators/([^/]+)/permission$")
            ),
            ("POST", var p) when p.StartsWith("actions/workflows/", StringComparison.Ordinal) => Dispatch(
                Id("workflows/([^/]+)/dispatches$"),
                body!
            ),
            ("POST", "check-runs") => CreateCheck(body!),
            ("PATCH", var p) when p.StartsWith("check-runs/", StringComparison.Ordinal) => UpdateCheck(
                long.Parse(Id(@"(\d+)$"), CultureInfo.InvariantCulture),
                body!
            ),
            ("GET", var p) when Regex.IsMatch(p, "^commits/[0-9a-f]+/check-runs$") => ListChecks(
                Id("commits/([0-9a-f]+)"),
                query
            ),
            ("GET", "pulls") => Page(Pulls.Where(p => PullFits(p, query)), request.Path, query),
            ("GET", var p) when Regex.IsMatch(p, @"^pulls/\d+/files$") => Page(
                Files.GetValueOrDefault(int.Parse(Id(@"pulls/(\d+)"), CultureInfo.InvariantCulture)) ?? [],
                request.Path,
                query
            ),
            ("GET", var p) when p.StartsWith("pulls/", StringComparison.Ordinal) => One(Pulls, "number", Id(@"(\d+)$")),
            ("POST", "pulls") => FakeAnswer.Created(
                AddPull(++_identity, Git.Refs[(string)body!["head"]!], FullName, (string)body["head"]!).DeepClone()
            ),
            ("GET", "releases") => Page(Releases, request.Path, query),
            ("POST", "releases") => CreateRelease(body!),
            ("POST", var p) when p.StartsWith("releases/", StringComparison.Ordinal) => Upload(
                Id(@"releases/(\d+)"),
                query["name"]!
            ),
            ("DELETE", var p) when p.StartsWith("releases/assets/", StringComparison.Ordinal) => DeleteAsset(
                Id(@"(\d+)$")
            ),
            (_, var p) when p.StartsWith("git/", StringComparison.Ordinal) => Git.Answer(request.Method, p, body),
            _ => FakeAnswer.Refuse(404, "Not Found"),
        };
    }

    private static bool PullFits(
        JsonObject pull,
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query
    ) =>
        (!query.TryGetValue("head", out var head) || head == (string)pull["head"]!["label"]!)
        && (!query.TryGetValue("state", out var state) || state == "all" || state == (string)pull["state"]!);

    private FakeAnswer Page(
        IEnumerable<JsonObject> items,
        string path,
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query
    )
    {
        int Value(string name, int otherwise) =>
            query.TryGetValue(name, out var v) ? int.Parse(v!, CultureInfo.InvariantCulture) : otherwise;
        var size = Value("per_page", 30);
        var page = Value("page", 1);
        var all = items.ToList();
        var shown = new JsonArray([.. all.Skip((page - 1) * size).Take(size).Select(i => i.DeepClone())]);
        if (page * size >= all.Count)
            return FakeAnswer.Ok(shown);
        var bare = Regex.Replace(path, @"[?&]page=\d+", "");
        var next = new Uri(
            Address,
            bare + (bare.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"page={page + 1}"
        );
        return new FakeAnswer(200, shown, ("Link", $"<{next}>; rel=\"next\""));
    }

    private static FakeAnswer One(List<JsonObject> items, string key, string id) =>
        items.FirstOrDefault(i => i[key]!.ToString() == id) is { } found
            ? FakeAnswer.Ok(found.DeepClone()) : FakeAnswer.Refuse(404, "Not Found");

    private static FakeAnswer Edit(List<JsonObject> items, string id, JsonObject change)
    {
        if (items.FirstOrDefault(i => i["id"]!.ToString() == id) is not { } found)
            return FakeAnswer.Refuse(404, "Not Found");
        foreach (var (key, value) in change)
            found[key] = value?.DeepClone();
        return FakeAnswer.Ok(found.DeepClone());
    }

    private static FakeAnswer Delete(List<JsonObject> items, string id) =>
        items.RemoveAll(i => i["id"]!.ToString() == id) > 0
            ? new FakeAnswer(204, null)
            : FakeAnswer.Refuse(404, "Not Found");

    private FakeAnswer Right(string login) =>
        Rights.TryGetValue(login, out var right)
            ? FakeAnswer.Ok(new JsonObject { ["permission"] = right, ["user"] = new JsonObject { ["login"] = login } })
            : FakeAnswer.Refuse(404, "Not Found");

    private FakeAnswer Dispatch(string workflow, JsonObject body)
    {
        Dispatches.Add((workflow, (JsonObject)body.DeepClone()));
        return new FakeAnswer(204, null);
    }

    private FakeAnswer React(string comment, JsonObject body)
    {
        Reactions.Add((comment, (string)body["content"]!));
        return FakeAnswer.Created(new JsonObject { ["id"] = ++_identity, ["content"] = (string)body["content"]! });
    }

    private FakeAnswer CreateCheck(JsonObject body)
    {
        var check = (JsonObject)body.DeepClone();
        check["id"] = ++_identity;
        check["html_url"] = $"https://github.test/runs/{_identity}";
        Checks.Add(check);
        Annotations[_identity] = [];
        return FakeAnswer.Created(check.DeepClone());
    }

    private FakeAnswer UpdateCheck(long id, JsonObject body)
    {
        var annotations = body["output"]?["annotations"] as JsonArray;
        if (annotations?.Count > 50)
            return FakeAnswer.Refuse(422, "Invalid request: no more than 50 annotations");
        if (((string?)body["output"]?["summary"])?.Length > 65_535)
            return FakeAnswer.Refuse(422, "Invalid request: summary is too long");
        if (annotations is { Count: > 0 })
            Annotations[id].Add((JsonArray)annotations.DeepClone());
        return Edit(Checks, id.ToString(CultureInfo.InvariantCulture), body);
    }

    private FakeAnswer ListChecks(string sha, Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query)
    {
        var found = Checks.Where(c => (string)c["head_sha"]! == sha
            && (!query.TryGetValue("check_name", out var name) || name == (string)c["name"]!)
            && (!query.TryGetValue("status", out var status) || status == (string)c["status"]!)).ToList();
        return FakeAnswer.Ok(new JsonObject
        {
            ["total_count"] = found.Count,
            ["check_runs"] = new JsonArray([.. found.Select(c => c.DeepClone())]),
        });
    }

    private FakeAnswer CreateRelease(JsonObject body)
    {
        var release = (JsonObject)body.DeepClone();
        release["id"] = ++_identity;
        release["assets"] = new JsonArray();
        release["upload_url"] =
            new Uri(Address, $"/repos/{FullName}/releases/{_identity}/assets").AbsoluteUri + "{?name,label}";
        Releases.Add(release);
        return FakeAnswer.Created(release.DeepClone());
    }

    private FakeAnswer Upload(string release, string name)
    {
        var assets = (JsonArray)Releases.Single(r => r["id"]!.ToString() == release)["assets"]!;
        if (assets.Any(a => (string)a!["name"]! == name))
            return FakeAnswer.Refuse(422, "already_exists");
        assets.Add(new JsonObject { ["id"] = ++_identity, ["name"] = name });
        return FakeAnswer.Created(assets[^1]!.DeepClone());
    }

    private FakeAnswer DeleteAsset(string id)
    {
        foreach (var assets in Releases.Select(r => (JsonArray)r["assets"]!))
            assets.RemoveAll(a => a!["id"]!.ToString() == id);
        return new FakeAnswer(204, null);
    }
}
