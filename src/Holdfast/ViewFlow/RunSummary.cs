using Holdfast.Agents;
using Holdfast.Records;
using Holdfast.Slack.BlockKit;
using Holdfast.Text;

namespace Holdfast.ViewFlow;

/// <summary>What stands above and below the steps: how the run went, who asked what, what it cost, how long it is kept.</summary>
internal static class RunSummary
{
    private const int MaxQuestion = 300;
    private const int MaxError = 600;
    private const int MaxShown = 600;
    private const int MaxPending = 3;

    /// <summary>A section has 10 fields, and six are our own.</summary>
    private const int MaxFigures = 4;

    public static IEnumerable<Block> Head(FlowPage page)
    {
        var run = page.Run;
        yield return new HeaderBlock { BlockId = "flow.status", Text = Parts.Literal(Status(page)) };
        var asked = $"{ShownText.Person(run.User)} asked {ShownText.Moment(run.StartedAt)}:";
        yield return Parts.Section("flow.asked", Sentence(page) is { } sentence ? $"{sentence}\n{asked}" : asked);
        yield return Parts.Quote("flow.question", ShownText.Line(Names.Words(run.Question with { Attachments = [] }), MaxQuestion) is { Length: > 0 } question ? question : "(no text)");
        if (run.Question.Attachments.Count > 0)
            yield return Parts.Small("flow.files", $"📎 {string.Join(", ", run.Question.Attachments.Select(Named))}");
        foreach (var block in Pictures("flow.asked", page.Asked))
            yield return block;
        if (!string.IsNullOrWhiteSpace(run.Error) && run.Status != RunStatus.TimedOut)
            yield return Parts.Said("flow.error", "What went wrong:", ShownText.Line(run.Error, MaxError));
        yield return new SectionBlock { BlockId = "flow.figures", Fields = [.. Figures(page).Select(Parts.Words)] };
        if (string.Join("  ·  ", Settings(page)) is { Length: > 0 } settings)
            yield return Parts.Small("flow.settings", settings);
        foreach (var block in Pictures("flow.made", page.Made))
            yield return block;
        foreach (var block in run.Status == RunStatus.Waiting ? WaitsFor(page) : [])
            yield return block;
    }

    public static IEnumerable<Block> Foot(FlowPage page)
    {
        var run = page.Run;
        yield return new DividerBlock { BlockId = "flow.end" };
        if (run.ExpiresAt is { } until)
            yield return Parts.Small("flow.kept", $"Kept until {ShownText.Moment(until)}");
        if (page.Retention is { } retention)
            yield return Keeping(retention, page.RetentionChoices);
    }

    private static string Status(FlowPage page)
    {
        var time = Quantities.Duration(page.Elapsed);
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

    /// <summary>What the header does not say; null where it says it all.</summary>
    private static string? Sentence(FlowPage page) => page.Run.Status switch
    {
        RunStatus.Running => "Still running. This view follows it for a while; *Refresh* shows the latest.",
        RunStatus.Waiting => "It continues after the decision below.",
        RunStatus.Completed => null,
        RunStatus.Failed => "It ended without an answer.",
        RunStatus.TimedOut => "It ran too long, so I stopped it.",
        RunStatus.Stopped when page.StoppedBy is { } by => $"{ShownText.Person(by)} stopped it. What it had done until then is kept.",
        RunStatus.Stopped => "What it had done until then is kept.",
        _ => "This version doesn't know that status.",
    };

    private static IEnumerable<string> Figures(FlowPage page)
    {
        var run = page.Run;
        if (run.Status == RunStatus.Waiting)
            yield return $"*Duration*\n{Quantities.Duration(page.Elapsed)}";
        yield return $"*Steps*\n{Quantities.Count(page.TotalSteps)}";
        if (run.Model is not null)
            yield return $"*Model*\n{ShownText.Code(run.Model, 80)}";
        if (Quantities.Tokens(run.InputTokens, run.OutputTokens) is { } tokens)
            yield return $"*Tokens*\n{tokens}";
        if (run.CostMicros is { } cost)
            yield return $"*Cost*\n{Quantities.Cost(cost)}";
        foreach (var figure in page.Figures.Take(MaxFigures))
            yield return figure.Text;
        if (run.Starts > 1)
            yield return $"*Starts*\n{Quantities.Count(run.Starts)} (resumed after a failure or restart)";
    }

    /// <summary>That there are instructions, and not what they say: others read this as well.</summary>
    private static IEnumerable<string> Settings(FlowPage page)
    {
        var set = page.Settings;
        List<string> own = [.. Manner(set.Model, set.Effort, set.Temperature), .. set.Instructions.Length > 0 ? ["own instructions"] : (string[])[], .. set.Streams ? (string[])[] : ["shown when whole"]];
        if (own.Count > 0)
            yield return $"With {ShownText.Person(page.Run.User)}'s settings: {string.Join(", ", own)}";
        List<string> channel = [.. Manner(set.ChannelModel, set.ChannelEffort, set.ChannelTemperature), .. set.ChannelInstructions.Length > 0 ? ["instructions"] : (string[])[]];
        if (channel.Count > 0)
            yield return $"With the channel's settings: {string.Join(", ", channel)}";

        static IEnumerable<string> Manner(string model, string effort, string temperature)
        {
            if (model.Length > 0)
                yield return $"model {ShownText.Code(model, 80)}";
            if (effort.Length > 0)
                yield return $"effort {effort}";
            if (temperature.Length > 0)
                yield return $"temperature {temperature}";
        }
    }

    private static IEnumerable<Block> WaitsFor(FlowPage page)
    {
        var pending = page.Approvals.Where(approval => approval.Status == ApprovalStatus.Pending).ToList();
        foreach (var (index, approval) in pending.Take(MaxPending).Index())
        {
            yield return Parts.Section(
                $"flow.waits.{index}",
                $"✋ {ShownText.Code(approval.Tool, 80)} has been waiting for a decision since {ShownText.Moment(approval.CreatedAt)}. " +
                $"Expires {ShownText.Moment(approval.ExpiresAt)} if nobody decides.");
            yield return Parts.Code($"flow.waits.{index}.what", ShownText.Lines(approval.Shown, MaxShown));
        }

        if (pending.Count > MaxPending)
            yield return Parts.Small("flow.waits.more", $"… and {Quantities.Count(pending.Count - MaxPending, "more decision")}");
    }

    private static IEnumerable<Block> Pictures(string id, IReadOnlyList<FlowPicture> pictures) =>
        pictures.Take(FlowFigure.MostPictures).Select((picture, index) => new ImageBlock
        {
            BlockId = $"{id}.{index}",
            SlackFile = new SlackFileObject { Id = picture.FileId },
            AltText = ShownText.Line(picture.Name, SlackLimits.ImageAltText) is { Length: > 0 } name ? name : "A picture",
        });

    /// <summary>By name: what is in it may be longer than a view, and whoever may see it finds it in Slack.</summary>
    private static string Named(Attachment file) => file.Size is { } size ? $"{ShownText.Code(file.Name, 60)} ({Quantities.Bytes(size)})" : ShownText.Code(file.Name, 60);

    private static SectionBlock Keeping(TimeSpan retention, IReadOnlyList<TimeSpan> choices)
    {
        // A retention that is no longer among the choices still applies, and Slack wants the initial option offered.
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
            Text = Parts.Words("*Keep my runs for*\nApplies to this run and later ones."),
            Accessory = new StaticSelectElement { ActionId = FlowActions.Retention, Options = [.. options], InitialOption = current },
        };
    }

    private static long Seconds(TimeSpan span) => (long)Quantities.NotNegative(span).TotalSeconds;

    private static OptionObject Option(TimeSpan span) =>
        new() { Text = Parts.Literal(Quantities.Choice(span)), Value = Seconds(span).ToString() };
}
