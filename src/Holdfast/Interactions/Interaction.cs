using System.Diagnostics.CodeAnalysis;
using Holdfast.Conversations;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Slack;
using Holdfast.Slack.Interactivity;
using Holdfast.Storage;

namespace Holdfast.Interactions;

/// <summary>
/// Something a person did and waits for: a click, a choice, a command. What identifies the person and the place comes from
/// Slack; everything else in it may be forged and is checked where it is used.
/// </summary>
public sealed record Interaction
{
    /// <summary>The item in hand.</summary>
    public required LaneWork Work { get; init; }

    /// <summary>The workspace in which the app is installed, or the organisation, when it is installed for all of it.</summary>
    public required TeamId Team { get; init; }

    /// <summary>Who.</summary>
    public required UserId User { get; init; }

    /// <summary>Where; null in a view.</summary>
    public ChannelId? Channel { get; init; }

    /// <summary>The message that was acted on.</summary>
    public SlackTs? Message { get; init; }

    /// <summary>
    /// The thread that the message is a reply in; null for one outside of threads, and for one that begins a thread: it stands in the channel
    /// as well, and an ephemeral message in a thread without replies is invisible.
    /// </summary>
    public SlackTs? Thread { get; init; }

    /// <summary>The element that was used, or the view that was submitted.</summary>
    public string ActionId { get; init; } = "";

    /// <summary>A button's value, or that of the chosen option.</summary>
    public string Value { get; init; } = "";

    /// <summary>The command, without its slash; null when it is none.</summary>
    public string? Command { get; init; }

    /// <summary>What follows the command.</summary>
    public string Text { get; init; } = "";

    /// <summary>The view that was acted on.</summary>
    public SlackView? View { get; init; }

    /// <summary>Allows to open a view; lives 3 s.</summary>
    public string? TriggerId { get; init; }

    /// <summary>Where to answer without a token; a secret.</summary>
    public Uri? ResponseUrl { get; init; }

    /// <summary>The item.</summary>
    public LaneItem Item => Work.Item;

    /// <summary>Who did it, and where they look for an answer.</summary>
    public Addressee Addressee => new(Team, User, Channel, Thread) { ResponseUrl = ResponseUrl };

    /// <summary>When it arrived: Slack's 3 s had begun by then.</summary>
    public DateTimeOffset ArrivedAt => Item.Id.MadeAt;

    /// <summary>The place in the form in which conversations begin; null in a view.</summary>
    public string? Place => Channel is { } channel ? new ConversationId(Team, channel, Thread: null).Place : null;

    /// <summary>Whether it was done in a channel that a conversation is in: then its user may see that conversation.</summary>
    /// <param name="conversation">The conversation, in text form.</param>
    public bool IsIn([NotNullWhen(true)] string? conversation) =>
        ConversationId.TryParse(conversation, out var where) && where.Team == Team && where.Channel == Channel;

    /// <summary>The end of it.</summary>
    public Transition Done() => Work.Done();

    /// <summary>The end of it, with nothing done.</summary>
    /// <param name="reason">Why; from a small set.</param>
    public Transition Refused(string reason) => Work.Ignored(reason);

    /// <summary>Reads an item.</summary>
    /// <param name="work">The item.</param>
    /// <returns>Null when it cannot be read, or is none that anything of ours can have caused.</returns>
    public static Interaction? Read(LaneWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work.Item.Kind == InteractionKinds.SlashCommand ? ReadCommand(work) : ReadPayload(work);
    }

    private static Interaction? ReadCommand(LaneWork work) =>
        SlashCommand.TryRead(work.Item.Payload.Span) is { } command && IsId(command.UserId.Value) && TryReadTeam(work, out var team)
            ? new Interaction
            {
                Work = work,
                Team = team,
                User = command.UserId,
                Channel = IsId(command.ChannelId.Value) ? command.ChannelId : null,
                Command = command.Command.TrimStart('/'),
                Text = command.Text,
                TriggerId = command.TriggerId,
                ResponseUrl = Address(command.ResponseUrl),
            }
            : null;

    private static Interaction? ReadPayload(LaneWork work)
    {
        var payload = InteractionPayload.TryRead(work.Item.Payload.Span);
        if (payload?.User is not { } user || !IsId(user.Id.Value) || !TryReadTeam(work, out var team))
            return null;
        var interaction = new Interaction { Work = work, Team = team, User = user.Id, TriggerId = payload.TriggerId };
        return payload switch
        {
            BlockActionsPayload { Actions: [var action, ..] } click => interaction with
            {
                ActionId = action.ActionId ?? "",
                Value = action.Value ?? action.SelectedOption?.Value ?? "",
                Channel = click.Container?.ChannelId ?? click.Channel?.Id,
                Message = click.Container?.MessageTs,
                Thread = (click.Container?.ThreadTs ?? click.Message?.ThreadTs) is { } thread && thread != click.Container?.MessageTs ? thread : null,
                View = click.View,
                ResponseUrl = Address(click.ResponseUrl),
            },
            ViewSubmissionPayload submission => interaction with { ActionId = submission.View?.CallbackId ?? "", View = submission.View },
            ShortcutPayload shortcut => interaction with
            {
                ActionId = shortcut.CallbackId ?? "",
                Channel = shortcut.Channel?.Id,
                ResponseUrl = Address(shortcut.ResponseUrl),
            },
            _ => null,
        };
    }

    /// <summary>The installation, whose conversations these are, and not where the person is at home.</summary>
    private static bool TryReadTeam(LaneWork work, out TeamId team)
    {
        team = default;
        return InteractionPeek.TryRead(work.Item.Payload.Span, out var summary) && TeamId.TryParse(summary.Installation, out team);
    }

    private static bool IsId(string? id) => !string.IsNullOrEmpty(id);

    private static Uri? Address(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : null;
}
