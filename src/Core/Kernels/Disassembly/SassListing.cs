using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PerfGate.Core.Kernels.Disassembly;

/// <summary>Reads the machine code of a cubin, as <c>nvdisasm -c</c> prints it.</summary>
public static partial class SassListing
{
    /// <summary>The functions.</summary>
    /// <param name="lines">What nvdisasm printed.</param>
    public static ImmutableArray<CodeFunction> Read(IEnumerable<string> lines)
    {
        var functions = ImmutableArray.CreateBuilder<CodeFunction>();
        FunctionBuilder? open = null;
        foreach (var line in lines)
        {
            if (Section().Match(line) is { Success: true } section)
            {
                if (open is not null)
                    functions.Add(open.Build());
                open = new(section.Groups["name"].Value);
            }
            else if (open is null)
            {
                continue;
            }
            else if (Label().Match(line) is { Success: true } label)
            {
                open.Label(label.Groups["name"].Value);
            }
            else if (Instruction().Match(line) is { Success: true } instruction)
            {
                Add(open, instruction.Groups["text"].Value.Trim());
            }
        }

        if (open is not null)
            functions.Add(open.Build());
        return functions.DrainToImmutable();
    }

    /// <summary>An instruction without registers, labels and hints of the scheduler.</summary>
    /// <param name="text">As it is printed.</param>
    public static string Normal(string text)
    {
        var plain = text.Replace(".reuse", "", StringComparison.Ordinal);
        plain = LabelName().Replace(plain, ".L");
        plain = Register().Replace(plain, "${kind}");
        return Blanks().Replace(plain, " ").Trim();
    }

    private static void Add(FunctionBuilder function, string text)
    {
        var normal = Normal(text);
        var operation = new CodeLine(text, normal, 0, false).Operation;
        if (operation == "NOP")
            return;
        foreach (Match symbol in Symbol().Matches(text))
            function.Refer(symbol.Groups["name"].Value);
        var target = Target().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;
        function.Add(text, normal, target, Ends(operation));
    }

    private static bool Ends(string operation) =>
        operation
            is "BRA"
                or "BRX"
                or "JMP"
                or "JMX"
                or "EXIT"
                or "RET"
                or "CALL"
                or "BREAK"
                or "BSYNC"
                or "WARPSYNC"
                or "KILL";

    // .text.softmax_rows:, .L_x_3: and the name of the function itself.
    [GeneratedRegex(@"^\s*\.section\s+\.text\.(?<name>[^,\s]+)")]
    private static partial Regex Section();

    [GeneratedRegex(@"^\s*(?<name>[.$\w]+):\s*$")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s*(?:/\*[0-9a-f]{4,}\*/)\s+(?<text>[^;]+);")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\.L_x?_?\d+")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"`\((?<name>\.L_x?_?\d+)\)")]
    private static partial Regex Target();

    [GeneratedRegex(@"(?:`\(|@(?:lo|hi|fdesc|srel)\(+)(?<name>[A-Za-z_$][\w$]*)")]
    private static partial Regex Symbol();

    // R12, UR4, P0, UP1, B3 (a barrier of converging), SB0 (a scoreboard): not RZ, PT, and not the R of a name.
    [GeneratedRegex(@"(?<![\w.$])(?<kind>UR|UP|SB|R|P|B)\d+\b")]
    private static partial Regex Register();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
