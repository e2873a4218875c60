using System.Text;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Slack.Text;
using Holdfast.Workspaces;

namespace Holdfast.Runs;

/// <summary>
/// Puts names in place of ids before the agent is asked: who speaks, where, and whom they mention. What Slack does not tell in a few seconds stays
/// as it is: an answer is worth more than a name.
/// </summary>
public sealed class RunNaming(SlackDirectory directory, UserZones zones, TimeProvider time)
{
    private const string DirectMessage = "a direct message";
    private const string GroupMessage = "a group conversation";

    /// <summary>The most names that are looked up for one message.</summary>
    private const int MaxNames = 50;

    /// <summary>How long names are waited for, all of them together.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The request with names in it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="asksWho">Whether the agent wants to know who speaks and where.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<RunRequest> NameAsync(RunRequest request, bool asksWho, CancellationToken cancellationToken)
    {
        if (!asksWho && request.Content.Mentions.Count == 0)
            return request;
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var team = request.Conversation.Team;
        var named = request with
        {
            Content = await NamedAsync(team, request.Content, both.Token),
            Speaker = asksWho ? await NamedAsync(team, new Speaker(request.User) { At = request.SaidAt, Message = request.IsMerged ? null : request.Ts?.Value }, both.Token) : null,
            Place = asksWho ? await PlaceAsync(request, both.Token) : null,
        };
        cancellationToken.ThrowIfCancellationRequested();
        return named;
    }

    /// <summary>The language and country of somebody whose name was just asked for; null where Slack did not tell.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">Who.</param>
    internal string? LocaleOf(TeamId team, string user) => UserId.TryParse(user, out var id) ? directory.LastKnown(team, id)?.Locale : null;

    /// <summary>A channel in words, with its id for tools that ask for it.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="channel">The channel's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<string> ChannelAsync(TeamId team, string channel, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var name = await directory.NameAsync(team, MentionKind.Channel, channel, both.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return name is null ? channel : $"#{name} ({channel})";
    }

    /// <summary>The turns with names in them, of whom they mention and who spoke.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="turns">The turns.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask<IReadOnlyList<Turn>> NameAsync(TeamId team, IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var named = new List<Turn>(turns.Count);
        foreach (var turn in turns)
        {
            named.Add(turn with
            {
                Content = await NamedAsync(team, turn.Content, both.Token),
                Speaker = turn.Speaker is null ? null : await NamedAsync(team, turn.Speaker, both.Token),
            });
        }

        cancellationToken.ThrowIfCancellationRequested();
        return named;
    }

    private async ValueTask<Speaker> NamedAsync(TeamId team, Speaker speaker, CancellationToken cancellationToken)
    {
        if (speaker.Name is not null || !UserId.TryParse(speaker.Id, out var user))
            return speaker;
        var name = await directory.NameAsync(team, MentionKind.User, speaker.Id, cancellationToken);
        var zone = await ZoneAsync(team, user, cancellationToken);
        return speaker with { Name = name, At = speaker.At is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null, Zone = zone.Id };
    }

    private async ValueTask<TimeZoneInfo> ZoneAsync(TeamId team, UserId user, CancellationToken cancellationToken)
    {
        // Not asked for a second time where it was just not told.
        if (directory.LastKnown(team, user) is null)
            return TimeZoneInfo.Utc;
        try
        {
            return (await zones.GetAsync(team, user, cancellationToken)).Zone;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whether it was the patience or the run that ended, whoever called finds out.
            return TimeZoneInfo.Utc;
        }
    }

    private async ValueTask<string?> PlaceAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var channel = request.Conversation.Channel.Value;
        if (channel.StartsWith('D'))
            return DirectMessage;
        return await directory.NameAsync(request.Conversation.Team, MentionKind.Channel, channel, cancellationToken) is { } name
            ? $"the channel #{name}"
            : GroupMessage;
    }

    private async ValueTask<MessageContent> NamedAsync(TeamId team, MessageContent content, CancellationToken cancellationToken)
    {
        if (content.Mentions.Count == 0)
            return content;
        var wanted = content.Mentions.Select(mention => (mention.Kind, mention.Id)).Distinct().Take(MaxNames);
        var names = new Dictionary<(MentionKind Kind, string Id), string>();
        foreach (var each in wanted)
        {
            if (await directory.NameAsync(team, each.Kind, each.Id, cancellationToken) is { } name)
                names[each] = name;
        }

        return content with { Text = WithNames(content, names), Mentions = [] };
    }

    private static string WithNames(MessageContent content, Dictionary<(MentionKind Kind, string Id), string> names)
    {
        var (named, at) = (new StringBuilder(content.Text.Length + 64), 0);
        foreach (var mention in content.Mentions)
        {
            if (!names.TryGetValue((mention.Kind, mention.Id), out var name) || mention.Start < at || mention.Start + mention.Length > content.Text.Length)
                continue;
            named.Append(content.Text, at, mention.Start - at).Append(mention.Sign).Append(name);
            at = mention.Start + mention.Length;
        }

        return named.Append(content.Text, at, content.Text.Length - at).ToString();
    }
}
