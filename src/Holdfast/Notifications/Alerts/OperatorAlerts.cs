using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Storage;
using Holdfast.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications.Alerts;

/// <summary>Plans alerts to operators: what happened, and what to do. Each kind at most once in a while.</summary>
public sealed class OperatorAlerts(NotificationPlanner planner, IOptions<NotificationOptions> options, TimeProvider time)
{
    /// <summary>One alert in this time for the dead letters of a queue: ten thousand of them are one alert.</summary>
    internal static readonly TimeSpan DeadLetterPeriod = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LoopPeriod = TimeSpan.FromHours(1);

    private static readonly TimeSpan BacklogPeriod = TimeSpan.FromHours(1);

    private static readonly TimeSpan ModelPeriod = TimeSpan.FromHours(1);

    /// <summary>The most characters of anything that comes from elsewhere: a section of Slack's takes 3,000, escaped.</summary>
    private const int MaxForeign = 200;

    private readonly DeadLetterCount _deadLetters = new();

    /// <summary>An item became a dead letter.</summary>
    /// <param name="item">The item.</param>
    /// <param name="error">Why.</param>
    public IReadOnlyList<NewItem> DeadLetter(LaneItem item, string error)
    {
        ArgumentNullException.ThrowIfNull(item);
        var period = PeriodOf(DeadLetterPeriod);
        var others = _deadLetters.Count(item.Queue, period);
        var earlier = others == 0 ? "" : $" Since the last report there {(others == 1 ? "was 1 other" : $"were {Quantities.Count(others, "other")}")}.";
        var (failed, cause) = ($"Holdfast couldn't {Attempted(item.Queue)}", Shown(error));
        var channel = ConversationId.TryParse(item.Lane, out var conversation) ? conversation.Channel.Value : null;
        return Plan(new Alert(
            $"{failed}{(channel is null ? "" : $" in {channel}")}: {cause}",
            $"It is kept as dead letter {item.Id} (queue {item.Queue}, kind {Shown(item.Kind)}, lane {Shown(item.Lane)}). On the server, "
            + "`holdfast dead-letters list` lists them, and `holdfast dead-letters replay ID` tries one again once the cause is fixed. "
            + $"You won't be alerted about others of this queue for {Quantities.Duration(DeadLetterPeriod)}.{earlier}",
            $"dead/{item.Queue}/{period}")
        {
            Mrkdwn = channel is null ? null : $"{failed} in <#{channel}>: {SlackText.Escape(cause)}",
            Data = new Dictionary<string, string>
            {
                ["alert"] = "dead_letter", ["item"] = item.Id.ToString(), ["queue"] = item.Queue.ToString(), ["lane"] = item.Lane,
            },
            TraceParent = item.TraceParent,
        });
    }

    /// <summary>The app was removed from a workspace or its token revoked: not sent through Slack, which would refuse it.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="reason">The event that says so.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public IReadOnlyList<NewItem> Revoked(string team, string reason, string? traceParent) => Plan(new Alert(
        $"The app was removed from the workspace, or its token was revoked ({Shown(reason)})",
        "Holdfast answers nothing until this is fixed; messages are kept. Install the app again. If its tokens are new, set them and restart the server; otherwise it continues on its own.")
    {
        Data = new Dictionary<string, string> { ["alert"] = "revoked", ["team"] = team, ["reason"] = reason },
        Channels = [.. options.Value.RouteOf(NotificationKinds.Alert).Where(channel => channel != ChannelNames.Slack)],
        TraceParent = traceParent,
    });

    /// <summary>A background loop is down.</summary>
    /// <param name="loop">Its name.</param>
    /// <param name="state">How it stands.</param>
    public IReadOnlyList<NewItem> LoopDown(string loop, LoopState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Plan(new Alert(
            $"A part of Holdfast isn't working: {Shown(loop)}",
            $"{Shown(state.LastError ?? "It failed.")} {(state.IsFinal
                ? "It has stopped for good: fix the cause, then restart the server."
                : "It restarts on its own, and the log has every failure. You'll hear when it works again.")}",
            $"loop/{loop}/{PeriodOf(LoopPeriod)}")
        {
            Data = new Dictionary<string, string> { ["alert"] = "loop_down", ["loop"] = loop },
        });
    }

    /// <summary>A background loop works again.</summary>
    /// <param name="loop">Its name.</param>
    public IReadOnlyList<NewItem> LoopUp(string loop) => Plan(new Alert(
        $"A part of Holdfast works again: {Shown(loop)}", "No action needed.", $"loop-up/{loop}/{PeriodOf(LoopPeriod)}")
    {
        Data = new Dictionary<string, string> { ["alert"] = "loop_up", ["loop"] = loop },
        Color = "good",
    });

    /// <summary>A model cannot answer, and others are asked in its place.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="other">The one that is asked instead; null where none is left.</param>
    /// <param name="rest">How long it is left alone.</param>
    /// <param name="needsPerson">Whether it stays like that until somebody mends it.</param>
    public IReadOnlyList<NewItem> ModelDown(string model, string problem, string? other, TimeSpan rest, bool needsPerson) => Plan(new Alert(
        $"The AI model {Shown(model)} can't answer: {Shown(problem)}",
        $"{(other is null ? "There is no other model to ask." : $"{Shown(other)} is asked instead.")} {(needsPerson
            ? "Check its account, its key and its settings: `holdfast doctor` looks at every model."
            : "No action needed if it passes.")} It is tried again in {Quantities.Duration(rest)}, and you'll hear when it answers.",
        $"model/{model}/{PeriodOf(ModelPeriod)}")
    {
        Data = new Dictionary<string, string> { ["alert"] = "model_down", ["model"] = model },
    });

    /// <summary>A model answers again.</summary>
    /// <param name="model">Its name.</param>
    public IReadOnlyList<NewItem> ModelUp(string model) => Plan(new Alert(
        $"The AI model {Shown(model)} answers again", "No action needed.", $"model-up/{model}/{PeriodOf(ModelPeriod)}")
    {
        Data = new Dictionary<string, string> { ["alert"] = "model_up", ["model"] = model },
        Color = "good",
    });

    /// <summary>Messages are refused, since too many are waiting.</summary>
    /// <param name="backlog">How it stands.</param>
    public IReadOnlyList<NewItem> BacklogFull(BacklogState backlog)
    {
        ArgumentNullException.ThrowIfNull(backlog);
        return Plan(new Alert(
            "Holdfast accepts no more messages for now",
            $"{char.ToUpperInvariant(backlog.Problem[0])}{backlog.Problem[1..]}. Commands, buttons and timers still work. You'll hear when there is room again.",
            $"backlog-full/{PeriodOf(BacklogPeriod)}")
        {
            Data = new Dictionary<string, string> { ["alert"] = "backlog_full", ["waiting"] = Quantities.Count(backlog.Waiting), ["most"] = Quantities.Count(backlog.Most) },
        });
    }

    /// <summary>There is room for messages again.</summary>
    /// <param name="backlog">How it stands.</param>
    public IReadOnlyList<NewItem> BacklogRoom(BacklogState backlog)
    {
        ArgumentNullException.ThrowIfNull(backlog);
        return Plan(new Alert(
            "Holdfast accepts messages again",
            $"{Quantities.Count(backlog.Waiting, "message")} waiting; the limit is {Quantities.Count(backlog.Most)}. No action needed.",
            $"backlog-room/{PeriodOf(BacklogPeriod)}")
        {
            Data = new Dictionary<string, string> { ["alert"] = "backlog_room" },
            Color = "good",
        });
    }

    private IReadOnlyList<NewItem> Plan(Alert alert)
    {
        var notification = new Notification
        {
            Id = ItemId.New(time),
            Kind = NotificationKinds.Alert,
            Text = $"{alert.Headline}. {alert.Details}",
            At = time.GetUtcNow(),
            Slack = SlackContent.Of(
                $"*{alert.Mrkdwn ?? SlackText.Escape(alert.Headline)}*",
                attachments: [new MessageAttachment { Color = alert.Color, Fallback = alert.Details, Blocks = [Parts.Section(SlackText.Escape(alert.Details))] }]),
            Channels = alert.Channels,
            DedupeKey = alert.DedupeKey,
            Data = alert.Data,
        };
        return planner.Plan(notification, alert.TraceParent);
    }

    private static string Attempted(LaneQueue queue) => queue switch
    {
        LaneQueue.Inbound => "answer a message",
        LaneQueue.Outbound => "deliver a message",
        LaneQueue.Interactive => "handle a click or a command",
        LaneQueue.Scheduled => "do something that was due",
        LaneQueue.Jobs => "run a job",
        LaneQueue.Notifications => "send a notification",
        LaneQueue.Orders => "carry out an operator's order",
        _ => $"handle something in the queue {queue}",
    };

    private long PeriodOf(TimeSpan period) => time.GetUtcNow().UtcTicks / period.Ticks;

    /// <summary>Lanes, kinds and errors may hold words from outside.</summary>
    private static string Shown(string text) =>
        TextCut.Beginning(VisibleText.Of(text.Length <= MaxForeign ? text : text[..MaxForeign]), MaxForeign);

    private sealed record Alert(string Headline, string Details, string? DedupeKey = null)
    {
        public required IReadOnlyDictionary<string, string> Data { get; init; }

        public IReadOnlyList<string>? Channels { get; init; }

        /// <summary>The headline for Slack, where it is not the escaped plain one.</summary>
        public string? Mrkdwn { get; init; }

        public string? TraceParent { get; init; }

        public string Color { get; init; } = "danger";
    }
}
