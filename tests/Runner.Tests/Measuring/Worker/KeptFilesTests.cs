using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed class KeptFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-kept-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_several_threads_ask_for_is_made_once()
    {
        using var kept = new KeptFiles(_folder);
        var made = 0;
        using var together = new Barrier(4);
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return kept.Get("input", "x", 3, () =>
                {
                    Interlocked.Increment(ref made);
                    return [1, 2, 3];
                }).ToArray();
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));

        Assert.All(await Task.WhenAll(asking), bytes => Assert.Equal([1, 2, 3], bytes));
        Assert.Equal(1, made);
    }

    // Two GPUs measure at the same time, and each begins with that.
    [Fact]
    public void What_is_for_one_measurement_only_is_in_its_own_folder_and_no_other_forgets_it()
    {
        string Own(int gpu) => Path.Combine(_folder, $"own-{gpu}");
        using var first = new KeptFiles(_folder, Own(1));
        using var second = new KeptFiles(_folder, Own(2));
        first.Keep("input", "x", [1, 2, 3]);
        first.Keep("input", "x", [1, 2, 3], passing: true);

        second.Forget();

        Assert.True(second.Has("input", "x", 3));
        Assert.False(second.Has("input", "x", 3, passing: true));
        Assert.Equal([1, 2, 3], first.Get("input", "x", 3, () => null, passing: true).ToArray());
        first.Forget();
        Assert.Empty(Directory.GetFiles(Own(1)));
        Assert.Single(Directory.GetFiles(_folder));
    }

    // Windows deletes no file that is mapped, and a map of gigabytes is not for nothing.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_file_is_as_good_as_not_there_and_is_not_held(bool copy)
    {
        var path = Path.Combine(_folder, "damaged");
        KeptFile.Write(path, "key", [1, 2, 3], onDisk: false);
        using (var whole = KeptFile.Open(path, "key", 3, copy))
            Assert.NotNull(whole);
        var bytes = File.ReadAllBytes(path);
        bytes[1]++;
        File.WriteAllBytes(path, bytes);

        Assert.Null(KeptFile.Open(path, "key", 3, copy));
        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain(path, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    // Another length would make every measurement begin without what is kept on the machines.
    [Fact]
    public void A_kept_file_is_its_bytes_and_sixteen_more_of_their_digest()
    {
        var path = Path.Combine(_folder, "kept");
        KeptFile.Write(path, "key", [1, 2, 3], onDisk: false);

        var bytes = File.ReadAllBytes(path);

        Assert.Equal((3 + 16, "010203"), (bytes.Length, Convert.ToHexStringLower(bytes.AsSpan(0, 3))));
    }

    [Fact]
    public void What_is_kept_with_another_length_is_made_again()
    {
        using (var first = new KeptFiles(_folder))
            _ = first.Get("input", "x", 3, () => [1, 2, 3]);
        using var second = new KeptFiles(_folder);
        Assert.Equal([4, 5], second.Get("input", "x", 2, () => [4, 5]).ToArray());
        using var third = new KeptFiles(_folder);
        Assert.Equal(
            [4, 5],
            third.Get("input", "x", 2, () => throw new InvalidOperationException("it is there")).ToArray()
        );
    }

    [Fact]
    public void What_one_measurement_keeps_for_itself_is_gone_when_the_next_one_begins()
    {
        using (var first = new KeptFiles(_folder))
        {
            first.Keep("input", "x", [1, 2], passing: true);
            first.Keep("input", "x", [3, 4]);
            Assert.Equal([1, 2], first.Get("input", "x", 2, () => [], passing: true).ToArray());
        }

        using var next = new KeptFiles(_folder);
        next.Forget();
        Assert.False(next.Has("input", "x", 2, passing: true));
        Assert.True(next.Has("input", "x", 2));
    }

    public static TheoryData<string> Damages => ["overwritten", "shortened", "lengthened", "of another key", "empty"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_kept_file_that_holds_other_bytes_than_were_kept_is_made_again(string damage)
    {
        byte[] large = [.. Enumerable.Range(0, 9_000_000).Select(i => (byte)(i * 7))];
        using (var first = new KeptFiles(_folder))
        {
            first.Keep("input", "x", large);
            first.Keep("input", "other", [.. large.Reverse()]);
        }

        var path = Directory.GetFiles(_folder).Single(f => File.ReadAllBytes(f)[1] == large[1]);
        Damage(path, damage);

        using var second = new KeptFiles(_folder);
        Assert.Equal(large, second.Get("input", "x", large.Length, () => large).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_kernel_does_to_a_file_reaches_no_case(bool replaced)
    {
        byte[] large = [.. Enumerable.Range(0, 9_000_000).Select(i => (byte)(i * 7))];
        using var kept = new KeptFiles(_folder);
        _ = kept.Get("input", "x", large.Length, () => large);
        var path = Directory.GetFiles(_folder).Single();
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Assert.Equal(
            large,
            kept.Get("input", "x", large.Length, () => throw new InvalidOperationException("its bytes are right"))
                .ToArray()
        );
        if (replaced)
            File.Delete(path);
        using (var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write))
            RandomAccess.Write(file, new byte[large.Length + 16], 0);

        Assert.Equal(large, kept.Get("input", "x", large.Length, () => large).ToArray());
    }

    // What is mapped behind the end of a file ends the process that reads it.
    [Theory]
    [InlineData(0)]
    [InlineData(4_000_000)]
    public void A_file_that_is_cut_while_it_is_mapped_is_made_again_and_only_then(long length)
    {
        byte[] large = [.. Enumerable.Range(0, 9_000_000).Select(i => (byte)(i * 7))];
        using var kept = new KeptFiles(_folder);
        _ = kept.Get("input", "x", large.Length, () => large);
        _ = kept.Get("input", "y", large.Length, () => large);
        var path = Directory.GetFiles(_folder).MinBy(f => f, StringComparer.Ordinal)!;
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
            RandomAccess.SetLength(file, length);

        var made = 0;
        foreach (var key in (string[])["x", "y", "x"])
        {
            Assert.Equal(
                large,
                kept.Get("input", key, large.Length, () =>
                {
                    made++;
                    return large;
                }).ToArray()
            );
        }

        Assert.Equal(1, made);
    }

    // As after a crash: the file could be cut at any moment.
    [Theory]
    [InlineData("whole")]
    [InlineData("shortened")]
    [InlineData("empty")]
    public void Nothing_that_happens_to_a_file_reaches_a_worker_that_guards_itself(string before)
    {
        byte[] large = [.. Enumerable.Range(0, 9_000_000).Select(i => (byte)(i * 7))];
        using (var first = new KeptFiles(_folder))
            first.Keep("input", "x", large);
        var path = Directory.GetFiles(_folder).Single();
        if (before != "whole")
            Damage(path, before);
        using var kept = new KeptFiles(_folder, guarded: true);
        var made = 0;
        for (var i = 0; i < 2; i++)
        {
            var bytes = kept.Get("input", "x", large.Length, () =>
            {
                made++;
                kept.Keep("input", "x", large);
                return null;
            });
            File.WriteAllBytes(path, []);
            Assert.Equal(large, bytes.ToArray());
        }

        Assert.Equal(before == "whole" ? 0 : 1, made);
        Assert.Equal(made, kept.Warnings(_folder).Count(w => w.Contains(" was damaged while kernels ran")));
    }

    [Fact]
    public void A_file_that_was_damaged_is_told_and_one_that_another_process_wrote_anew_is_not()
    {
        using var kept = new KeptFiles(_folder);
        using var other = new KeptFiles(_folder);
        foreach (var key in (string[])["x", "y"])
        {
            kept.Keep("input", key, [1, 2, 3]);
            _ = kept.Get("input", key, 3, () => null);
        }

        other.Keep("input", "x", [1, 2, 3]);
        var path = Directory.GetFiles(_folder).MaxBy(File.GetLastWriteTimeUtc)!;
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        _ = kept.Get("input", "x", 3, () => throw new InvalidOperationException("it is there"));
        Assert.Empty(kept.Warnings(_folder));

        var damaged = Directory.GetFiles(_folder).Single(f => f != path);
        File.WriteAllBytes(damaged, [9]);
        Assert.Equal([1, 2, 3], kept.Get("input", "y", 3, () => [1, 2, 3]).ToArray());

        Assert.Contains(Path.GetFileName(damaged), Assert.Single(kept.Warnings(_folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_read_in_the_background_are_given_back_after_that()
    {
        byte[] large = [.. Enumerable.Range(0, 9_000_000).Select(i => (byte)(i * 7))];
        using (var first = new KeptFiles(_folder))
            first.Keep("input", "x", large);
        using var begun = new ManualResetEventSlim();
        var read = false;
        using (var kept = new KeptFiles(_folder))
        {
            kept.InBackground(() =>
            {
                begun.Set();
                read = kept.Get("input", "x", large.Length, () => []).SequenceEqual(large);
            });
            begun.Wait(TestContext.Current.CancellationToken);
        }

        Assert.True(read);
    }

    [Fact]
    public void Without_a_folder_bytes_are_kept_in_memory()
    {
        using var kept = new KeptFiles(null);
        kept.Keep("input", "x", [1, 2]);

        Assert.True(kept.Has("input", "x", 2));
        Assert.Equal([1, 2], kept.Get("input", "x", 2, () => null).ToArray());
        Assert.Equal([3], kept.Get("input", "y", 1, () => [3]).ToArray());
    }

    private void Damage(string path, string damage)
    {
        switch (damage)
        {
            case "overwritten":
                using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
                    RandomAccess.Write(file, [1], 8_999_999);
                break;
            case "shortened":
                using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
                    RandomAccess.SetLength(file, 4_000_000);
                break;
            case "lengthened":
                File.AppendAllText(path, "x");
                break;
            case "of another key":
                File.Copy(Directory.GetFiles(_folder).Single(f => f != path), path, overwrite: true);
                break;
            default:
                File.WriteAllBytes(path, []);
                break;
        }
    }
}
