using System.Collections;
using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

public sealed class DriverCommandsTests
{
    [Theory]
    [InlineData("a b", new[] { "a", "b" })]
    [InlineData(" cc1plus \"-DX=\\\"a b\\\"\" -o '/tmp/x y'", new[] { "cc1plus", "-DX=\"a b\"", "-o", "/tmp/x y" })]
    [InlineData("a\\ b \"\"", new[] { "a b", "" })]
    [InlineData("", new string[0])]
    public void A_line_is_split_as_a_shell_does(string line, string[] expected) =>
        Assert.Equal(expected, CommandWords.Split(line));

    [Theory]
    [InlineData(" as -o unit.o /tmp/ccXq3rT0.s", " as -o unit.o /tmp/ccZZZZZZ.s")]
    [InlineData("\"-plugin-opt=-fresolution=/tmp/ccVOWpm2.res\"", "\"-plugin-opt=-fresolution=/tmp/cc123456.res\"")]
    [InlineData("#$ ptxas \"/tmp/tmpxft_0000abcd_00000000-6_x.ptx\"", "#$ ptxas \"/tmp/tmpxft_0000ffff_0001-6_x.ptx\"")]
    public void Temporary_names_do_not_count(string one, string other) =>
        Assert.Equal(DriverCommands.WithoutTemporary(one), DriverCommands.WithoutTemporary(other));

    [Theory]
    [InlineData("-I/opt/ccompile/a", "-I/opt/ccompile/b")]
    [InlineData("-O2 /tmp/ccXq3rT0.s", "-O3 /tmp/ccXq3rT0.s")]
    public void Everything_else_counts(string one, string other) =>
        Assert.NotEqual(DriverCommands.WithoutTemporary(one), DriverCommands.WithoutTemporary(other));

    [Fact]
    public void Where_a_compiler_searches_is_read_with_what_it_passes_over()
    {
        var commands = new DriverCommands(
            [
                "ignoring nonexistent directory \"/home/early\"",
                "#include \"...\" search starts here:", " /home/quotes",
                "#include <...> search starts here:", " /usr/include", "End of search list.",
                " /usr/bin/env -I third -D \"NAME=1\" -include factor.h",
            ],
            new("/home"));

        Assert.Equal(["/home/early", "/home/quotes", "/usr/include", "/home/third"], commands.SearchDirectories);
        Assert.Equal(["NAME=1"], commands.Definitions);
        Assert.Equal(["factor.h"], commands.ForcedIncludes);
    }

    [Fact]
    public void A_variable_counts_unless_it_belongs_to_the_session()
    {
        var variables = new Hashtable
        {
            ["CPATH"] = "/a", ["MINE"] = "1", ["SHLVL"] = "2", ["MSBUILDNODE"] = "3", ["DOTNET_CLI_X"] = "4",
        };

        Assert.Equal(["CPATH=/a", "MINE=1"], CompilerEnvironment.Of(variables));
    }
}
