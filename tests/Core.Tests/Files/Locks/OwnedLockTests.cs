using System.Diagnostics;
using PerfGate.Core.Files.Locks;

namespace PerfGate.Core.Tests.Files.Locks;

public sealed class OwnedLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-locks-").FullName;

    private string LockPath => Path.Combine(_folder, "deeper", "a.lock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_holds_it_and_the_others_can_read_who()
    {
        using var held = Take("perfgate run");

        Assert.NotNull(held);
        Assert.Null(Take("perfgate bisect"));
        var holder = OwnedLock.HolderOf(LockPath);
        Assert.Equal(Environment.ProcessId, holder?.Process);
        Assert.Matches(
            @"^perfgate run \(pid \d+, user .+\) in /work, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$",
            holder?.ToString()
        );
    }

    [Fact]
    public void Once_released_the_next_one_gets_it_and_knows_who_was_before()
    {
        Take("perfgate run")!.Dispose();

        using var next = Take("perfgate bisect");

        Assert.Equal("perfgate run", next?.Before?.Command);
    }

    [Fact]
    public void The_wait_is_told_once_and_ends_when_the_holder_lets_go()
    {
        var held = Take("perfgate run");
        var told = new List<string?>();

        using var next = OwnedLock.Take(LockPath, Me("perfgate judge"), TimeSpan.FromMinutes(1), holder =>
        {
            told.Add(holder?.Command);
            held!.Dispose();
        }, cancellation: TestContext.Current.CancellationToken);

        Assert.NotNull(next);
        Assert.Equal(["perfgate run"], told);
    }

    [Fact]
    public void Who_waits_no_longer_than_it_was_asked_to_gets_nothing()
    {
        using var held = Take("perfgate run");

        Assert.Null(
            OwnedLock.Take(
                LockPath,
                Me("perfgate judge"),
                TimeSpan.FromMilliseconds(200),
                _ => { },
                cancellation: TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public void A_cancelled_wait_ends()
    {
        using var held = Take("perfgate run");
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() =>
            OwnedLock.Take(
                LockPath,
                Me("perfgate judge"),
                TimeSpan.FromHours(1),
                _ => stop.Cancel(),
                cancellation: stop.Token
            )
        );
    }

    [Fact]
    public void A_file_of_an_earlier_holder_is_no_lock()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LockPath)!);
        File.WriteAllText(LockPath, "anything at all");

        using var held = Take("perfgate run");

        Assert.NotNull(held);
        Assert.Null(held.Before);
    }

    [Fact]
    public void Who_removes_the_file_that_it_holds_keeps_nobody_from_the_next_one()
    {
        using var held = Take("perfgate run");
        File.Delete(LockPath);

        using var next = Take("perfgate run");

        Assert.NotNull(next);
        Assert.Equal(next.Token, OwnedLock.HolderOf(LockPath)?.Token);
    }

    [Fact]
    public void A_link_laid_in_its_place_is_refused_and_what_it_points_to_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        var victim = Path.Combine(_folder, "victim");
        File.WriteAllText(victim, "precious");
        Directory.CreateDirectory(Path.GetDirectoryName(LockPath)!);
        File.CreateSymbolicLink(LockPath, victim);

        var failure = Assert.Throws<IOException>(() => Take("perfgate run"));
        Assert.Contains($"is a link to {victim}", failure.Message, StringComparison.Ordinal);
        File.Delete(LockPath);
        File.CreateSymbolicLink(LockPath, Path.Combine(_folder, "made"));

        Assert.Throws<IOException>(() => Take("perfgate run"));
        Assert.Equal("precious", File.ReadAllText(victim));
        Assert.False(File.Exists(Path.Combine(_folder, "made")));
    }

    [Fact]
    public void A_pipe_laid_in_its_place_makes_nobody_wait()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes in folders");
        Directory.CreateDirectory(Path.GetDirectoryName(LockPath)!);
        using (var made = Process.Start("mkfifo", [LockPath]))
            made.WaitForExit();

        var failure = Assert.Throws<IOException>(() => Take("perfgate run"));

        Assert.Equal($"{LockPath} is a named pipe and no file. Remove it.", failure.Message);
    }

    [Fact]
    public void A_folder_in_its_place_is_named_with_what_to_do()
    {
        Directory.CreateDirectory(LockPath);

        var failure = Assert.Throws<IOException>(() => Take("perfgate run"));

        Assert.Equal($"{LockPath} is a folder and no file. Remove it.", failure.Message);
    }

    // JSON writes each of these letters as six.
    [Fact]
    public void A_folder_with_a_long_name_of_other_letters_is_locked_and_its_holder_can_be_read()
    {
        var folder = "/" + string.Join('/', Enumerable.Repeat(new string('ж', 100), 20));

        using var held = OwnedLock.TryTake(LockPath, Me("perfgate run") with { Folder = folder, Project = folder });

        Assert.NotNull(held);
        Assert.Equal(folder, OwnedLock.HolderOf(LockPath)?.Folder);
    }

    [Fact]
    public void A_record_that_somebody_else_wrote_brings_no_control_characters_into_a_message()
    {
        var owner = Me("a\u001b]0;title\u0007\nx.cu(1): error PG3001: fake") with { Folder = new('x', 5000) };

        var text = owner.ToString();

        Assert.DoesNotContain(text, char.IsControl);
        Assert.True(text.Length < 1000);
    }

    private static LockOwner Me(string command) => LockOwner.Me(command, "/work");

    private OwnedLock? Take(string command) => OwnedLock.TryTake(LockPath, Me(command));
}
