using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate publish</c>: posts a verdict to GitHub.</summary>
internal static class PublishCommand
{
    private static readonly string[] PartNames = [.. Enum.GetNames<PublishPart>().Select(n => n.ToLowerInvariant())];

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var output = new Option<string>("--output")
        {
            Description = "Folder with the gate's results, or the zip file of an artifact. Read as untrusted.",
            DefaultValueFactory = _ => "artifacts/perfgate",
            HelpName = "DIR|ZIP",
        };
        var precheck = new Option<string?>("--precheck")
        {
            Description =
                "Folder or zip file with a precheck. It is the verdict where no case needs the device and nothing was "
                    + "measured. A path that does not exist counts as no precheck.",
            HelpName = "DIR|ZIP",
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Send nothing: print every write as a line of JSON (method, path, body).",
        };
        var trigger = new Option<string?>("--event")
        {
            Description = "The event's payload. Default: the job's own, GITHUB_EVENT_PATH.", HelpName = "FILE",
        };
        var repository = new Option<string?>("--repository")
        {
            Description = "The repository to post to. Default: GITHUB_REPOSITORY.", HelpName = "OWNER/NAME",
        };
        var api = new Option<string?>("--api-url")
        {
            Description =
                "Base address of the REST API, https://HOST/api/v3 for GitHub Enterprise Server. Default: "
                    + "GITHUB_API_URL.",
            HelpName = "URL",
        };
        var only = new Option<PublishPart[]>("--only")
        {
            Description =
                $"Publish only this: {string.Join(", ", PartNames)}; may be repeated. Default: what the event calls "
                    + $"for.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "PART",
            CustomParser = Parts,
        };
        only.CompletionSources.Add([.. PartNames]);
        var baseline = new Option<string?>("--baseline")
        {
            Description =
                "Folder or zip file with refreshed baselines; the measured device's is proposed and attached to the "
                    + "release.",
            HelpName = "DIR|ZIP",
        };
        var gate = new Option<string>("--gate")
        {
            Description = "Name of the gate; several gates of a repository keep a comment and a check each.",
            DefaultValueFactory = _ => "gate",
            HelpName = "NAME",
        };
        gate.Validators.Add(result =>
        {
            var name = result.Tokens.Count == 0 ? "gate" : result.Tokens[0].Value;
            var plain = name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

            // Two dashes would end the comment that marks the sticky comment.
            if (name.Length is 0 or > 40 || !plain || name.Contains("--", StringComparison.Ordinal))
                result.AddError("--gate takes up to 40 letters, digits, dots, dashes and underscores.");
        });
        var branch = new Option<string>("--badges-branch")
        {
            Description = "The branch that holds the badges.",
            DefaultValueFactory = _ => "perfgate-badges",
            HelpName = "BRANCH",
        };
        var workflow = new Option<string>("--workflow")
        {
            Description =
                "Path of the workflow that measures. After a workflow_run event the results of any other are refused.",
            DefaultValueFactory = _ => CallingWorkflow.Default,
            HelpName = "PATH",
        };
        var pullRequest = new Option<int?>("--pull-request")
        {
            Description = "The pull request that this must be; refused where GitHub says otherwise.",
            HelpName = "NUMBER",
            CustomParser = result =>
            {
                if (
                    int.TryParse(
                        result.Tokens[0].Value,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var number
                    )
                    && number > 0
                )
                    return number;
                result.AddError(
                    $"--pull-request takes a number, and not '{PlainText.LogLine(result.Tokens[0].Value, 100)}'."
                );
                return null;
            },
        };
        var markdown = new Option<bool>("--markdown")
        {
            Description = "With --dry-run: print the comment as Markdown, and nothing else.",
        };
        var picture = new Option<bool>("--picture")
        {
            Description =
                "Show a picture of the changed cases in the comment. It lies on the badges' branch, so the token needs "
                    + "contents: write.",
        };
        var json = SharedOptions.Json();
        var command = new Command(
            "publish",
            "Posts a verdict to GitHub: comment, check, badges, job summary, baseline."
        )
        {
            output,
            precheck,
            dryRun,
            trigger,
            repository,
            api,
            only,
            baseline,
            gate,
            branch,
            workflow,
            pullRequest,
            markdown,
            picture,
            json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(markdown) && !result.GetValue(dryRun))
                result.AddError("--markdown shows what --dry-run would post. Give both.");
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var session = new PublishSession
                {
                    Environment = ActionsEnvironment.Read(Environment.GetEnvironmentVariable),
                    Output = parsed.InvocationConfiguration.Output,
                    Errors = parsed.InvocationConfiguration.Error,
                    Markdown = parsed.GetValue(markdown),
                };
                var options = new PublishOptions
                {
                    Output = parsed.GetValue(output)!,
                    Precheck = parsed.GetValue(precheck),
                    Only = [.. parsed.GetValue(only) ?? []],
                    Baseline = parsed.GetValue(baseline),
                    Gate = parsed.GetValue(gate)!,
                    BadgesBranch = parsed.GetValue(branch)!,
                    Workflow = parsed.GetValue(workflow)!,
                    PullRequest = parsed.GetValue(pullRequest),
                    Picture = parsed.GetValue(picture),
                };
                return (int)
                    await session
                        .RunAsync(
                            options,
                            parsed.GetValue(trigger),
                            parsed.GetValue(repository),
                            parsed.GetValue(api),
                            parsed.GetValue(dryRun),
                            parsed.GetValue(json),
                            cancellationToken
                        )
                        .ConfigureAwait(false);
            }
        );
        return command;
    }

    private static PublishPart[] Parts(ArgumentResult result)
    {
        var parts = new List<PublishPart>();
        foreach (var name in result.Tokens.Select(t => t.Value))
        {
            // Enum.TryParse would take numbers and lists too.
            var index = Array.IndexOf(PartNames, name.ToLowerInvariant());
            if (index < 0)
                result.AddError(
                    $"--only takes {string.Join(", ", PartNames)}, and not '{PlainText.LogLine(name, 100)}'."
                );
            else
                parts.Add((PublishPart)index);
        }

        return [.. parts];
    }
}
