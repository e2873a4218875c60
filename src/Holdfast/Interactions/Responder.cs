using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Addresses;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Storage;
using Holdfast.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Interactions;

/// <summary>Sends a user an answer that only they see, where they look for it.</summary>
public sealed partial class Responder(
    SlackWebClient client, IWorkspaces workspaces, HoldfastMetrics metrics, TimeProvider time, ILogger<Responder> logger)
{
    private const int Attempts = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>A later answer is useless, and a place among the clicks is for others.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>As <see cref="TellAsync(Addressee, ItemId, string, CancellationToken, IReadOnlyList{Block})"/>, the one who did something.</summary>
    /// <param name="interaction">What it answers.</param>
    /// <param name="text">Mrkdwn, foreign parts escaped.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <param name="blocks">What is shown instead of the text, where blocks are; null for the text.</param>
    public ValueTask TellAsync(Interaction interaction, string text, CancellationToken cancellationToken, IReadOnlyList<Block>? blocks = null)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        return TellAsync(interaction.Addressee, interaction.Item.Id, text, cancellationToken, blocks);
    }

    /// <summary>
    /// Sends a user a text: in a thread by an ephemeral message, since what the interaction's own address shows appears in the
    /// channel; elsewhere by that address, which works everywhere; and by the other way when the first fails. That it could not be said is
    /// logged and counted; it never undoes what was done.
    /// </summary>
    /// <param name="to">Whom.</param>
    /// <param name="item">What it answers.</param>
    /// <param name="text">Mrkdwn, foreign parts escaped.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <param name="blocks">What is shown instead of the text, where blocks are; null for the text.</param>
    public async ValueTask TellAsync(Addressee to, ItemId item, string text, CancellationToken cancellationToken, IReadOnlyList<Block>? blocks = null)
    {
        ArgumentNullException.ThrowIfNull(to);
        using var late = new CancellationTokenSource(Limit, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var ways = Ways(to, text, blocks, ending.Token);
        if (ways.Count == 0)
            LogNowhere(item);
        try
        {
            foreach (var way in ways)
            {
                if (await TryAsync(way, item, ending.Token))
                    return;
            }
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogTooLate(e, item, Limit);
        }
    }

    private List<Func<Task>> Ways(Addressee to, string text, IReadOnlyList<Block>? blocks, CancellationToken cancellationToken)
    {
        var ways = new List<Func<Task>>(2);
        if (to.ResponseUrl is { } address)
            ways.Add(() => client.RespondAsync(address, new ResponseUrlMessage { Text = text, Blocks = blocks, ReplaceOriginal = false }, cancellationToken));
        if (to.Channel is not { } channel)
            return ways;
        var ephemeral = new ChatPostEphemeralRequest { Channel = channel, User = to.User, Text = text, Blocks = blocks, ThreadTs = to.Thread };
        ways.Insert(to.Thread is null ? ways.Count : 0, () => workspaces.CallAsync(to.Team, ephemeral, cancellationToken));
        return ways;
    }

    /// <summary>Tells the user why nothing was done, and ends the interaction with that.</summary>
    /// <param name="interaction">What they did.</param>
    /// <param name="text">What to say: mrkdwn, foreign parts escaped.</param>
    /// <param name="reason">Why, for the receipt; from a small set.</param>
    /// <param name="cancellationToken">Ends the attempts to say it.</param>
    public async ValueTask<Transition> RefuseAsync(Interaction interaction, string text, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        await TellAsync(interaction, text, cancellationToken);
        return interaction.Refused(reason);
    }

    private async ValueTask<bool> TryAsync(Func<Task> call, ItemId item, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await call();
                return true;
            }
            catch (SlackException e)
            {
                metrics.Called(e.Method, e.Error);
                LogNotTold(e, e.Method, item, attempt);
                if (attempt == Attempts || !(e.IsTransient || e.IsOutcomeUnknown))
                    return false;
                var delay = e.RetryAfter ?? Backoff.After(attempt, FirstDelay, LongestDelay);
                await Task.Delay(delay < LongestDelay ? delay : LongestDelay, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(710, LogLevel.Warning, "{Method} for interaction {Item} failed (attempt {Attempt})")]
    private partial void LogNotTold(Exception error, string method, ItemId item, int attempt);

    [LoggerMessage(711, LogLevel.Warning, "Interaction {Item} can't be answered: it has neither a response_url nor a channel")]
    private partial void LogNowhere(ItemId item);

    [LoggerMessage(713, LogLevel.Warning, "Interaction {Item} could not be answered within {Limit}")]
    private partial void LogTooLate(Exception error, ItemId item, TimeSpan limit);
}
