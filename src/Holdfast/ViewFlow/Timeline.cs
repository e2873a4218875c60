using System.Text;
using Holdfast.Agents;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.ViewFlow;

/// <summary>The steps of a page in their order, what was decided and delivered behind the last of them, and the way to other pages.</summary>
internal static class Timeline
{
    private const int MaxName = 80;
    private const int MaxPreview = 150;
    private const int MaxLines = 10;
    private const int RoomForMore = 50;
    private const int BarLength = 24;

    private static readonly TimeSpan Touch = TimeSpan.FromMilliseconds(1);

    public static IEnumerable<Block> Of(FlowPage page)
    {
        var steps = page.Steps.Take(FlowView.StepsPerPage).ToList();
        yield return new DividerBlock { BlockId = "flow.begin" };
        yield return Parts.Section("flow.steps", Heading(page, steps));
        foreach (var (index, outline) in steps.Index())
        {
            // The place on the page, not the step's number: a view with one block id twice is refused as a whole.
            yield return StepLine(page, outline.Step, $"flow.step.{index}");
            yield return StepSmall(page, outline, $"flow.step.{index}.more");
        }

        foreach (var block in page.IsNewest ? [.. Decided(page.Approvals), .. Delivered(page)] : Array.Empty<Block>())
            yield return block;
        if (Ways(page) is { Count: > 0 } ways)
            yield return Parts.Row(ways) with { BlockId = "flow.ways" };
    }

    /// <summary>A step's icon, kind and name, as mrkdwn.</summary>
    public static string NameOf(RunStep step)
    {
        var (icon, kind) = step.Kind switch
        {
            StepKinds.Model => ("🧠", "Model"),
            StepKinds.Tool => ("🔧", "Tool"),
            StepKinds.Approval => ("✋", "Approval"),
            StepKinds.Reading => ("📖", "Reading"),
            StepKinds.File => ("📎", "File"),
            StepKinds.Summary => ("📝", "Summary"),
            StepKinds.Retry or StepKinds.Again => ("🔁", "Retry"),
            _ => ("▪️", null),
        };
        return $"{icon} {(kind is null ? ShownText.Code(step.Kind, 40) : $"*{kind}*")}  {ShownText.Code(step.Name, MaxName)}";
    }

    private static string Heading(FlowPage page, List<StepOutline> steps) => steps switch
    {
        [] when page.TotalSteps > 0 => "*Steps*\nNone on this page.",
        [] when page.Run.EndedAt is null => "*Steps*\nNone finished yet.",
        [] => "*Steps*\nNone.",
        [var only] when page.TotalSteps <= 1 => $"*Step {only.Step.Number}*",
        [var first, .., var last] when steps.Count >= page.TotalSteps => $"*Steps {first.Step.Number}–{last.Step.Number}*",
        [var only] => $"*Step {only.Step.Number} of {page.TotalSteps}*",
        [var first, .., var last] => $"*Steps {first.Step.Number}–{last.Step.Number} of {page.TotalSteps}*",
    };

    private static SectionBlock StepLine(FlowPage page, RunStep step, string id)
    {
        // Of a run of one step the heading has said it.
        var took = page is { TotalSteps: 1, Run.EndedAt: not null } ? null : Quantities.Duration(step.Duration);
        var outcome = step.Error switch
        {
            null => took is null ? "done" : $"took {took}",
            RunTransitions.StepStopped => took is null ? "🛑 *stopped*" : $"🛑 *stopped* after {took}",
            _ => took is null ? "❌ *failed*" : $"❌ *failed* after {took}",
        };
        return new SectionBlock
        {
            BlockId = id,
            Text = Parts.Words($"{step.Number}.  {NameOf(step)}  ·  {outcome}"),
            Accessory = Parts.Button(FlowActions.Step, "Details", step.Number.ToString(), $"Details of step {step.Number}"),
        };
    }

    private static ContextBlock StepSmall(FlowPage page, StepOutline outline, string id)
    {
        var step = outline.Step;
        var began = step.StartedAt - page.Run.StartedAt;
        var head = $"{Bar(began, step.Duration, page.Elapsed)}  {Quantities.Offset(began)}";
        if (Quantities.Tokens(step.InputTokens, step.OutputTokens) is { } tokens)
            head += $"  ·  tokens: {tokens}";
        if (Beside(page, step) is > 0 and var others)
            head += $"  ·  beside {Quantities.Count(others, "other")}";
        var lines = new List<string> { head };
        if (step.Error is not (null or RunTransitions.StepStopped) && step.Error != page.Run.Error)
            lines.Add("Error: " + Preview(step.Error, step.Error.Length));
        if (!string.IsNullOrWhiteSpace(step.Input))
            lines.Add($"{(step.Kind == StepKinds.Model ? "Question" : "Input")}: {Preview(step.Input, outline.InputLength)}");
        if (!string.IsNullOrWhiteSpace(step.Output))
            lines.Add($"{(step.Kind == StepKinds.Model ? "Answer" : "Output")}: {Preview(step.Output, outline.OutputLength)}");
        return new ContextBlock { BlockId = id, Elements = [Parts.Literal(string.Join('\n', lines))] };
    }

    private static string Preview(string text, int wholeLength)
    {
        var line = ShownText.Line(text, MaxPreview);
        return wholeLength > MaxPreview ? $"{line} ({Quantities.Count(wholeLength)} characters)" : line;
    }

    /// <summary>With how many others on the page a call of a tool was under way at once. Those that follow each other may touch where clocks are coarse.</summary>
    private static int Beside(FlowPage page, RunStep step) => step.Kind != StepKinds.Tool ? 0 : page.Steps.Select(outline => outline.Step).Count(other =>
        other.Kind == StepKinds.Tool && other.Number != step.Number
        && step.StartedAt - other.StartedAt is var later && other.Duration > later + Touch && step.Duration > Touch - later);

    /// <summary>Where within the run the step was. The same in figures stands behind it, for who cannot see it.</summary>
    private static string Bar(TimeSpan began, TimeSpan took, TimeSpan whole)
    {
        if (whole <= TimeSpan.Zero)
            return new string('━', BarLength);
        var from = Math.Clamp((int)(began / whole * BarLength), 0, BarLength - 1);
        var length = Math.Clamp((int)Math.Round(Quantities.NotNegative(took) / whole * BarLength), 1, BarLength - from);
        return $"{new string('─', from)}{new string('━', length)}{new string('─', BarLength - from - length)}";
    }

    private static IEnumerable<Block> Decided(IReadOnlyList<Approval> approvals)
    {
        var decided = approvals.Where(approval => approval.Status != ApprovalStatus.Pending).OrderBy(approval => approval.CreatedAt).ToList();
        if (decided.Count == 0)
            yield break;
        yield return Parts.Section("flow.decided", Listed("*Decisions*", [.. decided.Select(Decision)]));
    }

    private static string Decision(Approval approval)
    {
        var tool = ShownText.Code(approval.Tool, MaxName);
        var who = approval.DecidedBy is { } id ? $" by {ShownText.Person(id)}" : "";
        var text = approval.Status switch
        {
            ApprovalStatus.Approved when approval.IsAlways => $"👍 {tool} approved for always{who}",
            ApprovalStatus.Approved => $"👍 {tool} approved{who}",
            ApprovalStatus.Denied => $"👎 {tool} denied{who}",
            ApprovalStatus.Expired => $"⌛ {tool} expired without a decision",
            ApprovalStatus.Withdrawn => $"🛑 {tool} withdrawn, because the run was stopped",
            _ => $"▪️ {tool}: status {(int)approval.Status}",
        };
        return approval.DecidedAt is { } at ? $"{text}, {ShownText.Moment(at)}" : text;
    }

    private static IEnumerable<Block> Delivered(FlowPage page)
    {
        var lines = page.Delivered.OrderBy(receipt => receipt.DeliveredAt).Select(receipt => DeliveryLine(page.Run, receipt)).ToList();
        if (page.Outstanding is > 0 and var outstanding)
            lines.Insert(0, $"📤 {Quantities.Count(outstanding, "message")} still on the way to Slack");
        if (lines.Count > 0)
            yield return Parts.Section("flow.delivered", Listed("*Messages*", lines));
    }

    private static string DeliveryLine(RunRecord run, DeliveryReceipt receipt)
    {
        var what = receipt.Id == run.Notice ? "“Working on it…” posted" : "Posted";
        return $"📨 {what} {ShownText.Moment(receipt.DeliveredAt)}  ·  {Quantities.Offset(receipt.DeliveredAt - run.StartedAt)}";
    }

    /// <summary>As many lines as a section takes, and how many there are besides.</summary>
    private static string Listed(string heading, List<string> lines)
    {
        var text = new StringBuilder(heading);
        var shown = 0;
        while (shown < Math.Min(lines.Count, MaxLines) && text.Length + lines[shown].Length <= SlackLimits.SectionText - RoomForMore)
            text.Append('\n').Append(lines[shown++]);

        if (shown < lines.Count)
            text.Append('\n').Append("… and ").Append(Quantities.Count(lines.Count - shown)).Append(" more");
        return text.ToString();
    }

    private static List<BlockElement> Ways(FlowPage page)
    {
        var ways = new List<BlockElement>();
        if (page is { After: > 0, TotalSteps: > 0 })
            ways.Add(Parts.Button(FlowActions.Older, "← Older", FlowPaging.Older(FlowPaging.Within(page.After, page.TotalSteps)).ToString(), "Older steps"));
        if (!page.IsNewest)
            ways.Add(Parts.Button(FlowActions.Newer, "Newer →", FlowPaging.Newer(page.After, page.TotalSteps).ToString(), "Newer steps"));
        if (page.Run.EndedAt is null)
            ways.Add(Parts.Button(FlowActions.Refresh, "Refresh", page.After.ToString(), "Refresh: show the latest steps"));
        return ways;
    }
}
