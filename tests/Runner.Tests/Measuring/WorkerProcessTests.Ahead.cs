using System.Diagnostics;
using System.Globalization;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <content>Workers that are up before their jobs.</content>
public sealed partial class WorkerProcessTests
{
    [Fact]
    public async Task A_worker_gets_its_job_by_a_line()
    {
        var exit = await RunAsync("say \"$job\"; exit 7");

        Assert.Equal(Path.Combine(_folder, "result.job.json"), exit.LastCase);
    }

    [Fact]
    public async Task The_next_worker_is_up_before_its_job_comes()
    {
        using var launcher = Ahead();
        var first = await TakeAsync(launcher);
        var waiting = await OtherThanAsync(first);

        Assert.Equal(waiting, await TakeAsync(launcher));
    }

    [Fact]
    public async Task A_worker_that_is_expected_is_up_before_there_is_any_job()
    {
        using var launcher = Ahead();
        launcher.Expect(WorkerMode.Prepare, callsFunctions: false);
        for (var i = 0; i < 200 && Started().Length < 1; i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.Equal(Assert.Single(Started()), await TakeAsync(launcher, WorkerMode.Prepare));
    }

    [Fact]
    public async Task While_the_device_is_prepared_the_worker_for_its_ceilings_waits()
    {
        using var launcher = Ahead();
        var waiting = await OtherThanAsync(await TakeAsync(launcher, WorkerMode.Prepare));

        Assert.Equal(waiting, await TakeAsync(launcher, WorkerMode.Ceilings));
    }

    [Fact]
    public async Task A_device_that_is_prepared_once_more_gets_a_worker_of_the_right_kind()
    {
        using var launcher = Ahead(LoadAtOnce);
        var waiting = await OtherThanAsync(await TakeAsync(launcher, WorkerMode.Prepare));

        Assert.NotEqual(waiting, await TakeAsync(launcher, WorkerMode.Prepare));
        await AssertGoneAsync(waiting);
    }

    [Fact]
    public async Task A_worker_that_waits_rehearses_the_job_before_its_own()
    {
        using var launcher = Ahead();
        await TakeAsync(launcher, WorkerMode.Ceilings);
        await TakeAsync(launcher);

        Assert.Equal(
            [$"rehearse {Path.Combine(_folder, "result.job.json")}"],
            await File.ReadAllLinesAsync(Path.Combine(_folder, "rehearsed"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_worker_that_waits_in_another_environment_gets_no_job()
    {
        var language = "C";
        using var launcher = Ahead(start => start.Environment["LC_ALL"] = language);
        var waiting = await OtherThanAsync(await TakeAsync(launcher));
        language = "de";

        Assert.NotEqual(waiting, await TakeAsync(launcher));
        await AssertGoneAsync(waiting);
    }

    // In an environment in which modules are loaded at once, it would load cuBLAS whole.
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_worker_that_is_expected_to_call_functions_gets_a_job_that_does(bool expected, bool gets)
    {
        using var launcher = Ahead(LoadAtOnce);
        launcher.Expect(WorkerMode.Measure, expected);
        for (var i = 0; i < 200 && Started().Length < 1; i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        var waiting = Assert.Single(Started());

        Assert.Equal(gets, waiting == await TakeAsync(launcher, callsFunctions: true));
    }

    [Fact]
    public async Task A_worker_that_died_while_it_waited_costs_no_run()
    {
        using var launcher = Ahead();
        var waiting = await OtherThanAsync(await TakeAsync(launcher));
        Process.GetProcessById(waiting).Kill();
        // Dead is not enough: .NET knows of it once it has waited for the process, which then is no longer listed.
        for (var i = 0; i < 100 && Directory.Exists($"/proc/{waiting}"); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.NotEqual(waiting, await TakeAsync(launcher));
    }

    [Fact]
    public async Task No_worker_waits_any_longer_once_the_last_job_is_done()
    {
        int waiting;
        using (var launcher = Ahead())
            waiting = await OtherThanAsync(await TakeAsync(launcher));

        await AssertGoneAsync(waiting);
    }

    private static void LoadAtOnce(ProcessStartInfo start) => start.Environment["CUDA_MODULE_LOADING"] = "EAGER";

    private int[] Started() =>
        File.Exists(Path.Combine(_folder, "started"))
            ?
            [
                .. File.ReadAllLines(Path.Combine(_folder, "started"))
                    .Select(l => int.Parse(l, CultureInfo.InvariantCulture)),
            ]
            : [];

    // The second of two workers, once it is up.
    private async Task<int> OtherThanAsync(int first)
    {
        for (var i = 0; i < 200 && Started().Length < 2; i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        return Assert.Single(Started(), id => id != first);
    }

    private WorkerProcess Ahead(Action<ProcessStartInfo>? prepare = null) =>
        new(
            [
                "/bin/bash",
                "-c",
                """
                echo $$ >> "$FOLDER/started"
                read word token job
                case "$word" in rehearse) like=$token; read word token job; test "$word" || exit 0; echo "rehearse $like" >> "$FOLDER/rehearsed";; esac
                echo "$token case $$"; exit 7
                """,
                "worker",
            ],
            start =>
            {
                start.Environment["FOLDER"] = _folder;
                prepare?.Invoke(start);
            },
            TimeSpan.FromMinutes(1),
            ahead: true
        );

    // The number of the process that did the job.
    private async Task<int> TakeAsync(
        WorkerProcess launcher, WorkerMode mode = WorkerMode.Measure, bool callsFunctions = false)
    {
        var job = Jobs.Any with
        {
            Mode = mode,
            CallsFunctions = callsFunctions,
            Result = Path.Combine(_folder, "result.json"),
        };
        var exit = await launcher.RunAsync(job, _ => { }, TestContext.Current.CancellationToken);
        return int.Parse(exit.LastCase!, CultureInfo.InvariantCulture);
    }
}
