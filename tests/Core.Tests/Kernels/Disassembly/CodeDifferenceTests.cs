using PerfGate.Core.Kernels.Disassembly;

namespace PerfGate.Core.Tests.Kernels.Disassembly;

public sealed class CodeDifferenceTests
{
    private const string Head = "\t.section\t.text.k,\"ax\",@progbits\n.text.k:\n";

    [Theory]
    [InlineData("@P3 LDG.E R2, [R2.64]", "@P0 LDG.E R14, [R6.64]")]
    [InlineData("FFMA R0, R1.reuse, R2, R3", "FFMA R9, R8, R7, R6")]
    [InlineData("ISETP.GE.AND P0, PT, R0, UR4, PT", "ISETP.GE.AND P1, PT, R5, UR12, PT")]
    [InlineData("@!P2 BRA `(.L_x_3)", "@!P0 BRA `(.L_x_17)")]
    [InlineData("BSSY B0, `(.L_x_0)", "BSSY B1, `(.L_x_9)")]
    public void Registers_and_labels_are_named_away(string one, string other) =>
        Assert.Equal(SassListing.Normal(one), SassListing.Normal(other));

    [Theory]
    [InlineData("LDG.E R2, [R2.64]", "LDG.E.128 R2, [R2.64]")]
    [InlineData("STS [R5+0x84], R2", "STS [R5+0x80], R2")]
    [InlineData("FADD R0, R1, 0.5", "FADD R0, R1, 0.25")]
    [InlineData("IMAD R0, R1, R2, RZ", "IMAD R0, R1, R2, R3")]
    [InlineData("ISETP.GE.AND P0, PT, R0, R1, PT", "ISETP.GE.AND P0, PT, R0, R1, P1")]
    public void Operations_and_constants_are_not(string one, string other) =>
        Assert.NotEqual(SassListing.Normal(one), SassListing.Normal(other));

    [Fact]
    public void Other_registers_and_moved_labels_are_no_difference()
    {
        var before = Sass("MOV R1, c[0x0][0x28]", ".L_x_0:", "IADD3 R0, R0, 0x1, RZ", "@P0 BRA `(.L_x_0)", "EXIT");
        var after = Sass("MOV R9, c[0x0][0x28]", ".L_x_7:", "IADD3 R4, R4, 0x1, RZ", "@P2 BRA `(.L_x_7)", "EXIT");

        var difference = CodeDifference.Of(before, after);

        Assert.True(difference.IsEmpty);
        Assert.Empty(difference.Operations);
    }

    [Fact]
    public void An_added_instruction_is_one_in_its_block()
    {
        var before = Sass("MOV R1, c[0x0][0x28]", ".L_x_0:", "IADD3 R0, R0, 0x1, RZ", "@P0 BRA `(.L_x_0)", "EXIT");
        var after = Sass(
            "MOV R1, c[0x0][0x28]",
            ".L_x_0:",
            "IADD3 R0, R0, 0x1, RZ",
            "FFMA R2, R2, R3, R4",
            "@P0 BRA `(.L_x_0)",
            "EXIT"
        );

        var difference = CodeDifference.Of(before, after);

        Assert.Equal((1, 0), (difference.Added, difference.Removed));
        Assert.Equal([new("FFMA", 0, 1)], difference.Operations);
        var block = Assert.Single(difference.Blocks);
        Assert.Equal(("k", 1, true), (block.Function, block.Block, block.InLoop));
        Assert.Contains("+ FFMA R2, R2, R3, R4", block.Lines);
    }

    [Fact]
    public void The_most_changed_block_comes_first_and_the_rest_is_counted()
    {
        string[] Block(int label, params string[] body) => [$".L_x_{label}:", .. body, $"@P0 BRA `(.L_x_{label})"];
        var before = Sass([.. Enumerable.Range(0, 5).SelectMany(i => Block(i, $"FADD R0, R0, {i}"))]);
        var after = Sass([
            .. Enumerable
                .Range(0, 5)
                .SelectMany(i => Block(i, [$"FADD R0, R0, {i}", .. Enumerable.Repeat("FMUL R1, R1, R1", i)])),
        ]);

        var difference = CodeDifference.Of(before, after);

        Assert.Equal([4, 3, 2], difference.Blocks.Select(b => b.Added));
        Assert.Equal(1, difference.MoreBlocks);
        Assert.Equal((10, 0), (difference.Added, difference.Removed));
    }

    [Fact]
    public void A_long_block_is_shown_where_it_changes()
    {
        string[] body = [.. Enumerable.Range(0, 100).Select(i => $"FADD R0, R0, {i}")];

        var difference = CodeDifference.Of(Sass(body), Sass([.. body[..50], "FMUL R1, R1, R1", .. body[51..]]));

        Assert.Equal(
            [
                "  FADD R0, R0, 48",
                "  FADD R0, R0, 49",
                "- FADD R0, R0, 50",
                "+ FMUL R1, R1, R1",
                "  FADD R0, R0, 51",
                "  FADD R0, R0, 52",
            ],
            Assert.Single(difference.Blocks).Lines
        );
    }

    [Fact]
    public void Code_that_has_nothing_in_common_is_told_all_the_same()
    {
        var before = Sass([.. Enumerable.Range(0, 1500).Select(i => $"FADD R0, R0, {i}")]);
        var after = Sass([.. Enumerable.Range(0, 1500).Select(i => $"FMUL R0, R0, {i}")]);

        var difference = CodeDifference.Of(before, after);

        Assert.Equal((1500, 1500), (difference.Added, difference.Removed));
    }

    [Fact]
    public void Random_edits_are_found_whole()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            string[] Lines() =>
                [.. Enumerable.Range(0, random.Next(12)).Select(_ => $"OP{(char)('A' + random.Next(4))} R0")];
            var (before, after) = (Lines(), Lines());

            var all = SequenceDifference.Of(Sass(before).Functions[0].Lines, Sass(after).Functions[0].Lines).ToList();

            Assert.Equal(before, all.Where(l => l.Sign != '+').Select(l => l.Line.Text));
            Assert.Equal(after, all.Where(l => l.Sign != '-').Select(l => l.Line.Text));
        }
    }

    [Fact]
    public void What_a_kernel_calls_belongs_to_it()
    {
        var all = SassListing.Read(
            (
                Head
                + "  /*0000*/ CALL.REL.NOINC `($k$helper) ;\n  /*0010*/ EXIT ;\n"
                + "\t.section\t.text.$k$helper,\"ax\",@progbits\n  /*0000*/ FMUL R0, R0, R0 ;\n"
                + "\t.section\t.text.other,\"ax\",@progbits\n  /*0000*/ EXIT ;\n"
            ).Split('\n')
        );

        Assert.Equal(["k", "$k$helper"], CodeListing.Reached(all, "k")!.Functions.Select(f => f.Name));
        Assert.Null(CodeListing.Reached(all, "nobody"));
    }

    private static CodeListing Sass(params string[] lines)
    {
        var at = 0;
        var text = lines.Select(l => l.StartsWith('.') ? l : $"        /*{at++ * 16:x4}*/                   {l} ;");
        return CodeListing.Reached(SassListing.Read([.. Head.Split('\n'), .. text]), "k")!;
    }
}
