namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>Something that decides what a compiler reads or does.</summary>
/// <param name="Arrange">Puts it into a folder.</param>
/// <param name="Change">Changes it.</param>
internal sealed record KeyInput(Action<KeyFolder> Arrange, Action<KeyFolder> Change)
{
    /// <summary>The one compiler that knows it; null for both.</summary>
    public string? Only { get; init; }

    /// <summary>Whether the change shows in what is compiled.</summary>
    public bool Shows { get; init; } = true;

    /// <summary>
    /// Whether nobody can tell with a compiler that it has not changed, so that every build compiles.
    /// </summary>
    public Func<string, bool> EveryTime { get; init; } = _ => false;

    /// <summary>Compiles before and after the change, and after the change from nothing.</summary>
    /// <param name="folder">A new folder.</param>
    /// <param name="modules">How many modules it has.</param>
    public void Check(KeyFolder folder, int modules)
    {
        Arrange(folder);
        Assert.Equal(modules, folder.Build());
        var before = folder.Outcome();
        if (!EveryTime(folder.Driver))
            Assert.Equal(0, folder.Build());

        Change(folder);
        var compiled = folder.Build();
        var after = folder.Outcome();
        folder.Clean();
        Assert.Equal(modules, folder.Build());

        Assert.Equal(folder.Outcome(), after);
        Assert.NotEqual(0, compiled);
        if (Shows)
            Assert.NotEqual(before, after);
    }
}
