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
        var speaker = asksWho ? SpeakerAsync(request, both.Token) : Task.FromResult<Speaker?>(null);
        var place = asksWho ? PlaceAsync(request, both.Token) : Task.FromResult<string?>(null);
        var content = await NamedAsync(request.Conversation.Team, request.Content, both.Token);
        var named = request with { Content = content, Speaker = await speaker, Place = await place };
        cancellationToken.ThrowIfCancellationRequested();
        return named;
    }

    private async Task<Speaker?> SpeakerAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var speaker = new Speaker(request.User) { At = request.SaidAt };
        if (!UserId.TryParse(request.User, out var user))
            return speaker;
        var team = request.Conversation.Team;
        var name = await directory.NameAsync(team, MentionKind.User, request.User, cancellationToken);
        var zone = await ZoneAsync(team, user, cancellationToken);
        return speaker with { Name = name, At = request.SaidAt is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null, Zone = zone.Id };
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

    private async Task<string?> PlaceAsync(RunRequest request, CancellationToken cancellationToken)
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
        var wanted = content.Mentions.Select(mention => (mention.Kind, mention.Id)).Distinct().Take(MaxNames).ToArray();
        var found = await Task.WhenAll(wanted.Select(async each => (each, Name: await directory.NameAsync(team, each.Kind, each.Id, cancellationToken))));
        var names = found.Where(each => each.Name is not null).ToDictionary(each => each.each, each => each.Name!);
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
