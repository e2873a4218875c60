using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Storage;
using Holdfast.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Notifications.Alerts;

/// <summary>Plans what operators are told: what happened, and what to do. Each kind at most once in a while.</summary>
public sealed class OperatorAlerts(NotificationPlanner planner, IOptions<NotificationOptions> options, TimeProvider time)
{
    /// <summary>Of the dead letters of one queue, one in so long is told; ten thousand are one alert.</summary>
    internal static readonly TimeSpan DeathPeriod = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LoopPeriod = TimeSpan.FromHours(1);

    private static readonly TimeSpan BacklogPeriod = TimeSpan.FromHours(1);

    /// <summary>The most characters of anything that comes from elsewhere: a section of Slack's takes 3,000, escaped.</summary>
    private const int MaxForeign = 200;

    private readonly DeathCount _deaths = new();

    /// <summary>An item was given up on.</summary>
    /// <param name="item">The item.</param>
    /// <param name="error">Why.</param>
    public IReadOnlyList<NewItem> DeadLetter(LaneItem item, string error)
    {
        ArgumentNullException.ThrowIfNull(item);
        var period = PeriodOf(DeathPeriod);
        var others = _deaths.Count(item.Queue, period);
        var earlier = others == 0 ? "" : $" Since the last report {FlowFigures.Count(others, "other")} went unreported.";
        return Plan(new Alert(
            $"Holdfast gave up on something in the queue {item.Queue}: {Shown(error)}",
            $"It was of the kind {Shown(item.Kind)}, in the lane {Shown(item.Lane)}, and is kept as dead letter {item.Id}. On the server's machine, "
            + "`holdfast dead-letters list` shows all of them, and `holdfast dead-letters replay ID` tries one again once the cause is mended. "
            + $"Others of this queue are not reported one by one for {FlowFigures.Duration(DeathPeriod)}.{earlier}",
            $"dead/{item.Queue}/{period}")
        {
            Data = new Dictionary<string, string>
            {
                ["alert"] = "dead_letter", ["item"] = item.Id.ToString(), ["queue"] = item.Queue.ToString(), ["lane"] = item.Lane,
            },
            TraceParent = item.TraceParent,
        });
    }

    /// <summary>A workspace took the app's rights away: Slack, of all channels, cannot tell.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="reason">The event that says so.</param>
    /// <param name="traceParent">The trace it belongs to.</param>
    public IReadOnlyList<NewItem> Revoked(string team, string reason, string? traceParent) => Plan(new Alert(
        $"The workspace took the app's rights away ({Shown(reason)})",
        "Nothing is answered any more. What came in before, and what still comes, is kept. Install the app again. When its tokens are new, set them and start the server again; else it goes on by itself.")
    {
        Data = new Dictionary<string, string> { ["alert"] = "revoked", ["team"] = team, ["reason"] = reason },
        Channels = [.. options.Value.RouteOf(NotificationKinds.Alert).Where(channel => channel != ChannelNames.Slack)],
        TraceParent = traceParent,
    });

    /// <summary>A background loop does not work.</summary>
    /// <param name="loop">Its name.</param>
    /// <param name="state">How it stands.</param>
    public IReadOnlyList<NewItem> LoopDown(string loop, LoopState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Plan(new Alert(
            $"A part of Holdfast does not work: {Shown(loop)}",
            $"{Shown(state.LastError ?? "It failed.")} {(state.IsFinal
                ? "It has ended and is not started again: mend the cause, then start the server again."
                : "It is started again and again by itself; the log has every failure, and another message follows when it works again.")}",
            $"loop/{loop}/{PeriodOf(LoopPeriod)}")
        {
            Data = new Dictionary<string, string> { ["alert"] = "loop_down", ["loop"] = loop },
        });
    }

    /// <summary>A background loop works again.</summary>
    /// <param name="loop">Its name.</param>
    public IReadOnlyList<NewItem> LoopUp(string loop) => Plan(new Alert(
        $"A part of Holdfast works again: {Shown(loop)}", "Nothing is to be done.", $"loop-up/{loop}/{PeriodOf(LoopPeriod)}")
    {
        Data = new Dictionary<string, string> { ["alert"] = "loop_up", ["loop"] = loop },
        Color = "good",
    });

    /// <summary>Messages are refused, since too many wait.</summary>
    /// <param name="backlog">How it stands.</param>
    public IReadOnlyList<NewItem> BacklogFull(BacklogState backlog)
    {
        ArgumentNullException.ThrowIfNull(backlog);
        return Plan(new Alert(
            "Holdfast takes no further messages in",
            $"{char.ToUpperInvariant(backlog.Problem[0])}{backlog.Problem[1..]}. Commands, buttons and timers work. Another message follows when there is room again.",
            $"backlog-full/{PeriodOf(BacklogPeriod)}")
        {
            Data = new Dictionary<string, string> { ["alert"] = "backlog_full", ["waiting"] = FlowFigures.Count(backlog.Waiting), ["most"] = FlowFigures.Count(backlog.Most) },
        });
    }

    /// <summary>There is room for messages again.</summary>
    /// <param name="backlog">How it stands.</param>
    public IReadOnlyList<NewItem> BacklogRoom(BacklogState backlog)
    {
        ArgumentNullException.ThrowIfNull(backlog);
        return Plan(new Alert(
            "Holdfast takes messages in again",
            $"{FlowFigures.Count(backlog.Waiting, "message")} of {FlowFigures.Count(backlog.Most)} that may are waiting. Nothing is to be done.",
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
                $"*{SlackText.Escape(alert.Headline)}*",
                attachments: [new MessageAttachment { Color = alert.Color, Fallback = alert.Details, Blocks = [Section(SlackText.Escape(alert.Details))] }]),
            Channels = alert.Channels,
            DedupeKey = alert.DedupeKey,
            Data = alert.Data,
        };
        return planner.Plan(notification, alert.TraceParent);
    }

    private long PeriodOf(TimeSpan period) => time.GetUtcNow().UtcTicks / period.Ticks;

    private static SectionBlock Section(string mrkdwn) => new() { Text = TextObject.Mrkdwn(mrkdwn) with { Verbatim = true } };

    /// <summary>Lanes, kinds and errors may hold words from outside.</summary>
    private static string Shown(string text)
    {
        var visible = VisibleText.Of(text.Length <= MaxForeign ? text : text[..MaxForeign]);
        return visible.Length <= MaxForeign ? visible : $"{visible.AsSpan(0, TextCut.End(visible, MaxForeign))}…";
    }

    private sealed record Alert(string Headline, string Details, string? DedupeKey = null)
    {
        public required IReadOnlyDictionary<string, string> Data { get; init; }

        public IReadOnlyList<string>? Channels { get; init; }

        public string? TraceParent { get; init; }

        public string Color { get; init; } = "danger";
    }
}
