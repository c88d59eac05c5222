using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Sanitizing;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Sanitizing;

/// <content>Which sanitizer and which of its tools are run.</content>
public sealed partial class SanitizeRunTests
{
    [Fact]
    public void Where_it_is_missing_the_error_names_the_places()
    {
        var folder = Directory.CreateDirectory(_sanitizer.At("empty")).FullName;

        var error = Assert.Throws<PerfGateException>(
            () => ComputeSanitizer.Find(name => name == "PATH" ? folder : null));

        Assert.Equal(("PG2023", ExitCode.Environment), (error.Diagnostics[0].Code, error.ExitCode));
        Assert.Contains(
            Path.Combine(folder, "compute-sanitizer"), error.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_found_beside_nvcc_with_its_version() => Assert.Equal("2025.3.0", _sanitizer.Find().Version);

    [Theory]
    [InlineData("", "PG9013")]
    [InlineData("memcheck,valgrind", "PG9013")]
    public void A_tool_that_does_not_exist_is_refused(string tools, string code) =>
        Assert.Equal(code, Assert.Throws<PerfGateException>(() => SanitizeOptions.ToolsIn(tools)).Diagnostics[0].Code);

    [Theory]
    [InlineData(false, ExitCode.Environment)]
    [InlineData(true, ExitCode.Passed)]
    public async Task On_the_host_device_it_is_an_error_or_as_part_of_the_gate_a_warning(bool skip, ExitCode expected)
    {
        var kernels = Path.Combine(_folder.Root, "kernels.json");
        File.WriteAllText(
            kernels,
            """{ "schemaVersion": 1, "device": "host", "modules": [], """
                + """ "compiler": { "name": "g++", "version": "12.2.0", "flags": "" } }"""
        );
        string[] arguments =
        [
            "sanitize",
            "--kernels",
            kernels,
            .. skip ? (string[])["--skip-without-gpu"] : [],
            Path.Combine(_folder.Root, ManifestFolder.Manifest),
        ];

        var exit = ExitCode.Passed;
        try
        {
            exit = (ExitCode)await CommandLine.Create().Parse(arguments).InvokeAsync(
                new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        }
        catch (PerfGateException e)
        {
            Assert.Equal("PG2024", e.Diagnostics[0].Code);
            exit = e.ExitCode;
        }

        Assert.Equal(expected, exit);
    }
}
