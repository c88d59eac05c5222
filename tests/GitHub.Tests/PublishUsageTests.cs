using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.Commands;

namespace PerfGate.GitHub.Tests;

public sealed class PublishUsageTests
{
    [Theory]
    [InlineData("--only everything", "--only takes comment, check, badges, summary, baseline, and not 'everything'.")]
    [InlineData("--only 3", "and not '3'.")]
    [InlineData("--pull-request seven", "--pull-request takes a number, and not 'seven'.")]
    [InlineData("--pull-request -7", "--pull-request")]
    [InlineData("--gate a--b", "--gate takes up to 40 letters, digits, dots, dashes and underscores.")]
    [InlineData("--onyl check", "--onyl")]
    public void A_slip_is_named_in_the_words_of_the_option(string arguments, string said)
    {
        var errors = PublishCommand.Create().Parse(arguments).Errors.Select(e => e.Message).ToArray();

        Assert.Contains(errors, e => e.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain(
            errors,
            e => e.Contains("PerfGate.", StringComparison.Ordinal) || e.Contains("System.", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("--only check --only badges")]
    [InlineData("--only check badges")]
    [InlineData("--only Check --pull-request 7 --gate l4.fast_1")]
    public void What_is_written_well_is_taken(string arguments) =>
        Assert.Empty(PublishCommand.Create().Parse(arguments).Errors);

    [Theory]
    [InlineData("http://github.example/api/v3", "in the clear")]
    [InlineData("ftp://github.example", "not the address of a REST API")]
    [InlineData("github.example", "not the address of a REST API")]
    public async Task A_token_goes_to_no_address_that_is_not_one_or_that_anybody_could_listen_to(
        string api,
        string said
    )
    {
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(
            new Uri("https://localhost"),
            results.Folder,
            results.ForkEvent(),
            api: api
        );

        Assert.Contains("PG5002", published.Errors, StringComparison.Ordinal);
        Assert.Contains(said, published.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Publication.Token, published.Errors + published.Output, StringComparison.Ordinal);
    }
}
