namespace PerfGate.Architecture.Tests;

/// <summary>
/// A page of the docs that is made from the program. With <c>PERFGATE_UPDATE_DOCS=1</c> a test writes it anew instead
/// of comparing it.
/// </summary>
internal static class GeneratedPage
{
    /// <summary>Absolute path of a file of the repository.</summary>
    /// <param name="name">Path from the root.</param>
    public static string PathOf(string name) => Checkout.PathOf(name);

    /// <summary>Holds that a page is as the program makes it, or writes it.</summary>
    /// <param name="name">Path of the page from the root.</param>
    /// <param name="text">The page as it should be.</param>
    public static void Hold(string name, string text)
    {
        var path = PathOf(name);
        if (Environment.GetEnvironmentVariable("PERFGATE_UPDATE_DOCS") == "1")
            File.WriteAllText(path, text);
        var written = File.Exists(path) ? File.ReadAllText(path) : "";

        Assert.True(
            written == text,
            $"{name} is not what the program says from line {FirstDifference(written, text)} on. Write it anew: "
                + "PERFGATE_UPDATE_DOCS=1 dotnet test --project tests/Architecture.Tests"
        );
    }

    private static int FirstDifference(string written, string text) =>
        1 + written.Split('\n').Zip(text.Split('\n')).TakeWhile(lines => lines.First == lines.Second).Count();
}
