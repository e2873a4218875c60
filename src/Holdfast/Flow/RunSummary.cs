using Holdfast.Agents;
using Holdfast.Records;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.Flow;

/// <summary>What stands above and below the steps: how the run went, who asked what, what it cost, how long it is kept.</summary>
internal static class RunSummary
{
    private const int MaxQuestion = 300;
    private const int MaxError = 600;
    private const int MaxShown = 600;
    private const int MaxPending = 3;

    public static IEnumerable<Block> Head(FlowPage page)
    {
        var run = page.Run;
        yield return new HeaderBlock { BlockId = "flow.status", Text = Parts.Literal(Status(page)) };
        yield return Parts.Section("flow.asked", $"{Sentence(run.Status)}\nAsked by {FlowText.Person(run.User)}, {FlowText.Moment(run.StartedAt)}:");
        yield return Parts.Quote("flow.question", FlowText.Line(run.Question, MaxQuestion) is { Length: > 0 } question ? question : "(no text)");
        if (!string.IsNullOrWhiteSpace(run.Error))
            yield return Parts.Said("flow.error", "What went wrong:", FlowText.Line(run.Error, MaxError));
        yield return new SectionBlock { BlockId = "flow.figures", Fields = [.. Figures(page).Select(Parts.Words)] };
        foreach (var block in run.Status == RunStatus.Waiting ? WaitsFor(page) : [])
            yield return block;
    }

    public static IEnumerable<Block> Foot(FlowPage page)
    {
        var run = page.Run;
        yield return new DividerBlock { BlockId = "flow.end" };
        yield return Parts.Small("flow.total", string.Join("  ·  ", Totals(page)));
        if (page.Retention is { } retention)
            yield return Keeping(retention, page.RetentionChoices);
    }

    private static string Status(FlowPage page)
    {
        var time = FlowFigures.Duration(page.Elapsed);
        return page.Run.Status switch
        {
            RunStatus.Running => $"🏃 Running for {time}",
            RunStatus.Waiting => "✋ Waiting for approval",
            RunStatus.Completed => $"✅ Completed in {time}",
            RunStatus.Failed => $"❌ Failed after {time}",
            RunStatus.TimedOut => $"⏱️ Timed out after {time}",
            RunStatus.Stopped => $"🛑 Stopped after {time}",
            _ => $"Status {(int)page.Run.Status}",
        };
    }

    private static string Sentence(RunStatus status) => status switch
    {
        RunStatus.Running => "Still at work. Press *Refresh* to see how far it has come.",
        RunStatus.Waiting => "Somebody has to decide before it goes on.",
        RunStatus.Completed => "It ended with an answer.",
        RunStatus.Failed => "It ended without an answer.",
        RunStatus.TimedOut => "It took longer than a run may, so it was ended.",
        RunStatus.Stopped => "Somebody stopped it. What it had done until then was kept.",
        _ => "This version does not know that status.",
    };

    private static IEnumerable<string> Figures(FlowPage page)
    {
        var run = page.Run;
        yield return $"*Duration*\n{FlowFigures.Duration(page.Elapsed)}";
        yield return $"*Steps*\n{FlowFigures.Count(page.TotalSteps)}";
        if (run.Model is not null)
            yield return $"*Model*\n{FlowText.Code(run.Model, 80)}";
        if (FlowFigures.Tokens(run.InputTokens, run.OutputTokens) is { } tokens)
            yield return $"*Tokens*\n{tokens}";
        if (run.CostMicros is { } cost)
            yield return $"*Cost*\n{FlowFigures.Cost(cost)}";
        if (run.Starts > 1)
            yield return $"*Starts*\n{FlowFigures.Count(run.Starts)} (after a failure or a restart it went on)";
    }

    private static IEnumerable<Block> WaitsFor(FlowPage page)
    {
        var pending = page.Approvals.Where(approval => approval.Status == ApprovalStatus.Pending).ToList();
        foreach (var (index, approval) in pending.Take(MaxPending).Index())
        {
            yield return Parts.Section(
                $"flow.waits.{index}",
                $"✋ Waits for a decision about {FlowText.Code(approval.Tool, 80)} since {FlowText.Moment(approval.CreatedAt)}. " +
                $"Without one it counts as denied {FlowText.Moment(approval.ExpiresAt)}.");
            yield return Parts.Code($"flow.waits.{index}.what", FlowText.Lines(approval.Shown, MaxShown));
        }

        if (pending.Count > MaxPending)
            yield return Parts.Small("flow.waits.more", $"And for {FlowFigures.Count(pending.Count - MaxPending, "more decision")}.");
    }

    private static IEnumerable<string> Totals(FlowPage page)
    {
        var run = page.Run;
        yield return $"Total: {FlowFigures.Duration(page.Elapsed)}";
        if ((run.InputTokens ?? run.OutputTokens) is not null)
            yield return FlowFigures.Count((run.InputTokens ?? 0) + (run.OutputTokens ?? 0), "token");
        if (run.CostMicros is { } cost)
            yield return FlowFigures.Cost(cost);
        yield return run.ExpiresAt is { } until ? $"Kept until {FlowText.Moment(until)}, then removed" : "Kept while it goes on, and for a time after";
    }

    private static SectionBlock Keeping(TimeSpan retention, IReadOnlyList<TimeSpan> choices)
    {
        // A time that is no longer among the choices still is the one that counts, and Slack wants the initial option offered.
        var current = Option(retention);
        var options = choices.Append(retention)
            .Order()
            .DistinctBy(Seconds)
            .Select(Option)
            .Where(option => option.Value != current.Value)
            .Take(SlackLimits.SelectOptions - 1)
            .Append(current)
            .OrderBy(option => long.Parse(option.Value));
        return new SectionBlock
        {
            BlockId = "flow.keep",
            Text = Parts.Words("*Keep my runs for*\nCounts for this run, and for those that end from now on."),
            Accessory = new StaticSelectElement { ActionId = FlowActions.Retention, Options = [.. options], InitialOption = current },
        };
    }

    private static long Seconds(TimeSpan span) => (long)FlowFigures.NotNegative(span).TotalSeconds;

    private static OptionObject Option(TimeSpan span) =>
        new() { Text = Parts.Literal(FlowFigures.Choice(span)), Value = Seconds(span).ToString() };
}
