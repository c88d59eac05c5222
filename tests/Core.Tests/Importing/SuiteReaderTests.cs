namespace PerfGate.Core.Tests.Importing;

/// <summary>How the file itself tells which tool wrote it.</summary>
public sealed class SuiteReaderTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("""{ "benchmarks": [] }""")]
    [InlineData("""{ "schemaVersion": 1, "cases": [] }""")]
    public void JSON_of_no_known_tool_is_refused_with_what_would_do(string text)
    {
        var refused = SuiteTexts.Refused(text);

        Assert.Equal("PG9131", refused.Code);
        Assert.Contains("--benchmark_out_format=json", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "context": {}, "benchmarks": [] }""")]
    [InlineData("""{ "HostEnvironmentInfo": {}, "Benchmarks": [] }""")]
    public void A_file_without_benchmarks_is_refused(string text) =>
        Assert.Equal("PG9132", SuiteTexts.Refused(text).Code);

    [Theory]
    [InlineData("{ \"context\": {}, \"benchmarks\": [", 1)]
    [InlineData("{ \"context\": {},\n \"benchmarks\": [ { \"name\": \"a\" \"b\" } ] }", 2)]
    public void A_file_that_breaks_off_is_refused_at_its_line(string text, int line)
    {
        var refused = SuiteTexts.Refused(text);

        Assert.Equal(("PG9002", line), (refused.Code, refused.Location!.Line));
    }
}
