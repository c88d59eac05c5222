using System.Diagnostics;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files.Locks;

namespace PerfGate.Core.Tests.Files.Locks;

public sealed class LockFoldersTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-folders-").FullName;

    public static bool IsUnix => !OperatingSystem.IsWindows();

    private const string Need = "Windows has no modes and owners of this kind";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(SkipUnless = nameof(IsUnix), Skip = Need)]
    public void A_folder_is_made_that_only_the_user_can_write_to()
    {
        var folder = LockFolders.OfUser([null, At("new")]);

        Assert.Equal(At("new"), folder);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder));
    }

    [Fact(SkipUnless = nameof(IsUnix), Skip = Need)]
    public void A_link_and_a_folder_that_is_open_to_others_are_passed_over()
    {
        Directory.CreateDirectory(At("elsewhere"));
        Directory.CreateSymbolicLink(At("link"), At("elsewhere"));
        Directory.CreateDirectory(At("open"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(At("open"), OwnerOnly | UnixFileMode.OtherWrite);

        Assert.Equal(At("good"), LockFolders.OfUser([At("link"), At("open"), At("good")]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(At("elsewhere")));
    }

    [Fact(SkipUnless = nameof(IsUnix), Skip = Need)]
    public void A_folder_that_another_user_made_is_passed_over()
    {
        Directory.CreateDirectory(At("theirs"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(At("theirs"), OwnerOnly);
        using (var given = Process.Start("chown", ["1", At("theirs")]))
            given.WaitForExit();
        Assert.SkipUnless(Environment.UserName == "root", "only root can give a folder away");

        Assert.Equal(At("mine"), LockFolders.OfUser([At("theirs"), At("mine")]));
    }

    [Fact(SkipUnless = nameof(IsUnix), Skip = Need)]
    public void Where_no_folder_can_be_used_the_error_names_each_and_why()
    {
        File.WriteAllText(At("file"), "");
        Directory.CreateDirectory(At("elsewhere"));
        Directory.CreateSymbolicLink(At("link"), At("elsewhere"));

        var error = Assert.Throws<PerfGateException>(() => LockFolders.OfUser([At("file/below"), At("link")]));

        Assert.Contains("PG2055", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{At("file/below")} cannot be made", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{At("link")} is a symbolic link", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_the_machine_can_be_named_for_containers_that_share_a_GPU() =>
        Assert.Equal(
            Path.GetFullPath("/shared/locks"),
            LockFolders.OfMachine(name => name == "PERFGATE_LOCKS" ? "/shared/locks" : null));

    private string At(string name) => Path.Combine(_folder, name);
}
