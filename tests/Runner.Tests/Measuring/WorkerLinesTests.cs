using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Lines between the gate and its workers, beside which a kernel may print what it likes.</summary>
public sealed class WorkerLinesTests
{
    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        var token = WorkerLines.NewToken();

        Assert.Equal((token, "a folder/job.json"), WorkerLines.ReadJob(WorkerLines.Job(token, "a folder/job.json")));
        Assert.Equal("a folder/job.json", WorkerLines.ReadRehearsal(WorkerLines.Rehearse("a folder/job.json")));
        Assert.Equal("add/N=1", WorkerLines.ReadCase(token, WorkerLines.AtCase(token, "add/N=1")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("job")]
    [InlineData("job token")]
    [InlineData("case a")]
    [InlineData("rehearse")]
    [InlineData("a job token file")]
    public void Another_line_is_none_of_them(string line)
    {
        Assert.Null(WorkerLines.ReadJob(line));
        Assert.Null(WorkerLines.ReadRehearsal(line));
        Assert.Null(WorkerLines.ReadCase("token", line));
    }

    [Fact]
    public void A_case_counts_with_the_token_of_its_job_alone()
    {
        var (ours, theirs) = (WorkerLines.NewToken(), WorkerLines.NewToken());

        // Sixteen hexadecimal digits: no kernel guesses them.
        Assert.Matches("^[0-9a-f]{16}$", ours);
        Assert.NotEqual(ours, theirs);
        Assert.Null(WorkerLines.ReadCase(ours, WorkerLines.AtCase(theirs, "add/N=1")));
    }
}
