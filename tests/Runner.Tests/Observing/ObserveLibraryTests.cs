using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>Compiling the library that observes commands.</summary>
public sealed class ObserveLibraryTests(ObservedRunTests.Toolkit toolkit) : IClassFixture<ObservedRunTests.Toolkit>
{
    [Fact]
    public void What_the_compiler_said_is_quoted_without_its_blank_lines()
    {
        toolkit.Folder.Write(
            "bin/broken", "#!/bin/sh\nprintf '\\n\\nno host compiler\\n\\ninstall one\\n'\nexit 3\n");
        var broken = toolkit.Folder.PathOf("bin/broken");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var refused = Assert.Throws<ObservationException>(() =>
            ObserveLibrary.Get(
                toolkit.Folder.PathOf("kept"), name => name == "PERFGATE_NVCC" ? broken : null));

        Assert.Contains(
            "broken exited with 3): no host compiler | install one; ", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(toolkit.Folder.PathOf("kept")));
    }
}
