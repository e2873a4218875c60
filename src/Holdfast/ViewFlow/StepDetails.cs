using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.ViewFlow;

/// <summary>One step whole: what it was, and what went in and came out, in parts when that is long.</summary>
internal static class StepDetails
{
    // A character takes at most six bytes in JSON: a part at its worst has 144 kB, which leaves room for the rest of the view.
    private const int CharactersPerBlock = 3_000;
    private const int BlocksPerPart = 8;

    public static IReadOnlyList<Block> Of(RunRecord run, RunStep step, int part)
    {
        var pieces = Pieces(step);
        var parts = Math.Max(1, (pieces.Count + BlocksPerPart - 1) / BlocksPerPart);
        part = Math.Clamp(part, 0, parts - 1);

        var blocks = new List<Block> { Parts.Section("flow.step.name", $"{Timeline.NameOf(step)}\n{Outcome(step)}") };
        blocks.Add(Parts.Small("flow.step.when", string.Join("  ·  ", When(run, step))));
        string? title = null;
        foreach (var (index, piece) in pieces.Skip(part * BlocksPerPart).Take(BlocksPerPart).Index())
        {
            if (piece.Title != title)
            {
                title = piece.Title;
                blocks.Add(Parts.Section($"flow.step.title.{index}", piece.IsFirst ? $"*{title}*  ·  {piece.Size}" : $"*{title}*, continued"));
            }

            blocks.Add(Parts.Code($"flow.step.text.{index}", piece.Text));
        }

        if (pieces.Count == 0)
            blocks.Add(Parts.Section("flow.step.nothing", "No input or output was recorded."));
        if (parts > 1)
        {
            blocks.Add(Parts.Small("flow.step.part", $"Part {part + 1} of {parts}"));
            blocks.Add(Parts.Row(Ways(part, parts)) with { BlockId = "flow.step.ways" });
        }

        return blocks;
    }

    private static string Outcome(RunStep step)
    {
        var took = Quantities.Duration(step.Duration);
        return step.Error switch
        {
            null => $"✅ Done in {took}",
            RunTransitions.StepStopped => $"🛑 *Stopped* after {took}",
            _ => $"❌ *Failed* after {took}",
        };
    }

    private static IEnumerable<string> When(RunRecord run, RunStep step)
    {
        yield return $"Started {ShownText.Moment(step.StartedAt)}";
        yield return $"{Quantities.Offset(step.StartedAt - run.StartedAt)} into the run";
        if (Quantities.Tokens(step.InputTokens, step.OutputTokens) is { } tokens)
            yield return $"Tokens: {tokens}";
    }

    private static List<Piece> Pieces(RunStep step)
    {
        var (put, came) = step.Kind == StepKinds.Model ? ("What it was asked", "What it said") : ("Input", "Output");
        return [.. PiecesOf("Error", step.Error == RunTransitions.StepStopped ? null : step.Error), .. PiecesOf(put, step.Input), .. PiecesOf(came, step.Output)];
    }

    private static IEnumerable<Piece> PiecesOf(string title, string? text)
    {
        if (string.IsNullOrEmpty(text))
            yield break;
        var rest = JsonLayout.Of(ShownText.Visible(text)).AsMemory();
        var size = Quantities.Count(text.Length, "character");
        for (var isFirst = true; rest.Length > 0; isFirst = false)
        {
            var cut = rest.Length <= CharactersPerBlock ? rest.Length : CutBefore(rest.Span);
            yield return new Piece(title, size, isFirst, rest[..cut].ToString());
            rest = rest[cut..];
        }
    }

    private static int CutBefore(ReadOnlySpan<char> text)
    {
        var window = text[..TextCut.End(text, CharactersPerBlock)];

        // Behind a line where there is one in the second half, so that no block is nearly empty.
        var line = window.LastIndexOf('\n') + 1;
        return line > window.Length / 2 ? line : window.Length;
    }

    private static List<BlockElement> Ways(int part, int parts)
    {
        var ways = new List<BlockElement>();
        if (part > 0)
            ways.Add(Parts.Button(FlowActions.StepEarlier, "← Earlier part", (part - 1).ToString()));
        if (part < parts - 1)
            ways.Add(Parts.Button(FlowActions.StepLater, "Later part →", (part + 1).ToString()));
        return ways;
    }

    /// <summary>A block's worth of a text.</summary>
    private sealed record Piece(string Title, string Size, bool IsFirst, string Text);
}
