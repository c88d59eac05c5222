using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PerfGate.Core.Kernels.Disassembly;

/// <summary>
/// Reads the machine code of a host compiler's object, as <c>objdump -dr --no-show-raw-insn</c> prints it.
/// </summary>
public static partial class HostListing
{
    /// <summary>The functions.</summary>
    /// <param name="lines">What objdump printed.</param>
    public static ImmutableArray<CodeFunction> Read(IEnumerable<string> lines)
    {
        var functions = ImmutableArray.CreateBuilder<CodeFunction>();
        FunctionBuilder? open = null;
        foreach (var line in lines)
        {
            if (Head().Match(line) is { Success: true } head)
            {
                if (open is not null)
                    functions.Add(open.Build());
                open = new(head.Groups["name"].Value);
            }
            else if (open is null)
            {
                continue;
            }
            else if (Relocation().Match(line) is { Success: true } relocation)
            {
                Name(open, relocation.Groups["name"].Value);
            }
            else if (Instruction().Match(line) is { Success: true } instruction)
            {
                open.Label(instruction.Groups["at"].Value);
                Add(open, instruction.Groups["text"].Value);
            }
        }

        if (open is not null)
            functions.Add(open.Build());
        return functions.DrainToImmutable();
    }

    /// <summary>An instruction without registers, addresses of code and places on the stack.</summary>
    /// <param name="text">As it is printed.</param>
    public static string Normal(string text)
    {
        var plain = Remark().Replace(text, "");
        plain = CodeAddress().Replace(plain, "L");
        plain = StackPlace().Replace(plain, "(%rsp");
        plain = Relative().Replace(plain, "@(%rip)");
        plain = Register().Replace(plain, m => "%" + ClassOf(m.Groups["name"].Value));
        return Blanks().Replace(plain, " ").Trim();
    }

    private static void Add(FunctionBuilder function, string text)
    {
        var normal = Normal(text);
        var operation = new CodeLine(text, normal, 0, false).Operation;
        if (IsPadding(text, operation))
            return;
        var jumps = operation.StartsWith('j');
        var target = jumps && CodeAddress().Match(text) is { Success: true } match ? match.Groups["at"].Value : null;
        function.Add(Remark().Replace(text, "").Trim(), normal, target, jumps || operation is "ret" or "call" or "ud2");
    }

    private static bool IsPadding(string text, string operation) =>
        operation.StartsWith("nop", StringComparison.Ordinal)
        || operation is "data16" or "cs"
        || text.StartsWith("xchg   %ax,%ax", StringComparison.Ordinal);

    // A relocation names what the printed operand only leaves room for.
    private static void Name(FunctionBuilder function, string symbol)
    {
        var name = symbol.StartsWith(".text.", StringComparison.Ordinal) ? symbol[".text.".Length..] : symbol;
        var isConstant = name.StartsWith(".LC", StringComparison.Ordinal) || name.StartsWith('.');
        if (!isConstant)
            function.Refer(name);
        var shown = isConstant ? "constant" : name;
        function.Rename(n =>
            n.EndsWith(" L", StringComparison.Ordinal) ? $"{n[..^1]}{shown}"
            : n.Contains("@(%rip)", StringComparison.Ordinal)
                ? n.Replace("@(%rip)", $"{shown}(%rip)", StringComparison.Ordinal)
            : $"{n} {shown}"
        );
    }

    private static string ClassOf(string register) =>
        register switch
        {
            "rip" or "rsp" or "fs" or "gs" => register,
            _ when register.StartsWith("xmm", StringComparison.Ordinal) => "xmm",
            _ when register.StartsWith("ymm", StringComparison.Ordinal) => "ymm",
            _ when register.StartsWith("zmm", StringComparison.Ordinal) => "zmm",
            _ when register[0] == 'k' => "k",
            _ when register[0] == 'e' || register.EndsWith('d') => "r32",
            _ when register.EndsWith('l') || register.EndsWith('h') || register.EndsWith('b') => "r8",
            _ when register[0] == 'r' && !register.EndsWith('w') => "r64",
            _ => "r16",
        };

    [GeneratedRegex(@"^[0-9a-f]+ <(?<name>.+)>:$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\s*(?<at>[0-9a-f]+):\s+(?<text>\S.*)$")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"^\s*[0-9a-f]+:\s+R_[A-Z0-9_]+\s+(?<name>[^\s+-]+(?:-(?!0x)[^\s+-]+)*)")]
    private static partial Regex Relocation();

    [GeneratedRegex(@"\s+#.*$")]
    private static partial Regex Remark();

    [GeneratedRegex(@"\b(?<at>[0-9a-f]+) <[^>]+>")]
    private static partial Regex CodeAddress();

    [GeneratedRegex(@"-?0x[0-9a-f]+\(%rsp")]
    private static partial Regex StackPlace();

    [GeneratedRegex(@"-?0x[0-9a-f]+\(%rip\)")]
    private static partial Regex Relative();

    [GeneratedRegex(@"%(?<name>[a-z][a-z0-9]*)")]
    private static partial Regex Register();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
