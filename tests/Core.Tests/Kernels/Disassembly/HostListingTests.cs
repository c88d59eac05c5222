using PerfGate.Core.Kernels.Disassembly;

namespace PerfGate.Core.Tests.Kernels.Disassembly;

public sealed class HostListingTests
{
    [Theory]
    [InlineData("mov    %rax,(%rdi)", "mov    %rbx,(%rsi)")]
    [InlineData("movss  0x4(%rax,%rcx,4),%xmm0", "movss  0x4(%rdx,%r8,4),%xmm7")]
    [InlineData("mov    0x18(%rsp),%r12d", "mov    0x40(%rsp),%eax")]
    [InlineData("jne    50 <f+0x50>", "jne    70 <f+0x70>")]
    public void Registers_and_places_are_named_away(string one, string other) =>
        Assert.Equal(HostListing.Normal(one), HostListing.Normal(other));

    [Theory]
    [InlineData("mov    %rax,(%rdi)", "mov    %eax,(%rdi)")]
    [InlineData("add    $0x10,%rax", "add    $0x20,%rax")]
    [InlineData("vaddps %ymm0,%ymm1,%ymm2", "vaddps %xmm0,%xmm1,%xmm2")]
    public void Widths_and_constants_are_not(string one, string other) =>
        Assert.NotEqual(HostListing.Normal(one), HostListing.Normal(other));

    [Fact]
    public void Functions_have_their_calls_by_name_and_no_padding()
    {
        var functions = HostListing.Read(
            """
            Disassembly of section .text.k:

            0000000000000000 <k>:
               0:	mov    0x0(%rip),%rax        # 7 <k+0x7>
            			3: R_X86_64_REX_GOTPCRELX	table-0x4
               7:	call   c <k+0xc>
            			8: R_X86_64_PLT32	helper-0x4
               c:	addss  0x0(%rip),%xmm0        # 14 <k+0x14>
            			10: R_X86_64_PC32	.LC3-0x4
              14:	jne    7 <k+0x7>
              16:	ret
              17:	nopw   0x0(%rax,%rax,1)

            Disassembly of section .text.helper:

            0000000000000000 <helper>:
               0:	ret
            """.Split('\n')
        );

        Assert.Equal(["k", "helper"], functions.Select(f => f.Name));
        Assert.Equal(
            ["mov table(%rip),%r64", "call helper", "addss constant(%rip),%xmm", "jne L", "ret"],
            functions[0].Lines.Select(l => l.Normal)
        );
        Assert.Equal([false, true, true, true, false], functions[0].Lines.Select(l => l.InLoop));
        Assert.Equal(["k", "helper"], CodeListing.Reached(functions, "k")!.Functions.Select(f => f.Name));
    }
}
