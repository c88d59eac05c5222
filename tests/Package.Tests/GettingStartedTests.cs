using System.Text.RegularExpressions;

namespace PerfGate.Package.Tests;

/// <summary>
/// The commands of docs/getting-started.md, typed one block after the other, and the output that the page shows.
/// </summary>
public sealed partial class GettingStartedTests(Packages packages) : IDisposable
{
    private const string Exit = "exit code of block ";
    private const int Attempts = 4;

    private readonly TemporaryFolder _user = new("perfgate newcomer ");

    [Fact]
    public async Task The_page_typed_as_written_leads_to_a_baseline_and_to_a_slow_down_that_is_caught()
    {
        var blocks = Blocks();
        var typed = await TypeAsync(blocks.Where(b => b.IsTyped).Select(b => b.Text));

        // The first block alone makes the folder and its kernel; then four commands at most, and two more.
        var commands = blocks.Where(b => b.IsTyped).Select(b => b.Text.Split('\n')[0]).ToList();
        Assert.StartsWith("mkdir my_kernel", commands[0], StringComparison.Ordinal);
        Assert.InRange(commands.IndexOf("perfgate refresh"), 1, 4);
        Assert.InRange(commands.IndexOf("perfgate gate") - commands.IndexOf("perfgate refresh"), 1, 3);

        // Only the slow kernel fails, and a slow-down has an exit code of its own.
        var slow = commands.IndexOf("perfgate gate");
        for (var i = 0; i < commands.Count; i++)
            Assert.True(typed[i].ExitCode == (i == slow ? 1 : 0), $"exit code {typed[i].ExitCode}\n{typed[i].Output}");
        Assert.Equal(commands.Count, typed.Count);
        var block = -1;
        foreach (var shown in blocks)
        {
            if (shown.IsTyped)
                block++;
            else if (shown.IsOutput)
                Assert.All(Lines(shown.Text), line => Assert.Contains(line, Lines(typed[block].Output)));
        }

        Assert.Equal(
            "my_kernel -> Passed: # unchanged. PerfGate ran # case. Report: artifacts/perfgate/report.html",
            Lines(typed[^1].Output)[^1]
        );

        // The same outcome, where MSBuild's own terminal logger hides the rest.
        var built = await RunAsync("dotnet", ["build", "my_kernel", "-t:PerfGateReport", "-tl:on", "--no-restore"]);

        Assert.True(built.ExitCode == 0, built.Text);
        Assert.Contains(
            "Passed: 1 unchanged. PerfGate ran 1 case. Report: my_kernel/artifacts/perfgate/report.html",
            built.Output,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _user.Dispose();

    // One shell, so that a block begins in the folder in which the one before ended.
    private async Task<List<(string Output, int ExitCode)>> TypeAsync(IEnumerable<string> blocks)
    {
        _user.Write(
            "nuget.config",
            $"""
            <configuration>
              <packageSources><add key="perfgate" value="{packages.Feed}" /></packageSources>
            </configuration>
            """
        );
        var script = string.Concat(blocks.Select((b, i) => $"{Repeated(b)}echo \"{Exit}{i}: $?\"\n"));
        var result = await RunAsync("bash", [_user.Write("typed.sh", script)]);
        var ends = ExitLine().Matches(result.Output);
        Assert.True(ends.Count > 0, result.Text);
        return
        [
            .. ends.Select(
                (end, i) =>
                {
                    var from = i == 0 ? 0 : ends[i - 1].Index + ends[i - 1].Length;
                    return (result.Output[from..end.Index], int.Parse(end.Groups[1].Value, null));
                }
            ),
        ];
    }

    // A gate that is undecided because the machine is busy is repeated, as the page says.
    private static string Repeated(string block) =>
        block == "perfgate gate\n"
            ? $$"""
                for _ in $(seq {{Attempts}}); do
                  perfgate gate >../gate.log 2>&1; code=$?
                  grep -q '^  Undecided: ' ../gate.log || break
                done
                cat ../gate.log; (exit $code)

                """
            : block;

    private Task<ProgramResult> RunAsync(string program, IEnumerable<string> arguments)
    {
        var own = Directory.CreateDirectory(_user.PathOf(".test")).FullName;
        var home = _user.PathOf("home");
        return Programs.RunAsync(
            program,
            arguments,
            _user.Root,
            [
                .. packages.Variables.Where(v => v.Key != "RestoreAdditionalProjectSources"),
                new("DOTNET_CLI_HOME", home),
                new("PATH", $"{home}/.dotnet/tools:{Environment.GetEnvironmentVariable("PATH")}"),
                new("GIT_AUTHOR_NAME", "ann"),
                new("GIT_AUTHOR_EMAIL", "ann@example.com"),
                new("GIT_COMMITTER_NAME", "ann"),
                new("GIT_COMMITTER_EMAIL", "ann@example.com"),
                new("TMPDIR", own),
                new("PERFGATE_LOCKS", own),
            ],
            TestContext.Current.CancellationToken
        );
    }

    // What no two runs have in common is left out: numbers with their units, the processor, what follows an ellipsis.
    private static string[] Lines(string text) =>
        [
            .. text.Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Length > 0 && !line.StartsWith('─'))
                .Select(line => TableRow().Match(line) is { Success: true } row ? row.Value : line)
                .Select(line => line.Split(" (95 % CI")[0])
                .Select(line => Processor().Replace(line, "host-#.json"))
                .Select(line => Folder().Replace(line, "/"))
                .Select(line => Number().Replace(line, "#")),
        ];

    private static List<PageBlock> Blocks() =>
        [
            .. CodeBlock()
                .Matches(File.ReadAllText(Checkout.PathOf("docs/getting-started.md")))
                .Select(m => new PageBlock(m.Groups[1].Value, m.Groups[2].Value)),
        ];

    private sealed record PageBlock(string Language, string Text)
    {
        public bool IsTyped => Language == "sh";

        public bool IsOutput => Language == "text";
    }

    [GeneratedRegex(@"(?ms)^```(\w*)\n(.*?)^```$")]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"exit code of block \d+: (\d+)\n")]
    private static partial Regex ExitLine();

    [GeneratedRegex(@"^silu/N=\d+\s{2,}[A-Za-z]+|^case\s{2,}verdict")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"host-[a-z0-9-]+\.json")]
    private static partial Regex Processor();

    [GeneratedRegex(@"/\S.*?/(?=my_kernel/)")]
    private static partial Regex Folder();

    [GeneratedRegex(@"\d+([.,]\d+)*")]
    private static partial Regex Number();
}
