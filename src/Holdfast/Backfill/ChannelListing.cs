using Holdfast.Slack;
using Holdfast.Slack.WebApi.Users;
using Holdfast.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Backfill;

/// <summary>Finds out which channels and direct messages the app is in.</summary>
/// <param name="calls">Calls of Slack.</param>
/// <param name="options">How many of them count.</param>
internal sealed class ChannelListing(PagedCalls calls, IOptions<BackfillOptions> options)
{
    private const int PageSize = 200;

    /// <summary>One page of one kind. Without a scope the app hears nothing of group messages, and so misses none; of channels it hears what mentions it.</summary>
    public async ValueTask<BackfillStep> StepAsync(BackfillProgress progress, CancellationToken cancellationToken)
    {
        var request = new UsersConversationsRequest { Types = progress.Types[0], ExcludeArchived = true, Limit = PageSize, Cursor = progress.ListCursor };
        var called = await calls.CallAsync(progress.TeamId, request, cancellationToken);
        if (called.Refused is { } refused)
            return new BackfillStep(NextKind(refused.Error == SlackErrors.MissingScope && progress.Types[0] == BackfillProgress.GroupMessages ? progress : progress.Leaving($"channels of the kind {progress.Types[0]} ({refused.Error})")));
        if (called.Answer is not { } page)
            return new BackfillStep(progress) { Wait = called.Wait };

        var most = options.Value.MaxChannels;
        IReadOnlyList<string> channels = [.. progress.Channels.Concat(page.Channels.Select(channel => channel.Id.Value)).Distinct()];
        if (channels.Count > most)
        {
            var cut = progress.Leaving($"channels beyond the first {Quantities.Count(most)} (Backfill:MaxChannels)");
            return new BackfillStep(cut with { Channels = [.. channels.Take(most)], ChannelsFound = most, Types = [], ListCursor = null });
        }

        var listed = progress with { Channels = channels, ChannelsFound = channels.Count };
        return new BackfillStep(page.NextCursor is { } next ? listed with { ListCursor = next } : NextKind(listed));
    }

    private static BackfillProgress NextKind(BackfillProgress progress) => progress with { Types = [.. progress.Types.Skip(1)], ListCursor = null };
}
