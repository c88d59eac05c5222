using PerfGate.Core.Baselines;
using PerfGate.Runner.Commands;
using Spectre.Console;

namespace PerfGate.Runner.Tests.Commands;

public sealed class BaselineTablesTests
{
    private static readonly DateTimeOffset Measured = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    [Fact]
    public void A_history_keeps_its_names_and_fits_a_terminal_of_80_columns()
    {
        using var output = new StringWriter();

        BaselineTables.History(Console(output, terminal: true), [new("transpose_naive/N=4096",
        [
            new(Measured, "v1.0.0", "0123456789abcdef", 131_020, null, HistoryChange.None, false),
            new(Measured.AddDays(1), null, "0123456789abcdef", 142_020, 1.084, HistoryChange.Machine, true),
            new(Measured.AddDays(2), null, "0123456789abcdef", 142_020, 1, HistoryChange.None, false),
        ])]);

        Assert.Equal(
            [
                "transpose_naive/N=4096",
                "  2026-01-02 03:04  v1.0.0          131.0 µs",
                "  2026-01-03 03:04  0123456789ab    142.0 µs   +8.40 %  the machine, new level",
                "  2026-01-04 03:04  0123456789ab    142.0 µs   +0.00 %",
                "",
            ],
            output.ToString().Split(Environment.NewLine));
    }

    [Fact]
    public void In_a_log_a_long_name_is_on_one_line()
    {
        var name = $"a_kernel/{string.Join(',', Enumerable.Range(0, 10).Select(i => $"AXIS_{i}=0"))}";
        using var output = new StringWriter();

        BaselineTables.History(
            Console(output, terminal: false),
            [new(name, [new(Measured, null, null, 1_000, null, HistoryChange.None, false)])]
        );

        Assert.Contains(name, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_out_of_a_file_speaks_neither_to_the_terminal_nor_to_a_runner()
    {
        using var output = new StringWriter();

        BaselineTables.History(
            Console(output, terminal: false),
            [
                new(
                    "\u001b[31m[red]##[set-env]\u202E",
                    [new(Measured, "\n::error::", null, 1_000, null, HistoryChange.None, false)]
                ),
            ]
        );

        var printed = output.ToString();
        Assert.Contains("[red]# #[set-env]", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(printed, c => (char.IsControl(c) && c is not ('\n' or '\r')) || c is '\u202E');
        Assert.All(
            printed.Split('\n'),
            line => Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal), line)
        );
    }

    private static IAnsiConsole Console(StringWriter output, bool terminal)
    {
        var console = AnsiConsole.Create(
            new()
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new Output(output, terminal),
            }
        );
        console.Profile.Width = 80;
        return console;
    }

    private sealed class Output(TextWriter writer, bool terminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => terminal;

        public int Width => 80;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
