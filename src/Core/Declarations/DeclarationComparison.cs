using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Text;
using static PerfGate.Core.Declarations.DeclarationWords;

namespace PerfGate.Core.Declarations;

/// <summary>
/// Finds how two declarations of a case differ, and tells the problem (buffers that the check knows, their fills,
/// scalars of the expected-output function, work counts, compared outputs, an observed command) from the launch
/// (kernels, grid, block, shared memory, macros, scratch buffers). Only a different problem makes times incomparable.
/// </summary>
internal sealed class DeclarationComparison
{
    private readonly CaseDeclaration _before;
    private readonly CaseDeclaration _now;
    private readonly ImmutableDictionary<string, string> _renamed;
    private readonly bool _sameBuild;

    private DeclarationComparison(CaseDeclaration before, CaseDeclaration now, bool sameBuild) =>
        (_before, _now, _renamed, _sameBuild) = (before, now, Renamed(before, now), sameBuild);

    /// <summary>The differences, at most one of a kind.</summary>
    /// <param name="before">What the base declares.</param>
    /// <param name="now">What the candidate declares.</param>
    /// <param name="sameBuild">
    /// Whether one compiler made both sides' expected-output functions, so that their machine code decides.
    /// </param>
    public static ImmutableArray<CheckEdit> Of(CaseDeclaration before, CaseDeclaration now, bool sameBuild)
    {
        var compared = new DeclarationComparison(before, now, sameBuild);
        return
        [
            .. new[]
            {
                compared.Bounds(),
                compared.Outputs(),
                compared.Expected(),
                compared.ExpectedArguments(),
                compared.Fills(),
                compared.Seed(),
                compared.Buffers(),
                compared.Work(),
                compared.Launches(),
                compared.LaunchArguments(),
                compared.Defines(),
                CommandComparison.Edit(before.Command, now.Command),
            }.OfType<CheckEdit>(),
        ];
    }

    private CheckEdit? Bounds()
    {
        var changes = (
            from old in _before.Outputs
            let output = _now.Outputs.FirstOrDefault(o => o.Buffer == NameNow(old.Buffer))
            where output is not null
            from change in new[]
            {
                Bound("relative", output.Buffer, old.Relative, output.Relative),
                Bound("absolute", output.Buffer, old.Absolute, output.Absolute),
            }
            where change.Text is not null
            select change).ToList();
        return Edit(CheckEditKind.Bound, changes.Select(c => c.Text!), weakens: changes.Any(c => c.Looser));
    }

    private static (string? Text, bool Looser) Bound(string kind, string output, double? before, double? now) =>
        (before, now) switch
        {
            (null, null) => (null, false),
            ({ } b, null) => ($"the {kind} bound of output {output}, {Numbers.Bound(b)}, was taken out", true),
            (null, { } n) => ($"output {output} got the {kind} bound {Numbers.Bound(n)}", false),
            ({ } b, { } n) when n > b => (
                $"the {kind} bound of output {output} was loosened from {Numbers.Bound(b)} to {Numbers.Bound(n)}",
                true
            ),
            ({ } b, { } n) when n < b => (
                $"the {kind} bound of output {output} was tightened from {Numbers.Bound(b)} to {Numbers.Bound(n)}",
                false
            ),
            _ => (null, false),
        };

    private CheckEdit? Outputs()
    {
        var dropped = _before
            .Outputs.Select(o => o.Buffer)
            .Where(b => _now.Outputs.All(o => o.Buffer != NameNow(b)))
            .ToList();
        var added = _now.Outputs.Select(o => o.Buffer).Where(b => _before.Outputs.All(o => NameNow(o.Buffer) != b));
        return Edit(
            CheckEditKind.Outputs,
            [
                .. dropped.Select(b => $"output {b} is no longer compared"),
                .. added.Select(b => $"output {b} is compared now"),
            ],
            weakens: dropped.Count > 0,
            changesWork: dropped.Count > 0
        );
    }

    private CheckEdit? Expected()
    {
        var (before, now) = (_before.Expected, _now.Expected);
        if (before.Kind != now.Kind)
            return Edit(
                CheckEditKind.Expected,
                [$"the expected outputs come from {Named(now)} instead of {Named(before)}"],
                weakens: before.Kind != ExpectedKind.Nothing
            );
        return now.Kind switch
        {
            ExpectedKind.Function => Function(before, now),
            ExpectedKind.Benchmark => before.Name == now.Name
                ? null
                : Edit(
                    CheckEditKind.Expected,
                    [$"the expected outputs come from {Named(now)} instead of {Named(before)}"],
                    weakens: true
                ),
            ExpectedKind.File => before.Digest == now.Digest || before.Digest is null || now.Digest is null
                ? null
                : Edit(CheckEditKind.Expected, [$"the expected values in {now.Name} changed"], weakens: true),
            ExpectedKind.Nothing => null,
        };
    }

    // Equal machine code is the same function whatever its source says. Other machine code is another function only
    // where one compiler made both; otherwise the source decides, comments aside.
    private CheckEdit? Function(ExpectedSource before, ExpectedSource now)
    {
        var text = before.Name == now.Name && before.Source == now.Source
            ? $"the expected-output function {now.Name} in {now.Source} changed"
            : $"the expected outputs come from {Named(now)} instead of {Named(before)}";
        if (before.CodeHash is { } code && now.CodeHash is { } codeNow)
        {
            if (code == codeNow)
                return null;
            if (_sameBuild)
            {
                return Edit(
                    CheckEditKind.Expected,
                    [
                        before.Digest == now.Digest && before.Digest is not null
                            ? $"{text} through a header that it includes"
                            : text,
                    ],
                    weakens: true
                );
            }
        }

        return before.Digest is not { } digest || now.Digest is not { } digestNow || digest == digestNow
            ? null
            : Edit(CheckEditKind.Expected, [text], weakens: true);
    }

    private CheckEdit? ExpectedArguments()
    {
        var (before, now) = (NamesNow(_before.Expected.Arguments ?? ""), _now.Expected.Arguments ?? "");
        return before == now || _before.Expected.Kind != _now.Expected.Kind
            ? null
            : Edit(
                CheckEditKind.ExpectedArguments,
                [
                    $"the expected-output function gets ({_now.Expected.Arguments}) instead of "
                        + $"({_before.Expected.Arguments})",
                ],
                weakens: true,
                changesWork: true
            );
    }

    // What scratch buffers start with concerns the kernels alone, unless it is prepared for them.
    private CheckEdit? Fills()
    {
        var changed = Pairs().Where(p => p.Before.Fill != p.Now.Fill).ToList();
        var matters = changed.Any(p => OfProblem(_before, p.Before) || OfProblem(_now, p.Now));
        return Edit(
            CheckEditKind.Fill,
            changed.Select(p => $"{p.Now.Name} is filled with {p.Now.Fill} instead of {p.Before.Fill}"),
            weakens: matters, changesWork: matters);
    }

    private CheckEdit? Seed() =>
        Edit(
            CheckEditKind.Seed,
            _before.Seed == _now.Seed ? [] : [$"the seed of drawn inputs is {_now.Seed} instead of {_before.Seed}"]
        );

    private CheckEdit? Buffers()
    {
        var pairs = Pairs().ToList();
        var gone = _before.Buffers.Where(b => pairs.All(p => p.Before != b)).ToList();
        var added = _now.Buffers.Where(b => pairs.All(p => p.Now != b)).ToList();
        var other = pairs.Where(p => p.Before.Type != p.Now.Type || p.Before.Count != p.Now.Count).ToList();
        return Edit(
            CheckEditKind.Buffers,
            [
                .. other.Select(p => $"{p.Now.Name} holds {Held(p.Now)} instead of {Held(p.Before)}"),
                .. gone.Select(b => $"there is no buffer {b.Name} ({Held(b)}) any more"),
                .. added.Select(b => $"there is a new buffer {b.Name} ({HeldAndFilled(b)})"),
            ],
            weakens: added.Any(IsPrepared),
            changesWork: other.Any(p => OfProblem(_before, p.Before) || OfProblem(_now, p.Now))
                || gone.Any(b => OfProblem(_before, b))
                // A file that a command is checked by changes nothing of what it does.
                || (_now.Command is null && added.Any(b => OfProblem(_now, b))));
    }

    private CheckEdit? Work()
    {
        (string Unit, double? Before, double? Now)[] counts =
        [
            ("flops", _before.Flops, _now.Flops),
            ("bytes", _before.Bytes, _now.Bytes),
        ];
        var changed = counts.Where(c => c.Before != c.Now).ToList();
        return Edit(
            CheckEditKind.Work,
            changed.Select(c => $"the work is {Numbers.Count(c.Now)} {c.Unit} instead of {Numbers.Count(c.Before)}"),
            changesWork: changed.Any(c => c is { Before: not null, Now: not null }));
    }

    private CheckEdit? Launches()
    {
        var (before, now) = (Configuration(_before), Configuration(_now));
        return before == now ? null : Edit(CheckEditKind.Launches, [$"it launches {now} instead of {before}"]);
    }

    private CheckEdit? LaunchArguments()
    {
        var before = string.Join("; ", _before.Launches.Select(l => NamesNow(l.Arguments)));
        var now = string.Join("; ", _now.Launches.Select(l => l.Arguments));
        return before == now
            ? null
            : Edit(CheckEditKind.LaunchArguments, [$"its kernels get ({now}) instead of ({before})"]);
    }

    private CheckEdit? Defines() =>
        _before.Defines == _now.Defines
            ? null
            : Edit(
                CheckEditKind.Defines,
                [$"it is compiled with {_now.Defines ?? "no macros"} instead of {_before.Defines ?? "no macros"}"]
            );

    private static CheckEdit? Edit(
        CheckEditKind kind,
        IEnumerable<string> changes,
        bool weakens = false,
        bool changesWork = false
    )
    {
        var text = string.Join(", ", changes);
        return text.Length == 0 ? null : new(kind, text, weakens, changesWork);
    }

    // What the check knows of belongs to the problem; what only the kernels know of is scratch, unless it comes with
    // results. Where no function names its buffers, what is filled with values is an input.
    private static bool OfProblem(CaseDeclaration declaration, DeclaredBuffer buffer) =>
        declaration.Outputs.Any(o => o.Buffer == buffer.Name)
        || IsPrepared(buffer)
        || (declaration.Expected.Kind == ExpectedKind.Function
            ? Split(declaration.Expected.Arguments).Contains(buffer.Name)
            : buffer.Fill != "poison" && !buffer.Fill.StartsWith("constant ", StringComparison.Ordinal));

    private static string HeldAndFilled(DeclaredBuffer buffer) =>
        IsPrepared(buffer) ? $"{Held(buffer)}, filled with {buffer.Fill}" : Held(buffer);

    // A function or a file can hold what the kernels otherwise compute, and nobody times how it came about.
    private static bool IsPrepared(DeclaredBuffer buffer) => buffer.Fill.Split(' ')[0] is "function" or "file";

    private IEnumerable<(DeclaredBuffer Before, DeclaredBuffer Now)> Pairs() =>
        from before in _before.Buffers
        let now = _now.Buffers.FirstOrDefault(b => b.Name == NameNow(before.Name))
        where now is not null
        select (before, now);

    private string NameNow(string name) => _renamed.GetValueOrDefault(name, name);

    private string NamesNow(string arguments) => string.Join(", ", Split(arguments).Select(NameNow));

    // A buffer at the same place under a name that is new on this side is the same buffer.
    private static ImmutableDictionary<string, string> Renamed(CaseDeclaration before, CaseDeclaration now) =>
        before.Buffers.Length != now.Buffers.Length
            ? ImmutableDictionary<string, string>.Empty
            : before
                .Buffers.Zip(now.Buffers)
                .Where(p => p.First with { Name = p.Second.Name } == p.Second)
                .Where(p =>
                    now.Buffers.All(b => b.Name != p.First.Name) && before.Buffers.All(b => b.Name != p.Second.Name)
                )
                .ToImmutableDictionary(p => p.First.Name, p => p.Second.Name, StringComparer.Ordinal);

    private static string[] Split(string? arguments) => arguments?.Split(", ") ?? [];
}
