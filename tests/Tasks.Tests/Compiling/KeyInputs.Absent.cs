namespace PerfGate.Tasks.Tests.Compiling;

/// <content>Places where the compiler looked and found nothing.</content>
internal static partial class KeyInputs
{
    private static Dictionary<string, KeyInput> PlacesWithoutFile => new()
    {
        ["a header that appears earlier on the path"] = new(
            f => f.Flags = "-I early -I third",
            f => f.Factor("early", 3.5)),
        ["a header that appears earlier on -isystem"] = new(
            f => f.Flags = "-isystem early -isystem third",
            f => f.Factor("early", 3.5)),
        ["a header that appears in a folder of its own name"] = new(
            f =>
            {
                f.Flags = "-I early -I third";
                f.Factor("third/a/b", 2.5);
                f.Replace("kernels/scale.cu", "<factor.h>", "<a/b/factor.h>");
                f.Write("early/a/readme", "");
            },
            f => f.Factor("early/a/b", 3.5)),
        ["a header that appears beside the source"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Replace("kernels/scale.cu", "<factor.h>", "\"factor.h\"");
            },
            f => f.Factor("kernels", 3.5)),
        ["a header that appears beside the header that includes it"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Write("kernels/deep/all.cuh", "# /* here */ include /* it is */ \"factor.h\"\n");
                f.Replace("kernels/scale.cu", "<factor.h>", "\"deep/all.cuh\"");
            },
            f => f.Factor("kernels/deep", 3.5)),
        ["a header that goes"] = new(
            f => { f.Flags = "-I early -I third"; f.Factor("early", 3.5); }, f => File.Delete(f.At("early/factor.h"))),
        ["a header whose name a macro makes"] = new(
            f =>
            {
                f.Flags = "-I early -I third";
                f.Replace("kernels/scale.cu", "#include <factor.h>", "#define NAME <factor.h>\n#include NAME");
            },
            f => f.Factor("early", 3.5)),
        ["a header that -include names and that appears here"] = new(
            f =>
            {
                f.Flags = "-I third -include factor.h";
                f.Replace("kernels/scale.cu", "#include <factor.h>\n", "");
            },
            f => f.Write("factor.h", "#define FACTOR 3.5f\n")),
        ["a header that #include_next finds"] = new(
            f =>
            {
                f.Flags = "-I first -I early -I third";
                f.Write("first/factor.h", "#include_next <factor.h>\n");
            },
            f => f.Factor("early", 3.5)),
        ["__has_include"] = Asked("__has_include(\"tuned.h\")"),
        ["__has_include in brackets"] = Asked("__has_include(<tuned.h>)"),
        ["__has_include over two lines"] = Asked("__has_inc\\\nlude(\"tuned.h\")"),
        ["__has_include in a macro"] = Asked(
            "MAY(\"tuned.h\")", "#define CAN(x) __has_include(x)\n#define MAY(y) CAN(y)\n"),
        ["__has_include of a macro"] = Asked("__has_include(NAME)", "#define NAME \"tuned.h\"\n"),
        ["__has_include of a macro of the command line"] = Asked(
            "__has_include(NAME)", flags: " -DNAME=\\\"tuned.h\\\""),
        ["__has_include of a name that is put together"] = Asked(
            "__has_include(NAME)", "#define TEXT(x) #x\n#define NAME TEXT(tuned.h)\n", everyTime: true),
        ["__has_include of a file that goes"] = new(
            f => { Ask(f, "__has_include(\"tuned.h\")", "", ""); f.Write("kernels/tuned.h", "#define FACTOR 3.5f\n"); },
            f => File.Delete(f.At("kernels/tuned.h"))),
    };
}
